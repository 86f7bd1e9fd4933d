"""Plain Python of main.py, line 42, as the workflow runs it."""


def run(n):
    # main.py:42
    n_value = int(n)
    return n_value
