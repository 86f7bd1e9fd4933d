"""Plain Python of main.py, line 24, as the workflow runs it."""


def run(data_value):
    # main.py:24
    condition = data_value > 0.1
    return condition
