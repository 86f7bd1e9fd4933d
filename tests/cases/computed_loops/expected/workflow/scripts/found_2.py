"""Plain Python of main.py, line 38, as the workflow runs it."""


def run(found, value):
    # main.py:38
    found.append(value)
    return found
