"""Plain Python of main.py, line 206, as the workflow runs it."""


def run(xs):
    # main.py:206
    len_result = len(xs)
    return len_result
