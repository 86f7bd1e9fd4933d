"""Plain Python of main.py, lines 72 to 73, as the workflow runs it."""


def run(done):
    # main.py:72
    with open("done.txt", "w") as file:
        file.write(str(done))
