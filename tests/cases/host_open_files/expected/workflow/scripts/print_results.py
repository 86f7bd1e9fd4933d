"""Plain Python of main.py, lines 30 to 32, as the workflow runs it."""


def run():
    # main.py:30
    with open("limit.txt") as lines:
        for number, line in enumerate(lines):
            print(number, line)
