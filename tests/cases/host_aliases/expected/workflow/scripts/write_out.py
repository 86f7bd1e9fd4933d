"""Plain Python of main.py, line 40, as the workflow runs it."""


def run(acc, best, idx, total, z, msg, y, n):
    # main.py:40
    open("out.txt", "w").write(f"{acc} {best} {idx} {total} {z} {msg} {y} {n}")
