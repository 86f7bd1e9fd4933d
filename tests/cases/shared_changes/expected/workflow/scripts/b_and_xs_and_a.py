"""Plain Python of main.py, line 69, as the workflow runs it."""


def run(xs_and_x_and_b):
    xs, a, b = xs_and_x_and_b
    # main.py:69
    xs.append(a)
    b_and_xs_and_a = (b, xs, a)
    return b_and_xs_and_a
