"""Plain Python of main.py, lines 115 to 117, as the workflow runs it."""


def run(total_value, num_result, case):
    # main.py:115
    s = total_value + num_result
    case.grow()
    total_value_2 = case.total()
    value = case.value
    total_value_2_and_case_and_s = (total_value_2, case, s)
    return value, total_value_2_and_case_and_s
