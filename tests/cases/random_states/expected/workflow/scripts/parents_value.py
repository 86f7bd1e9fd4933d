"""Plain Python of main.py, line 37, as the workflow runs it."""


def run(parents, male, female):
    # main.py:37
    parents_value = parents[male]
    parents_value_2 = parents[female]
    return parents_value, parents_value_2
