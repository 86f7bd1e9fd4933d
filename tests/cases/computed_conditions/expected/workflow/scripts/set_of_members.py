"""Plain Python of main.py, line 27, as the workflow runs it."""


def run(members):
    # main.py:27
    set_of_members = set(members)
    return set_of_members
