"""Plain Python of main.py, lines 30 to 31, as the workflow runs it."""


def run(scores):
    # main.py:30
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    best, worst = ranked[0][0], ranked[-1][0]
    return best, worst
