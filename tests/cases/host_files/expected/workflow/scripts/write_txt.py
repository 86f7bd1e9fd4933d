"""Plain Python of main.py, line 32, as the workflow runs it."""

from main import save


def run(name, rng):
    # main.py:32
    save(name, rng.integers(0, 100, 5))
