"""Plain Python of main.py, lines 35 to 36, as the workflow runs it."""


def run(total, numbers_result):
    total_before = total
    # main.py:35
    total += sum(numbers_result)
    last = total_before
    # main.py:36
    value = total - last
    return total, value
