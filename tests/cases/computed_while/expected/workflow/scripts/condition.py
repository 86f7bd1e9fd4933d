"""Plain Python of main.py, from line 47, as the workflow runs it."""


def run(data):
    # main.py:47
    condition = data["x"] > 0.1
    return condition
