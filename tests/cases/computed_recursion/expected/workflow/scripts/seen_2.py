"""Plain Python of main.py, line 63, as the workflow runs it."""


def run(tree):
    # main.py:63
    seen = tree.left.seen
    return seen
