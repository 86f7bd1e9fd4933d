"""Plain Python of main.py, line 240, as the workflow runs it."""

import functools
from main import out


def run(number_result, add_result):
    # main.py:240
    out("partial", add_result, functools.reduce(lambda a, b: a * b, [number_result, 3, 4]))
