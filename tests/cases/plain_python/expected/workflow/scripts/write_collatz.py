"""Plain Python of main.py, lines 187 to 192, as the workflow runs it."""

from main import out


def run(v, steps):
    # main.py:187
    while v > 1:
        v = v // 2 if v % 2 == 0 else 3 * v + 1
        if v == 16:
            continue
        steps.append(v)
    out("collatz", steps, len(steps))
