"""Plain Python of main.py, line 22, as the workflow runs it."""


def run(same):
    # main.py:22
    same.append(9)
    return same
