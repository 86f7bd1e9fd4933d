"""Plain Python of main.py, line 111, as the workflow runs it."""


def run(value_2_and_value):
    ys, value = value_2_and_value
    # main.py:111
    ys.append(4)
    return ys, value
