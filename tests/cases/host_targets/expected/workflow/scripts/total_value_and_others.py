"""Plain Python of main.py, line 115, as the workflow runs it."""


def run(case, case_both_1_and_others):
    case_both_1, case_both_0, case_value = case_both_1_and_others
    case.value = case_value
    case.both[0] = case_both_0
    case.both[1] = case_both_1
    # main.py:115
    total_value = case.total()
    total_value_and_others = (total_value, case.both[1], case.both[0], case.value)
    return total_value_and_others
