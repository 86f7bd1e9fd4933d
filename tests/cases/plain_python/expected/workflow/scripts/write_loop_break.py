"""Plain Python of main.py, lines 175 to 181, as the workflow runs it."""

from main import out


def run(v, found):
    # main.py:175
    for i in range(20):
        if i * i > v:
            found = i
            break
    else:
        found = -1
    out("loop_break", found)
