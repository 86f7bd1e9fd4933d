"""Plain Python of main.py, line 58, as the workflow runs it."""


def run(TOTAL, LOG, num_result):
    def add(n):
        nonlocal TOTAL
        TOTAL += n
        LOG.append(n)
        return TOTAL

    # main.py:58
    a = add(num_result)
    return TOTAL
