"""Plain Python of main.py, line 37, as the workflow runs it."""

from main import Doubled


def run(self_attributes, double_result):
    self = Doubled()
    vars(self).update(self_attributes)
    # main.py:37
    self.assertAlmostEqual(double_result, 0.2)
