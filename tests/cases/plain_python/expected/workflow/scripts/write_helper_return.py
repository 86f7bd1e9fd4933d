"""Plain Python of main.py, line 219, as the workflow runs it."""

from main import out


def run(number_result, pick_result):
    def pick(v):
        if v > 2:
            return "a"
        for i in range(5):
            if i == v:
                return i
        return None

    # main.py:219
    out("helper_return", pick_result, pick(number_result))
