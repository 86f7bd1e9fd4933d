"""Plain Python of main.py, line 98, as the workflow runs it."""

import functools
from main import add


def run(double_result):
    # main.py:98
    list_result = list(map(functools.partial(add, other=double_result), [5, 6]))
    return list_result
