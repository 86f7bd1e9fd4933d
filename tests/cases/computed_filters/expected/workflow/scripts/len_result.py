"""Plain Python of main.py, lines 31 to 32, as the workflow runs it."""


def run(values):
    # main.py:31
    good = [v for v in values if v % 2 == 0]
    len_result = len(good)
    return len_result
