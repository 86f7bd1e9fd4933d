"""Plain Python of main.py, lines 117 to 118, as the workflow runs it."""


def run(num_result, total_value_2_and_others):
    total_value, case, s = total_value_2_and_others
    # main.py:117
    u = total_value + num_result
    case.grow()
    case_and_others = (case, s, u)
    return case_and_others
