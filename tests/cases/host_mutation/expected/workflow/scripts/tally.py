"""Plain Python of main.py, line 61, as the workflow runs it."""


def run(tally, make_result):
    # main.py:61
    tally.add(make_result)
    return tally
