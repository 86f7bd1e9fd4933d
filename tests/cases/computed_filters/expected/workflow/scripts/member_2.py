"""Plain Python of main.py, line 41, as the workflow runs it."""


def run(member):
    # main.py:41
    # what 'member' is here
    return member
