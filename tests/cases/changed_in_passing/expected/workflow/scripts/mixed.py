"""Plain Python of main.py, line 74, as the workflow runs it."""


def run(number_result, given_and_others):
    given, first, both = given_and_others
    # main.py:74
    mixed = ([number_result] + [2]) + given
    return mixed, first, both
