"""Plain Python of main.py, line 53, as the workflow runs it."""

from main import classify


def run(add_result):
    # main.py:53
    classify_result = classify(add_result)
    return classify_result
