"""Numbers."""

SIZES = [2**power for power in range(3)]


def twice(number):
    return 2 * number
