"""Plain Python of main.py, line 43, as the workflow runs it."""


def run(kind):
    # main.py:43
    # what 'kind' is here
    return kind
