"""Plain Python of main.py, lines 114 to 119, as the workflow runs it."""

from main import out


def run(sorted_result, value, value_2):
    # main.py:114
    out(
        "gen_tasks_2",
        sorted_result,
        list(value),
        value_2,
    )
