"""Plain Python of main.py, line 31, as the workflow runs it."""

from main import Doubled


def run(self_attributes, doubled):
    self = Doubled()
    vars(self).update(self_attributes)
    # main.py:31
    self.assertEqual(sum(doubled), 2 * sum(self.numbers))
