"""Plain Python of main.py, line 53, as the workflow runs it."""


def run(base):
    # main.py:53
    value = f"results/{base}.txt"
    value_2 = f"again/{base}.txt"
    return value, value_2
