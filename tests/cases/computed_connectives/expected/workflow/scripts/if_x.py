"""Plain Python of main.py, line 40, as the workflow runs it."""


def run(x, y):
    # main.py:40
    value = (x == 3 and y == 7)
    condition = not (x == 3 and y == 7)
    return condition
