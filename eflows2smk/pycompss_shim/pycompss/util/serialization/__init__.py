"""``pycompss.util.serialization``: what programs import of it."""
