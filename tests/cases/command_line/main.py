"""Arguments of the program's own."""

import argparse
import sys

from eflows2smk import FILE_OUT, task


@task(result=FILE_OUT)
def write(number, result):
    with open(result, "w") as file:
        file.write(f"{number} of {sys.argv[2]}\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=2)
    parser.add_argument("--prefix", default="file")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    for number in range(options.count):
        if options.verbose:
            print(number)
        write(number, f"results/{options.prefix}_{number}.txt")


if __name__ == "__main__":
    main()
