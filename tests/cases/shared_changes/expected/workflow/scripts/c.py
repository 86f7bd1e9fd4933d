"""Plain Python of main.py, line 92, as the workflow runs it."""


def run(value_3_and_value_and_value_2):
    c, value, value_2 = value_3_and_value_and_value_2
    # main.py:92
    c.append(4)
    return c, value, value_2
