"""Values, objects and regions of a program under partial evaluation: plain data, without an evaluator.

`values` and `cells` say what a value is, `regions` which run-time objects may share parts; `heap` writes, forks and
compares (`log`, `changes`); `effects` does to it what an operation left to the run does, `joining` makes one of two
sides of a branch.
"""
