"""Plain Python of main.py, line 27, as the workflow runs it."""


def run(s):
    # main.py:27
    best, idx = max((v, k) for k, v in enumerate(s))
    return best, idx
