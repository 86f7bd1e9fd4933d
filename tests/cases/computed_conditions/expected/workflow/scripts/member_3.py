"""Plain Python of main.py, line 27, as the workflow runs it."""


def run(member):
    # main.py:27
    # what 'member' is here
    return member
