"""Plain Python of main.py, line 260, as the workflow runs it."""

from main import out


def run(q):
    # main.py:260
    out("queue", list(q), q.maxlen)
