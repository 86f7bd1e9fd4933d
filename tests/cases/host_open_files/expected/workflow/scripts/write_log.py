"""Plain Python of main.py, line 22, as the workflow runs it."""


def run(number, value, log):
    # main.py:22
    print(number, value, file=log)
    return log
