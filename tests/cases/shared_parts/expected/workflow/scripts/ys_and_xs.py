"""Plain Python of main.py, line 97, as the workflow runs it."""


def run(xs, ys):
    # main.py:97
    xs.append(ys)
    ys_and_xs = (ys, xs)
    return xs, ys_and_xs
