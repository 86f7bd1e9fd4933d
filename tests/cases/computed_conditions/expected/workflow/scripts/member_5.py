"""Plain Python of main.py, line 29, as the workflow runs it."""


def run(member):
    # main.py:29
    # what 'member' is here
    return member
