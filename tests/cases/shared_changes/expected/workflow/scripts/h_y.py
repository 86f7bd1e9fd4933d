"""Plain Python of main.py, line 132, as the workflow runs it."""


def run(h_y, num_result):
    def h(x, y=h_y):  # noqa: B008
        y.append(x)
        return y

    # main.py:132
    a = h(num_result)
    return h_y
