"""Plain Python of main.py, line 57, as the workflow runs it."""


def run(member):
    # main.py:57
    # what 'member' is here
    return member
