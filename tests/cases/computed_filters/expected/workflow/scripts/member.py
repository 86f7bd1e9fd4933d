"""Plain Python of main.py, line 36, as the workflow runs it."""


def run(member):
    # main.py:36
    # what 'member' is here
    return member
