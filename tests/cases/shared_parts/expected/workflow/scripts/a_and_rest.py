"""Plain Python of main.py, lines 180 to 182, as the workflow runs it."""


def run(rows_result):
    # main.py:180
    a, *rest = rows_result + [[7]]
    rest[0].append(1)
    a.append(2)
    return a, rest
