"""Plain Python of main.py, lines 35 to 36, as the workflow runs it."""


def run(numbers_result, total, last):
    # main.py:35
    sum_result = sum(numbers_result)
    total += sum_result
    value = total - last
    return total, value
