"""Plain Python of main.py, line 38, as the workflow runs it."""


def run(first):
    # main.py:38
    text = ["none", "one"][first]
    return text
