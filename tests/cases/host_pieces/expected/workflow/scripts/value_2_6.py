"""Plain Python of main.py, line 60, as the workflow runs it."""


def run(xs, value, grow_result):
    # main.py:60
    value_2 = value + grow_result + sum(xs)
    return value_2
