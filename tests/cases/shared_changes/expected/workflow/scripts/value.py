"""Plain Python of main.py, line 81, as the workflow runs it."""


def run(x_and_others):
    # main.py:81
    x, value = x_and_others
    return value
