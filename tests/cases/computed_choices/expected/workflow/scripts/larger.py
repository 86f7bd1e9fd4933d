"""Plain Python of main.py, line 24, as the workflow runs it."""


def run(first, second, numbers_result):
    # main.py:24
    larger = first if numbers_result[1] > 3 else second
    return larger
