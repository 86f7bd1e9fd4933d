"""Plain Python of main.py, lines 187 to 196, as the workflow runs it."""

from main import out


def run(v, flag, old, last):
    # main.py:187
    for i in range(v):
        if i > 99:
            flag, old = False, i
    try:
        if v > 99:
            last = v
        last += f" {old[0]}"
    except TypeError:
        flag = [flag, last]
    out("kept", flag, old, last)
