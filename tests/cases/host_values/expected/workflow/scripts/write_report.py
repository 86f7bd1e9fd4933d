"""Plain Python of main.py, lines 59 to 63, as the workflow runs it."""

import numpy as np


def run(best, counted, sums, both):
    # main.py:59
    with open("report.txt", "w") as report:
        report.write(f"best {best} counted {counted}\n")
        for position, value in enumerate(sums):
            report.write(f"{position}: {value}\n")
    np.savetxt("both.txt", both)
