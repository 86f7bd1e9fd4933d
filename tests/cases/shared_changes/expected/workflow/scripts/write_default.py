"""Plain Python of main.py, lines 133 to 134, as the workflow runs it."""

from main import out


def run(h_y, num_result):
    def h(x, y=h_y):  # noqa: B008
        y.append(x)
        return y

    # main.py:133
    b = h(num_result)
    a = h_y
    # main.py:134
    out("default", a, b)
