"""Partial evaluation of the core: what is known is done now, all else is left to the run."""
