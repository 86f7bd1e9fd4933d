"""Plain Python of main.py, line 36, as the workflow runs it."""


def run(found, half_result):
    # main.py:36
    found.append(half_result)
    return found
