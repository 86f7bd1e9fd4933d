"""Plain Python of main.py, line 50, as the workflow runs it."""


def run(n):
    # main.py:50
    print(n)
