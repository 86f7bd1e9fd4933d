"""Plain Python of main.py, line 138, as the workflow runs it."""

from main import out


def run(r, rs):
    # main.py:138
    len_result = len(r)
    out("lengths", [len(r) for r in rs], sum(len(r) for r in rs))
