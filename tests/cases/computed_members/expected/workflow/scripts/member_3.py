"""Plain Python of main.py, line 67, as the workflow runs it."""


def run(member):
    # main.py:67
    # what 'member' is here
    return member
