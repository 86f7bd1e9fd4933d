"""Plain Python of main.py, line 41, as the workflow runs it."""


def run(error):
    # main.py:41
    raise error
