"""Plain Python of main.py, line 118, as the workflow runs it."""


def run(members):
    # main.py:118
    dict_of_members = dict(members)
    return dict_of_members
