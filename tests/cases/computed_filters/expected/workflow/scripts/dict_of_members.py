"""Plain Python of main.py, line 36, as the workflow runs it."""


def run(members):
    # main.py:36
    dict_of_members = dict(members)
    return dict_of_members
