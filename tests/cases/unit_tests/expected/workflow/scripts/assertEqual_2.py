"""Plain Python of main.py, line 52, as the workflow runs it."""


def run(self, halved_value):
    # main.py:52
    self.assertEqual(halved_value, 1.5)
