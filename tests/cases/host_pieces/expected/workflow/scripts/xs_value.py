"""Plain Python of main.py, line 59, as the workflow runs it."""


def run(xs):
    # main.py:59
    xs_value = str(xs[-1])
    return xs_value
