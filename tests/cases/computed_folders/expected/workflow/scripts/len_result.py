"""Plain Python of main.py, from line 58, as the workflow runs it."""


def run(doubled):
    # main.py:58
    len_result = len(doubled)
    return len_result
