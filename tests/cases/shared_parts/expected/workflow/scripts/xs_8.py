"""Plain Python of main.py, lines 199 to 200, as the workflow runs it."""

from main import pick


def run(xs):
    # main.py:199
    ys = pick(xs, [0])
    ys.append(3)
    return xs
