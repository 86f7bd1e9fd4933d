"""Plain Python of main.py, line 77, as the workflow runs it."""


def run(member):
    # main.py:77
    # what 'member' is here
    return member
