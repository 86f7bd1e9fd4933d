"""Plain Python of main.py, line 44, as the workflow runs it."""


def run(text):
    # main.py:44
    len_result = len(text)
    return len_result
