"""Plain Python of main.py, lines 38 to 41, as the workflow runs it."""


def run(first):
    # main.py:38
    try:
        text = ["none", "one"][first]
    except IndexError as error:
        text = str(error)
    return text
