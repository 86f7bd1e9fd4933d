"""Plain Python of main.py, lines 159 to 160, as the workflow runs it."""


def run(xs):
    # main.py:159
    xs.append(5)
    xs[0].append(6)
    return xs
