"""What is known of libraries: which of their functions the compiler may call itself, and what each does to its
arguments, to files, and to the state of libraries.

In goes a dotted name, or a class and the name of a method; out come `Facts`. They are read from files in a notation of
one line a function (docs/library-facts.md): those in ``known``, those of installed packages, and the user's own.
"""
