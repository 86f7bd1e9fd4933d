"""A program of several modules and a package."""

import tools.text as text
from steps import *
from tools import numbers


def main():
    for index, size in enumerate(numbers.SIZES):
        make(size, text.name("raw", index))
        double(text.name("raw", index), text.name("doubled", index))


if __name__ == "__main__":
    main()
