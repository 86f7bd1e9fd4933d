"""Plain Python of main.py, lines 63 to 64, as the workflow runs it."""


def run(total):
    # main.py:63
    print("the total is", total)
    print("end")
