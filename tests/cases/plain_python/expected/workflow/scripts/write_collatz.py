"""Plain Python of main.py, lines 202 to 207, as the workflow runs it."""

from main import out


def run(v, steps):
    # main.py:202
    while v > 1:
        v = v // 2 if v % 2 == 0 else 3 * v + 1
        if v == 16:
            continue
        steps.append(v)
    out("collatz", steps, len(steps))
