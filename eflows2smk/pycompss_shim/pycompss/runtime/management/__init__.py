"""``pycompss.runtime.management``: what programs import of it."""
