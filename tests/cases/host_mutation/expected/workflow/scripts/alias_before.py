"""Plain Python of main.py, line 45, as the workflow runs it."""


def run(alias):
    alias_before = alias
    # main.py:45
    alias += [30]
    return alias_before
