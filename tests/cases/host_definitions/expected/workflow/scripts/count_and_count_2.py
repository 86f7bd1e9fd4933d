"""Plain Python of main.py, line 65, as the workflow runs it."""


def run(count, num_result, count_2):
    def step(n):
        nonlocal count
        count += n
        return count

    # main.py:65
    e = step(num_result)
    return count, count_2
