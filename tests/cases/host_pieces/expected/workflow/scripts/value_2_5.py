"""Plain Python of main.py, line 60, as the workflow runs it."""


def run(xs):
    # main.py:60
    value_2 = int(xs[-1]) + len(xs)
    return value_2
