"""Plain Python of main.py, lines 62 to 63, as the workflow runs it."""


def run(good, error, bad):
    # main.py:62
    target = good if error < 2 else bad
    target.append(error)
    return good, bad
