"""Plain Python of main.py, line 98, as the workflow runs it."""


def run(chosen):
    # main.py:98
    value = chosen.steps * 2
    return value
