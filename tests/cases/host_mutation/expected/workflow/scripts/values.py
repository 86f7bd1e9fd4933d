"""Plain Python of main.py, line 42, as the workflow runs it."""


def run(values):
    # main.py:42
    values.append(10)
    return values
