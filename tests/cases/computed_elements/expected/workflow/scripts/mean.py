"""Plain Python of main.py, line 77, as the workflow runs it."""


def run(squares):
    # main.py:77
    mean = sum(squares) / len(squares)
    return mean
