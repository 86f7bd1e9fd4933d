"""Plain Python of main.py, line 66, as the workflow runs it."""


def run(counts, made):
    # main.py:66
    counts.append(len(made))
    return counts
