"""Plain Python of main.py, line 35, as the workflow runs it."""


def run(z):
    # main.py:35
    condition = z > 7
    return condition
