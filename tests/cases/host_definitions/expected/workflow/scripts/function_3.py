"""Plain Python of main.py, line 74, as the workflow runs it."""


def run(k):
    def local(x):
        return x + k


    function = local

    # main.py:74
    # what 'function' is here
    return function
