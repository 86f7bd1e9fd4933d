"""Plain Python of main.py, lines 149 to 155, as the workflow runs it."""


def run(v):
    # main.py:149
    if v > 2:
        if v > 5:
            z = "big"
        else:
            z = "mid"
    else:
        z = "small"
    return z
