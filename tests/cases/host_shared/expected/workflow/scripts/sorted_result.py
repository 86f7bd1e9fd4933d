"""Plain Python of main.py, lines 85 to 87, as the workflow runs it."""


def run(n, s, t):
    # main.py:85
    either = s if n > 1 else t
    either.add(9)
    sorted_result = sorted(either)
    sorted_result_2 = sorted(s)
    sorted_result_3 = sorted(t)
    return sorted_result, sorted_result_2, sorted_result_3
