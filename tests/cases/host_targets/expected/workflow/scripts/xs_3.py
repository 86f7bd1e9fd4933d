"""Plain Python of main.py, line 78, as the workflow runs it."""


def run(xs):
    # main.py:78
    xs.append(7)
    return xs
