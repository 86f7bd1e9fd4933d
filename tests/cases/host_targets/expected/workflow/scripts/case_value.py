"""Plain Python of main.py, line 113, as the workflow runs it."""

from main import Case


def run(num_result):
    # main.py:113
    case = Case("c", num_result)
    case_value = case.value
    case_both_1_and_others = (case.both[1], num_result, case_value)
    return case_value, case_both_1_and_others
