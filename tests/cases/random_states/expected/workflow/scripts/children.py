"""Plain Python of main.py, line 37, as the workflow runs it."""


def run(children, join_result):
    # main.py:37
    children.append(join_result)
    return children
