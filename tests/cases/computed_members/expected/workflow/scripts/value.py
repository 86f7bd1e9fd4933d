"""Plain Python of main.py, line 62, as the workflow runs it."""


def run(steps):
    # main.py:62
    value = [step * 2 for step in steps]
    return steps, value
