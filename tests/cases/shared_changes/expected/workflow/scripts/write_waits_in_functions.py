"""Plain Python of main.py, line 142, as the workflow runs it."""

from eflows2smk import wait_on
from main import out


def run(x, num_result, sorted_result):
    def h(v):
        return wait_on(v) + 1

    # main.py:142
    out("waits_in_functions", sorted_result, list(map(h, [x, num_result])))
