"""Plain Python of main.py, lines 39 to 47, as the workflow runs it."""

from main import write


def run(rows):
    # main.py:39
    write("rows.csv", rows)
    threshold = max(row[1] for row in rows)
    if threshold > 3:
        verdict = "high"
    else:
        verdict = "low"
    print("verdict", verdict)
    with open("verdict.txt", "w") as out:
        out.write(verdict)
