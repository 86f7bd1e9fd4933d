"""Plain Python of main.py, lines 45 to 47, as the workflow runs it."""


def run(x):
    # main.py:45
    if x < 0:
        raise ValueError(f"{x} is negative")
    value = x + 1
    return value
