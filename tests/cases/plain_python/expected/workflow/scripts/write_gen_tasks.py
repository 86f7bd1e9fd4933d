"""Plain Python of main.py, lines 105 to 110, as the workflow runs it."""

from main import out


def run(map_result, sum_result, join_value):
    # main.py:105
    out(
        "gen_tasks",
        sum_result,
        join_value,
        max(map_result),
    )
