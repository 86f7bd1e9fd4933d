"""Plain Python of main.py, line 94, as the workflow runs it."""


def run(members):
    # main.py:94
    # what 'members' is here
    return members
