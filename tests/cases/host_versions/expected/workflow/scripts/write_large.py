"""Plain Python of main.py, lines 60 to 62, as the workflow runs it."""


def run(value, number):
    # main.py:60
    if value > 2:
        with open(f"out/large_{number}.txt", "w") as file:
            file.write(str(value))
