"""Plain Python of main.py, line 24, as the workflow runs it."""


def run(data):
    # main.py:24
    condition = data["x"] > 0.1
    return condition
