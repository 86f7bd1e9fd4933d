"""A kind that does not say what it runs."""

KEYS = ""
