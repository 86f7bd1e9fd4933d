"""A known list that is shuffled by a statement which, as a whole, is run by a job."""

import os
import random

from numbers_ import write


def main():
    os.makedirs("out", exist_ok=True)
    values = [1, 7]
    if values[0] % 2:
        with open("out/first.txt", "w") as out:
            out.write(f"{values}\n")
        random.Random(3).shuffle(values)
    write(values, "out/values.txt")


if __name__ == "__main__":
    main()
