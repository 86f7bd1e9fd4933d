"""The evaluated program and its graph: what jobs can't import, what nobody reads, what can't be meant.

Each check gives diagnostics and changes nothing.
"""
