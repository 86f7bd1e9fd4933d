"""Plain Python of main.py, line 69, as the workflow runs it."""


def run(k):
    function = lambda x: x * k
    # main.py:69
    # what 'function' is here
    return function
