"""Plain Python of main.py, line 133, as the workflow runs it."""


def run(s, g, k):
    # main.py:133
    s += g[0] + k
    return s
