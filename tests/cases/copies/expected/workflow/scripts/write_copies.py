"""Plain Python of main.py, line 51, as the workflow runs it."""


def run(file, pair, again, total_result, first_and_whole):
    pair_1, pair_0 = first_and_whole
    pair[0] = pair_0
    pair[1] = pair_1
    # main.py:51
    file.write(f"{pair} {again} {total_result} {again[0] is again[1]}\n")
    file.close()
