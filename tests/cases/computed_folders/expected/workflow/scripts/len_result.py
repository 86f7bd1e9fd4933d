"""Plain Python of main.py, line 36, as the workflow runs it."""


def run(doubled):
    # main.py:36
    len_result = len(doubled)
    return len_result
