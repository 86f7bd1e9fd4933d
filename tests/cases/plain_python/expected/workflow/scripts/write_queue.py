"""Plain Python of main.py, line 245, as the workflow runs it."""

from main import out


def run(q):
    # main.py:245
    out("queue", list(q), q.maxlen)
