"""Lowering: the syntax of a module becomes the core language.

One module for each subject, each with tables of the kinds of nodes that it lowers, put together in `lowering`. Raises
ProgramError for what is not valid Python though it parses (E100), and for what is refused (E302).
"""
