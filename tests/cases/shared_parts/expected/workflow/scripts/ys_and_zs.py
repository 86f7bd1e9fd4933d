"""Plain Python of main.py, lines 73 to 74, as the workflow runs it."""


def run(ys_and_zs):
    ys, zs = ys_and_zs
    # main.py:73
    ys[0].append(1)
    ys.append(3)
    return ys, zs
