"""Functions of Python and its library that ask what the program's values are, or call its functions.

Each gets the machine and the place of the call before its arguments, and leaves to the run what it can't know.
"""
