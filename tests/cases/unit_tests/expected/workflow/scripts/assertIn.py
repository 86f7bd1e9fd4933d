"""Plain Python of main.py, line 61, as the workflow runs it."""

from main import Files


def run(read_result):
    self = Files()
    # main.py:61
    self.assertIn(read_result, (7, 8))
