"""Plain Python of main.py, line 93, as the workflow runs it."""

from collections import ChainMap


def run(number_result):
    # main.py:93
    value = ChainMap({"a": number_result})
    return value
