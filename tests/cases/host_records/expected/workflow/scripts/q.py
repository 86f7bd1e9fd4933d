"""Plain Python of main.py, line 38, as the workflow runs it."""


def run(q):
    # main.py:38
    q.tags.append("m")
    return q
