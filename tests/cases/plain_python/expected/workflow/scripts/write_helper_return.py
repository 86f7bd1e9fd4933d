"""Plain Python of main.py, line 204, as the workflow runs it."""

from main import out


def run(number_result, pick_result):
    def pick(v):
        if v > 2:
            return "a"
        for i in range(5):
            if i == v:
                return i
        return None

    # main.py:204
    out("helper_return", pick_result, pick(number_result))
