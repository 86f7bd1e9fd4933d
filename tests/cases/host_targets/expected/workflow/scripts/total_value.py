"""Plain Python of main.py, line 115, as the workflow runs it."""


def run(case):
    # main.py:115
    total_value = case.total()
    case_both_0 = case.both[0]
    case_value = case.value
    return total_value, case_both_0, case_value
