"""Plain Python of main.py, line 67, as the workflow runs it."""


def run(k):
    function = lambda x: x * k
    # main.py:67
    # what 'function' is here
    return function
