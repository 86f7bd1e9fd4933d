"""Plain Python of main.py, line 136, as the workflow runs it."""


def run(total, got, lens, s, sq, out, value):
    # main.py:136
    print(total, got, lens, s, sq, sum(value), file=out)
    out.close()
