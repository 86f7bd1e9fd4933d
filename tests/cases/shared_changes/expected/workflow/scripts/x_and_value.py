"""Plain Python of main.py, line 123, as the workflow runs it."""


def run(value_2_and_value):
    x, value = value_2_and_value
    # main.py:123
    x.append(4)
    return x, value
