"""Plain Python of main.py, line 29, as the workflow runs it."""


def run(chosen):
    # main.py:29
    condition = chosen[0] > 2
    return condition
