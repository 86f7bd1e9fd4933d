"""Plain Python of main.py, line 71, as the workflow runs it."""


def run(a_and_xs_and_x):
    a, xs, x = a_and_xs_and_x
    # main.py:71
    a.append(7)
    xs_and_a_and_x = (xs, a, x)
    return xs_and_a_and_x
