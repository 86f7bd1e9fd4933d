"""Plain Python of main.py, line 26, as the workflow runs it."""


def run(member):
    # main.py:26
    # what 'member' is here
    return member
