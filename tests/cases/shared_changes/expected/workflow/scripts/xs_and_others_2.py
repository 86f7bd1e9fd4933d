"""Plain Python of main.py, line 71, as the workflow runs it."""


def run(a_and_others):
    a, xs, x = a_and_others
    # main.py:71
    a.append(7)
    xs_and_others = (xs, a, x)
    return xs_and_others
