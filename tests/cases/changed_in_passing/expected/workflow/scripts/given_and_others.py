"""Plain Python of main.py, lines 72 to 73, as the workflow runs it."""


def run(first, given):
    # main.py:72
    both = first + given
    first.append(4)
    given_and_others = (given, first, both)
    return given_and_others
