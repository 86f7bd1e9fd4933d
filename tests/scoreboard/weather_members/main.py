"""Forecast members, thresholds and a verdict: which branch is taken is only known at the end."""

import sys

from pycompss.api.api import compss_wait_on
from pycompss.api.parameter import FILE_OUT
from pycompss.api.task import task


@task(returns=float)
def forecast(member):
    return 20.0 + 3 * member


@task(report=FILE_OUT)
def warning(temperatures, report):
    with open(report, "w") as f:
        f.write("warning " + " ".join(map(str, temperatures)))


@task(report=FILE_OUT)
def all_clear(report):
    with open(report, "w") as f:
        f.write("all clear")


def main(threshold):
    temperatures = [forecast(m) for m in range(3)]
    temperatures = compss_wait_on(temperatures)
    if max(temperatures) > threshold:
        warning(temperatures, "report.txt")
    else:
        all_clear("report.txt")


if __name__ == "__main__":
    main(float(sys.argv[1]))
