"""Plain Python of main.py, lines 35 to 36, as the workflow runs it."""


def run(total, numbers_result, last):
    # main.py:35
    total += sum(numbers_result)
    value = total - last
    return total, value
