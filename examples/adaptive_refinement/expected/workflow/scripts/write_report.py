"""Plain Python of main.py, lines 76 to 82, as the workflow runs it."""


def run(errors, zones, means):
    # main.py:76
    with open("report.md", "w") as report:
        report.write("| level | error |\n|---|---|\n")
        for number, value in enumerate(errors):
            report.write(f"| {number} | {value:.3f} |\n")
        report.write("\n| zone | mean |\n|---|---|\n")
        for (begin, end), mean in zip(zones, means):
            report.write(f"| {begin:.4f} to {end:.4f} | {mean:.4f} |\n")
