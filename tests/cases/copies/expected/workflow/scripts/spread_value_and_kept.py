"""Plain Python of main.py, lines 62 to 63, as the workflow runs it."""


def run(kept, rows_result):
    # main.py:62
    spread = {**rows_result, "kept": kept}
    spread_value = spread["kept"]
    spread_value_and_kept = (spread_value, kept)
    return spread_value_and_kept
