"""Plain Python of main.py, line 39, as the workflow runs it."""


def run(y):
    # main.py:39
    label = "even" if y % 2 == 0 else "odd"
    return label
