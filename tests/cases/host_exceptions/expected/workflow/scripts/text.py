"""Plain Python of main.py, lines 36 to 40, as the workflow runs it."""


def run(measure_result):
    # main.py:36
    try:
        first = measure_result
        text = ["none", "one"][first]
    except IndexError as error:
        text = str(error)
    return text
