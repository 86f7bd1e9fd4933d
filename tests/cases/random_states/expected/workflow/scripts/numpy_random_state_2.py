"""Plain Python of main.py, line 45, as the workflow runs it."""


def run(numpy_random_state):
    # main.py:45
    # what 'numpy_random_state' is here
    return numpy_random_state
