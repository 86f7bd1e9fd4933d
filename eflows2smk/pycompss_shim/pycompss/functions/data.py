"""``pycompss.functions.data``: data sets in fragments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pycompss.functions.data_tasks import (  # type: ignore[import-not-found,unused-ignore]
    gen_normal,
    gen_random,
    gen_uniform,
)

from eflows2smk.decorators.synchronisation import wait_on


def generator(
    size: tuple[int, int], num_frag: int, seed: int = 0, distribution: str = "random", wait: bool = False
) -> Any:
    """A list of fragments of random numbers, one task each; None for a distribution that is not known.

    size: number of elements, and of numbers in each.
    """
    makers = {"random": gen_random, "normal": gen_normal, "uniform": gen_uniform}
    if distribution not in makers:
        return None
    elements = int(size[0] / num_frag)
    data = [makers[distribution](size[1], elements, seed) for _ in range(num_frag)]
    return wait_on(data) if wait else data


def chunks(lst: Any, number: int, balanced: bool = False) -> Iterator[Any]:
    """Slices of so many members. balanced: what is left over goes to the first ones."""
    start = 0
    extra = len(lst) % number if balanced else 0
    for _ in range(extra):
        yield lst[start : start + number + 1]
        start += number + 1
    while start < len(lst):
        yield lst[start : start + number]
        start += number
