"""Plain Python of main.py, lines 49 to 51, as the workflow runs it."""

from main import total


def run(pair, again, total_result, first_and_whole_2):
    pair_1, pair_0 = first_and_whole_2
    pair[0] = pair_0
    pair[1] = pair_1
    # main.py:49
    print(pair, again, total_result)
    file = open("copies.txt", "w")
    value = f"{pair} {again} {total(again[1])} {again[0] is again[1]}\n"
    again_value = again[1]
    return again, file, again_value
