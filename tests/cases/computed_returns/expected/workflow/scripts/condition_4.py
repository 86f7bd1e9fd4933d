"""Plain Python of main.py, line 31, as the workflow runs it."""


def run(refine_result):
    # main.py:31
    condition = refine_result > 1
    return condition
