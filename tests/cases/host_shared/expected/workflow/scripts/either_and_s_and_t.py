"""Plain Python of main.py, lines 85 to 86, as the workflow runs it."""


def run(n, s, t):
    # main.py:85
    either = s if n > 1 else t
    either.add(9)
    either_and_s_and_t = (either, s, t)
    return either_and_s_and_t
