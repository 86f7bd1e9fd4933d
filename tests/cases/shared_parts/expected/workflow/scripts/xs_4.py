"""Plain Python of main.py, line 152, as the workflow runs it."""


def run(xs):
    # main.py:152
    xs.append(4)
    return xs
