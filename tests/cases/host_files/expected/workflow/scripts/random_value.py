"""Plain Python of main.py, line 34, as the workflow runs it."""


def run(rng):
    # main.py:34
    random_value = float(rng.random())
    return random_value
