"""Names."""

from .numbers import SIZES


def name(kind, index):
    return f"results/{kind}_{index + 1}_of_{len(SIZES)}.txt"
