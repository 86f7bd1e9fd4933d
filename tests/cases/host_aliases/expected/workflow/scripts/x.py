"""Plain Python of main.py, line 38, as the workflow runs it."""


def run(x):
    # main.py:38
    x.append(3)
    return x
