"""Plain Python of main.py, line 94, as the workflow runs it."""


def run(i, x_2_and_x):
    x, x_2 = x_2_and_x
    # main.py:94
    x.append(i)
    x_and_x_2 = (x, x_2)
    return x_2, x_and_x_2
