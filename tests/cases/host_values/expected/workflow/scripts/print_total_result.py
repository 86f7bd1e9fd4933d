"""Plain Python of main.py, line 64, as the workflow runs it."""


def run(total_result):
    # main.py:64
    print(total_result)
