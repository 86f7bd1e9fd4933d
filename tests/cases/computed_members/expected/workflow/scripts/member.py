"""Plain Python of main.py, line 37, as the workflow runs it."""


def run(member):
    # main.py:37
    # what 'member' is here
    return member
