"""A generator's method that changes its argument, between tasks that change it too."""

import os
import random

from numbers_ import numbers, scale


def main():
    os.makedirs("out", exist_ok=True)
    values = numbers(1)
    random.Random(3).shuffle(values)
    scale(values, 5)
    random.Random(3).shuffle(values)
    table = {"l": values, "a": 1}
    table["a"] = 2
    if sum(values) > 1:
        with open("out/large.txt", "w") as out:
            out.write(str(values))
    table["a"] = 3
    with open("out/end.txt", "w") as out:
        out.write(f"{values} {table}")


if __name__ == "__main__":
    main()
