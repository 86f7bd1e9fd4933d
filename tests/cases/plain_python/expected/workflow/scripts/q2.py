"""Plain Python of main.py, line 125, as the workflow runs it."""


def run(q2):
    # main.py:125
    q2.append(1)
    return q2
