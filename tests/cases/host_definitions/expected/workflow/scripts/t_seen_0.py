"""Plain Python of main.py, line 60, as the workflow runs it."""

from main import Tally


def run(num_result):
    # main.py:60
    t = Tally(num_result)
    t_seen_0 = t.seen[0]
    return t_seen_0
