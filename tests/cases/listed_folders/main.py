"""Folders that are listed, or passed as a whole, before more files are written into them."""

import os
import time

from eflows2smk import DIRECTORY_IN, FILE_OUT, task, wait_on


@task(returns=1)
def number(x):
    time.sleep(0.2)
    return x


@task(folder=DIRECTORY_IN, returns=1)
def count(folder):
    return sorted(os.listdir(folder))


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


def main():
    n = wait_on(number(2))
    for i in range(3):
        write(number(i), f"parts/{i}.txt")
    found = count("parts")
    # These wait for the count: they would be counted too.
    for i in range(3):
        write(i, f"parts/more{i}.txt")
    # This depends on it anyway.
    write(found, "parts/found.txt")
    with open("listed.txt", "w") as file:
        file.write(f"{sorted(os.listdir('parts'))} {n}\n")
    write(1, "parts/last.txt")
    with open("computed.txt", "w") as file:
        file.write(f"{sorted(os.listdir('parts' * (n - 1)))}\n")
    write(2, "parts/very_last.txt")
    write(3, "elsewhere/file.txt")


if __name__ == "__main__":
    main()
