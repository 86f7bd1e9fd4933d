"""What checkpoints run: how many iterations a computed loop has, with its elements; whether a condition holds.

Their answers are JSON, which the functions of the Snakefile read when Snakemake goes on planning.
"""

from __future__ import annotations

import os

from eflows2smk.runtime.objects import store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any


def loop(over: Any, iterations: str, count: bool = False, elements: bool = False, unpack: Sequence[str] = ()) -> None:
    """Write ``iterations.json``, the number of iterations, into the folder `iterations`.

    over: what the program iterates over, or with `count` the number itself. elements: store these as ``0.obj``, ….
    unpack: names of the parts of each element, stored as ``0/name.obj``, ….
    """
    os.makedirs(iterations, exist_ok=True)
    found: Iterable[Any] = range(over) if count else over
    number = -1
    for number, element in enumerate(found):
        if unpack:
            parts = list(element)
            if len(parts) != len(unpack):
                raise ValueError(f"element {number} has {len(parts)} parts, not {len(unpack)}")
            for name, part in zip(unpack, parts, strict=True):
                os.makedirs(os.path.join(iterations, str(number)), exist_ok=True)
                store(part, os.path.join(iterations, str(number), f"{name}.obj"), f"'{name}' of element {number}")
        elif elements:
            store(element, os.path.join(iterations, f"{number}.obj"), f"element {number}")
    with open(os.path.join(iterations, "iterations.json"), "w") as file:
        file.write(f"{number + 1}\n")


def condition(over: Any, condition: str) -> None:
    """Write whether the value is true."""
    with open(condition, "w") as file:
        file.write("true\n" if over else "false\n")
