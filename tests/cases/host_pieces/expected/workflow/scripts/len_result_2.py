"""Plain Python of main.py, line 57, as the workflow runs it."""


def run(xs):
    # main.py:57
    len_result = len(xs)
    return len_result
