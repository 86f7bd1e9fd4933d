"""Plain Python of main.py, line 240, as the workflow runs it."""

import functools


def run(number_result):
    function = lambda a, b: a + b
    add = functools.partial(function, 3)
    # main.py:240
    add_result = add(number_result)
    return add_result
