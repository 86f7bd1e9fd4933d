"""Plain Python of main.py, line 81, as the workflow runs it."""

from main import Box


def run(number_result, box_and_total):
    box, total = box_and_total
    # main.py:81
    best = max([Box(number_result, [3]), box], key=Box.score)
    box_and_others = (box, total, best)
    return box_and_others
