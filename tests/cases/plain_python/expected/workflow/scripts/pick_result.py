"""Plain Python of main.py, line 219, as the workflow runs it."""


def run(number_result):
    def pick(v):
        if v > 2:
            return "a"
        for i in range(5):
            if i == v:
                return i
        return None

    # main.py:219
    pick_result = pick(number_result)
    return pick_result
