"""Plain Python of main.py, lines 88 to 90, as the workflow runs it."""

from main import out
from main import pushed
from main import same


def run(given, table):
    # main.py:88
    pushed_result = pushed(given, 1)
    pushed_result_2 = pushed(same(given), 2)
    pushed_result_3 = pushed(same(given), 3)
    out("results_that_were_there", given, table)
