"""Plain Python of main.py, lines 89 to 90, as the workflow runs it."""


def run(num_result, n_and_b):
    n, b = n_and_b
    # main.py:89
    value = n
    value += num_result
    b.n = value
    return b
