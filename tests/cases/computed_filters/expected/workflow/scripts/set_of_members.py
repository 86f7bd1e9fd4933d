"""Plain Python of main.py, line 44, as the workflow runs it."""


def run(members):
    # main.py:44
    set_of_members = set(members)
    return set_of_members
