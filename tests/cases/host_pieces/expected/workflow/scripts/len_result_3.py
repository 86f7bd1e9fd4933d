"""Plain Python of main.py, line 58, as the workflow runs it."""


def run(xs):
    # main.py:58
    len_result = len(xs)
    return len_result
