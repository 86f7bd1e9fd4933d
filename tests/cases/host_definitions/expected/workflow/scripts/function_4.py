"""Plain Python of main.py, line 79, as the workflow runs it."""


def run():
    function = lambda x: -x
    # main.py:79
    # what 'function' is here
    return function
