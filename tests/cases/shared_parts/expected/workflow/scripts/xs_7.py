"""Plain Python of main.py, line 193, as the workflow runs it."""


def run(xs, number_result):
    def add(v):
        xs.append(v)

    # main.py:193
    add(number_result)
    return xs
