"""Plain Python of main.py, line 52, as the workflow runs it."""


def run(grown, part):
    # main.py:52
    grown.extend(float(x) for x in part)
    return grown
