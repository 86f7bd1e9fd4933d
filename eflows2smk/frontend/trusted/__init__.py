"""Trusted functions: what of Python's library the evaluator may call for real while it compiles a program.

In goes a name, or a static value with a name; out comes a callable or a value, or a refusal. `interface` has what the
stages of the frontend use. No code of the user is imported or executed.
"""
