"""Plain Python of main.py, line 122, as the workflow runs it."""


def run(x_2_and_x_2):
    x, x_2 = x_2_and_x_2
    # main.py:122
    x.append(3)
    x_2_and_x = (x_2, x)
    return x_2_and_x
