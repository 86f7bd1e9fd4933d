"""Plain Python of main.py, line 45, as the workflow runs it."""


def run(random_state):
    # main.py:45
    # what 'random_state' is here
    return random_state
