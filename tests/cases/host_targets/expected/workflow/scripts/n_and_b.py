"""Plain Python of main.py, lines 88 to 89, as the workflow runs it."""


def run(b, num_result):
    # main.py:88
    b.n = num_result
    n = b.n
    n_and_b = (n, b)
    return n_and_b
