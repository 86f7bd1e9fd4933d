"""Plain Python of main.py, line 277, as the workflow runs it."""

from main import out


def run(counter, number_result):
    def bump(k):
        counter["n"] += k
        return counter["n"]

    # main.py:277
    out("global_count", bump(number_result), bump(3), counter)
