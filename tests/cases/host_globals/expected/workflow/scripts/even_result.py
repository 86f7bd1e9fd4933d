"""Plain Python of main.py, line 63, as the workflow runs it."""


def run(WEIGHT):
    def odd(x):
        return x != 0 and WEIGHT > 0 and even(x - 1)

    def even(x):
        return x == 0 or odd(x - 1)

    # main.py:63
    even_result = even(WEIGHT)
    odd_result = odd(WEIGHT)
    return even_result, odd_result
