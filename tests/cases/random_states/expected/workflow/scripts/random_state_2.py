"""Plain Python of main.py, line 44, as the workflow runs it."""


def run(random_state):
    # main.py:44
    # what 'random_state' is here
    return random_state
