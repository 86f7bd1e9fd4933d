"""Plain Python of main.py, lines 39 to 62, as the workflow runs it."""


def run(x, WEIGHT):
    # main.py:39
    value_2 = x * WEIGHT

    def weigh(x):
        return x * WEIGHT

    # main.py:62
    max_result = max([3, 1, 2], key=weigh)
    return max_result
