"""Plain Python of main.py, line 92, as the workflow runs it."""


def run(value_3_and_others):
    c, value, value_2 = value_3_and_others
    # main.py:92
    c.append(4)
    return c, value, value_2
