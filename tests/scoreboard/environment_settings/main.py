import os
import platform
import time

from pycompss.api.constraint import constraint
from pycompss.api.parameter import *
from pycompss.api.task import task

START = time.time()
CASES = os.environ.get("CASES", "dry wet").split()
THREADS = int(os.getenv("THREADS", "1"))
OUTPUT = os.path.join(os.getcwd(), "output")


@constraint(computing_units=THREADS)
@task(out=FILE_OUT)
def run(case, scale, out):
    with open(out, "w") as f:
        f.write(f"{case} {scale:.1f}\n")


if __name__ == "__main__":
    os.makedirs(OUTPUT, exist_ok=True)
    for number, case in enumerate(CASES, start=1):
        run(case, number / 2, os.path.join(OUTPUT, f"{case}.txt"))
    print("elapsed", time.time() - START > 0, platform.system() != "")
