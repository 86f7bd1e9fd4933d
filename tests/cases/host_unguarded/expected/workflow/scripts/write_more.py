"""Plain Python of main.py, lines 42 to 43, as the workflow runs it."""


def run(more):
    # main.py:42
    with open("out/more.txt", "w") as out:
        out.write(str(more))
