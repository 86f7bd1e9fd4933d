"""Syntax to operations: the core language, the lowering to it, and the facts about it."""
