"""Plain Python of main.py, from line 60, as the workflow runs it."""

from main import classify


def run(add_result):
    # main.py:60
    classify_result = classify(add_result)
    return classify_result
