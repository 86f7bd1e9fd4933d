"""``pycompss.util``: what programs import of it."""
