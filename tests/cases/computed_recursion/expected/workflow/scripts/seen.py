"""Plain Python of main.py, line 62, as the workflow runs it."""


def run(tree):
    # main.py:62
    seen = tree.right.seen
    return tree, seen
