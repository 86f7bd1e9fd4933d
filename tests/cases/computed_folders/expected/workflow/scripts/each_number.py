"""Plain Python of main.py, line 37, as the workflow runs it."""


def run(values, doubled):
    # main.py:37
    zip_result = zip(values, doubled)
    return zip_result
