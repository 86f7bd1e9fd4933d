"""Plain Python of main.py, line 61, as the workflow runs it."""


def run(xs):
    # main.py:61
    len_result = len(xs)
    return len_result
