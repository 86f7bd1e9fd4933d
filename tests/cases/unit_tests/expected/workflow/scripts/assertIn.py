"""Plain Python of main.py, line 50, as the workflow runs it."""

from main import Files


def run(read_result):
    self = Files()
    # main.py:50
    self.assertIn(read_result, (7, 8))
