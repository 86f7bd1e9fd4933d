"""Modules of ``pycompss`` in plain Python: programs import them under their own names, and the compiler evaluates them
as modules of the program. What is in ``pycompss.api`` is no such text: see `contents`."""
