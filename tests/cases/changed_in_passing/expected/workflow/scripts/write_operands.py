"""Plain Python of main.py, line 83, as the workflow runs it."""

from main import out


def run(box, total, best, listed, made_result, numbers_result):
    # main.py:83
    out("operands", box, total, best, listed, made_result + numbers_result)
