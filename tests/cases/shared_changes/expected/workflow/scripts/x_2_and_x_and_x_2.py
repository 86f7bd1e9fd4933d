"""Plain Python of main.py, line 101, as the workflow runs it."""


def run(i, x_2_and_x):
    x, x_2 = x_2_and_x
    # main.py:101
    x.append(i)
    x_and_x_2 = (x, x_2)
    return x_2, x_and_x_2
