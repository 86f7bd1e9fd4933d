"""Plain Python of main.py, lines 117 to 118, as the workflow runs it."""


def run(num_result, total_value_2_and_case_and_s):
    total_value, case, s = total_value_2_and_case_and_s
    # main.py:117
    u = total_value + num_result
    case.grow()
    case_and_s_and_u = (case, s, u)
    return case_and_s_and_u
