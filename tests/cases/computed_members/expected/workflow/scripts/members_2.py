"""Plain Python of main.py, line 92, as the workflow runs it."""


def run(members):
    # main.py:92
    # what 'members' is here
    return members
