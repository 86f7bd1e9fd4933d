"""Plain Python of main.py, line 77, as the workflow runs it."""

import settings


def run(add_result):
    # main.py:77
    value = settings.limit("high") * add_result
    return value
