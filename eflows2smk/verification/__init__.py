"""Two runs of a program compared: what each left behind, value by value.

Enters two folders, leaves differences as values. `commands.verify` makes the folders; so do the tests of the compiler.
"""
