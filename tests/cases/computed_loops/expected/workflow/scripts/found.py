"""Plain Python of main.py, from line 49, as the workflow runs it."""


def run(found, half_result):
    # main.py:49
    found.append(half_result)
    return found
