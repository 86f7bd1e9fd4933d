"""Plain Python of main.py, lines 34 to 36, as the workflow runs it."""

from main import Doubled


def run(self_attributes):
    self = Doubled()
    vars(self).update(self_attributes)
    # main.py:34
    for number, result in zip(self.numbers, self.doubled):
        with self.subTest(number=number):
            self.assertEqual(result, 2 * number, "not doubled")
