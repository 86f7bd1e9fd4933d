"""Plain Python of main.py, line 65, as the workflow runs it."""


def run(grow_result, zs, len_result):
    # main.py:65
    value_2 = grow_result + 1
    zs += [len_result, grow_result + 1]
    return zs
