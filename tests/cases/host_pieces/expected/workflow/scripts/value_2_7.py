"""Plain Python of main.py, line 65, as the workflow runs it."""


def run(grow_result):
    # main.py:65
    value_2 = grow_result + 1
    return value_2
