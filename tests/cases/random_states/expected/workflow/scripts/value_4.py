"""Plain Python of main.py, line 38, as the workflow runs it."""


def run(parents, children):
    # main.py:38
    value = parents + children
    return value
