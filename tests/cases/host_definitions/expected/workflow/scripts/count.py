"""Plain Python of main.py, line 64, as the workflow runs it."""


def run(count, num_result):
    def step(n):
        nonlocal count
        count += n
        return count

    # main.py:64
    d = step(num_result)
    return count
