"""Plain Python of main.py, line 225, as the workflow runs it."""

import functools


def run(number_result):
    function = lambda a, b: a + b
    add = functools.partial(function, 3)
    # main.py:225
    add_result = add(number_result)
    return add_result
