"""Plain Python of main.py, line 33, as the workflow runs it."""


def run(children, population, count):
    # main.py:33
    condition = len(children) < len(population) - count + 3
    return condition
