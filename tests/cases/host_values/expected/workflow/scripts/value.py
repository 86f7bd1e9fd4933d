"""Plain Python of main.py, line 53, as the workflow runs it."""


def run(mean, i):
    # main.py:53
    value = mean + i
    return value
