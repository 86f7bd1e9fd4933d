"""Plain Python of main.py, lines 120 to 121, as the workflow runs it."""


def run(a, b, c, d, x, y, s, u, case):
    # main.py:120
    with open("states.txt", "w") as out:
        print(a, b, c, d, x, y, s, u, case.both, case.value, a + (1,), isinstance(a, tuple), file=out)
