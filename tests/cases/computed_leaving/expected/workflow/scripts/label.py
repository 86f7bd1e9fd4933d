"""Plain Python of main.py, line 55, as the workflow runs it."""


def run(y):
    # main.py:55
    label = "even" if y % 2 == 0 else "odd"
    return label
