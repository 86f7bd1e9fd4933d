"""Plain Python of main.py, line 69, as the workflow runs it."""


def run(xs_and_others):
    xs, a, b = xs_and_others
    # main.py:69
    xs.append(a)
    b_and_others = (b, xs, a)
    return b_and_others
