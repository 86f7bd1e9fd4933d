"""Plain Python of main.py, line 142, as the workflow runs it."""

from eflows2smk import wait_on


def run(x):
    def h(v):
        return wait_on(v) + 1

    # main.py:142
    h_result = h(x)
    sorted_result = sorted([h(x), 3])
    return sorted_result
