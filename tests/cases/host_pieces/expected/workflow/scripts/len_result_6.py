"""Plain Python of main.py, line 64, as the workflow runs it."""


def run(xs):
    # main.py:64
    len_result = len(xs)
    return len_result
