"""Plain Python of main.py, lines 58 to 59, as the workflow runs it."""

from main import grow


def run(xs, len_result):
    # main.py:58
    value_2 = f"{len_result} {grow(xs) + 1} {sum(xs)} {xs}"
    xs_value = str(xs[-1])
    return xs_value
