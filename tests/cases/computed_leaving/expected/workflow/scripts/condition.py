"""Plain Python of main.py, lines 65 to 66, as the workflow runs it."""


def run(condition):
    # main.py:65
    if not condition:
        raise NameError("name 'missing' is not defined")
