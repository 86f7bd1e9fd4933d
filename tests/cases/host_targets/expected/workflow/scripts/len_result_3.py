"""Plain Python of main.py, line 130, as the workflow runs it."""


def run(g):
    # main.py:130
    len_result = len(g)
    return len_result
