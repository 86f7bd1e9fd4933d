"""Plain Python of main.py, lines 43 to 46, as the workflow runs it."""


def run():
    # main.py:43
    with open("state.txt") as file:
        doubled = int(file.read())
    with open("state.txt", "w") as file:
        file.write(str(doubled + 1))
    return doubled
