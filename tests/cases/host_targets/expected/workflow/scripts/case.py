"""Plain Python of main.py, line 119, as the workflow runs it."""


def run(num_result, case_and_others):
    case, s, u = case_and_others
    # main.py:119
    value = num_result + case.value
    return case, value, s, u
