"""Plain Python of main.py, line 71, as the workflow runs it."""


def run(xs, ys):
    # main.py:71
    zs = xs + ys
    ys_and_zs = (ys, zs)
    return zs, ys_and_zs
