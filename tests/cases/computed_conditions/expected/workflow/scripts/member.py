"""Plain Python of main.py, line 24, as the workflow runs it."""


def run(member):
    # main.py:24
    # what 'member' is here
    return member
