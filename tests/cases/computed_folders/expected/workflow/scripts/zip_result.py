"""Plain Python of main.py, from line 59, as the workflow runs it."""


def run(values, doubled):
    # main.py:59
    zip_result = zip(values, doubled)
    return zip_result
