"""Plain Python of main.py, lines 102 to 104, as the workflow runs it."""


def run(make_result, xs, ys, b, i, p, q, r, zs, ws, t, u, v, a):
    # main.py:102
    b1, *c = make_result
    with open("targets.txt", "w") as out:
        print(xs, ys, b.n, i, p, q, r, zs, ws, t, u, v, a, b1, c, file=out)
