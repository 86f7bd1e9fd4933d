"""Plain Python of main.py, line 66, as the workflow runs it."""


def run(error):
    # main.py:66
    raise error
