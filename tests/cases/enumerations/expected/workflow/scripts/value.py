"""Plain Python of main.py, line 92, as the workflow runs it."""


def run(chosen):
    # main.py:92
    value = chosen.steps * 2
    return value
