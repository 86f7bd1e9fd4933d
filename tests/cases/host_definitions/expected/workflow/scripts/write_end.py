"""Plain Python of main.py, lines 81 to 85, as the workflow runs it."""

import functools


def run(apply_all_result, k, p, a, b, c, d, e, f, g, h, m, o, TOTAL, LOG, t):
    # main.py:81
    q = sorted(apply_all_result, key=lambda v: -v)

    def local(x):
        return x + k

    # main.py:82
    r = list(map(local, p))
    part = functools.partial(local, 5)
    # main.py:83
    with open("end.txt", "w") as out:
        print(a, b, c, d, e, f, g, h, m, o, p, q, r, part(), file=out)
        print(TOTAL, LOG, t.seen, t.start, file=out)
