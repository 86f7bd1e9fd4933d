"""Plain Python of main.py, from line 52, as the workflow runs it."""


def run(found, value):
    # main.py:52
    found.append(value)
    return found
