"""Plain Python of main.py, line 62, as the workflow runs it."""


def run(WEIGHT):
    def weigh(x):
        return x * WEIGHT

    # main.py:62
    max_result = max([3, 1, 2], key=weigh)
    return max_result
