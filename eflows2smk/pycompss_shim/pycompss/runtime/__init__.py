"""``pycompss.runtime``: what programs import of it."""
