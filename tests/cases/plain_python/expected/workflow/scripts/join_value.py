"""Plain Python of main.py, line 108, as the workflow runs it."""


def run(value):
    # main.py:108
    join_value = ",".join(value)
    return join_value
