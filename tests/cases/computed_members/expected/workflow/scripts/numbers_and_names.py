"""Plain Python of main.py, lines 45 to 51, as the workflow runs it."""


def run(count, numbers, names):
    # main.py:45
    for i in range(count):
        for j in range(count):
            numbers.append(i * 10)
            names.append(f"{i}_{j}")
        numbers.append(None)
    for number in numbers:
        names.append(number)
    return numbers, names
