"""Plain Python of main.py, line 64, as the workflow runs it."""


def run(WEIGHT, place_result):
    def weigh(x):
        return x * WEIGHT

    # main.py:64
    weigh_result = weigh(place_result)
    return weigh_result
