"""Plain Python of main.py, line 29, as the workflow runs it."""


def run(self):
    # main.py:29
    best = min(self.results.values())
    return best
