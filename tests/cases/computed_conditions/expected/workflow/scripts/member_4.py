"""Plain Python of main.py, line 28, as the workflow runs it."""


def run(member):
    # main.py:28
    # what 'member' is here
    return member
