"""Plain Python of main.py, line 66, as the workflow runs it."""


def run(found, k):
    # main.py:66
    found_value = found[k]
    return found_value
