"""Plain Python of main.py, line 59, as the workflow runs it."""


def run(TOTAL, LOG, num_result, TOTAL_2):
    def add(n):
        nonlocal TOTAL
        TOTAL += n
        LOG.append(n)
        return TOTAL

    def twice(n):
        return add(n) + add(n)

    # main.py:59
    b = twice(num_result)
    return TOTAL, num_result, b, TOTAL_2
