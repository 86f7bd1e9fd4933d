"""Plain Python of main.py, line 28, as the workflow runs it."""


def run(members):
    # main.py:28
    dict_of_members = dict(members)
    return dict_of_members
