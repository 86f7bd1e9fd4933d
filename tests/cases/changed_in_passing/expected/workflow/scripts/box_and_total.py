"""Plain Python of main.py, line 80, as the workflow runs it."""


def run(box, value):
    # main.py:80
    total = value + box
    box_and_total = (box, total)
    return box_and_total
