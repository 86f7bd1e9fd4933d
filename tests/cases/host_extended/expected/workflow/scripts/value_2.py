"""Plain Python of main.py, lines 35 to 36, as the workflow runs it."""


def run(numbers_result, total):
    # main.py:35
    sum_result = sum(numbers_result)
    total_before = total
    total += sum_result
    last = total_before
    # main.py:36
    value = total - last
    return total, value
