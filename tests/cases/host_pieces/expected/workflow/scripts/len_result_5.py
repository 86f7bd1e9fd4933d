"""Plain Python of main.py, line 62, as the workflow runs it."""


def run(xs):
    # main.py:62
    len_result = len(xs)
    return len_result
