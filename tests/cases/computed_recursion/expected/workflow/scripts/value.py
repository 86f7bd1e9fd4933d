"""Plain Python of main.py, lines 60 to 61, as the workflow runs it."""


def run(tree, make_result):
    # main.py:60
    found = tree.find(make_result["a"][0])
    value = found.value
    return tree, value
