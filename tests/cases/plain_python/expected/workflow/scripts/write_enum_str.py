"""Plain Python of main.py, line 101, as the workflow runs it."""

from main import Kind
from main import Mode
from main import out


def run(told_result, told_result_2, told_result_3):
    # main.py:101
    out("enum_str", told_result, told_result_2, told_result_3, str(Mode.A), f"{Kind.A}")
