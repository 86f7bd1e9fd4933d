"""Plain Python of main.py, lines 115 to 117, as the workflow runs it."""


def run(num_result, case, total_value_and_others):
    total_value, case_both_1_2, case_both_0_2, case_value_2 = total_value_and_others
    case.value = case_value_2
    case.both[0] = case_both_0_2
    case.both[1] = case_both_1_2
    # main.py:115
    s = total_value + num_result
    case.grow()
    total_value_2 = case.total()
    value = case.value
    total_value_2_and_others = (total_value_2, case, s)
    return value, total_value_2_and_others
