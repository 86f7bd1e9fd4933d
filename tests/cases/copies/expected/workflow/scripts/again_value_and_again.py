"""Plain Python of main.py, lines 47 to 48, as the workflow runs it."""

import copy


def run(pair, first_and_whole_3):
    pair_1, pair_0 = first_and_whole_3
    pair[0] = pair_0
    pair[1] = pair_1
    # main.py:47
    again = copy.deepcopy(pair)
    again_value = again[0]
    again_value_and_again = (again_value, again)
    return again_value_and_again
