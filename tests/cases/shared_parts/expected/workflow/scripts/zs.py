"""Plain Python of main.py, lines 80 to 81, as the workflow runs it."""


def run(ys):
    # main.py:80
    zs = ys * 2
    ys[0].append(1)
    return zs
