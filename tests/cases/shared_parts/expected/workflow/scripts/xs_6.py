"""Plain Python of main.py, line 192, as the workflow runs it."""


def run(xs):
    def add(v):
        xs.append(v)

    # main.py:192
    add(1)
    return xs
