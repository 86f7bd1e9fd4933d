"""Plain Python of main.py, line 66, as the workflow runs it."""


def run(made):
    # main.py:66
    len_result = len(made)
    return len_result
