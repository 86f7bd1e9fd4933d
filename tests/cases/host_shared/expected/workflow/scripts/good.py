"""Plain Python of main.py, lines 62 to 63, as the workflow runs it."""


def run(error, good_and_bad_2):
    good, bad = good_and_bad_2
    # main.py:62
    target = good if error < 2 else bad
    target.append(error)
    good_and_bad = (good, bad)
    return good, bad, good_and_bad
