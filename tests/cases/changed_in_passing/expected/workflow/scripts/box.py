"""Plain Python of main.py, line 82, as the workflow runs it."""


def run(made_result, numbers_result, box_and_others):
    box, total, best = box_and_others
    # main.py:82
    listed = sorted(made_result + numbers_result, key=box.key)
    return box, listed, total, best
