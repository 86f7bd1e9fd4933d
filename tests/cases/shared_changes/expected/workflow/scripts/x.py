"""Plain Python of main.py, line 92, as the workflow runs it."""


def run(x_and_others):
    # main.py:92
    x, value = x_and_others
    return x
