"""Plain Python of main.py, line 91, as the workflow runs it."""


def run(members):
    # main.py:91
    # what 'members' is here
    return members
