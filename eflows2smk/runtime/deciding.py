"""What checkpoints write: how many iterations a computed loop has, with its elements; whether a condition holds.

Their answers are JSON, which the functions of the Snakefile read when Snakemake goes on planning.
"""

from __future__ import annotations

import os

from eflows2smk.runtime.objects import store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any


def over(over: Any) -> Any:
    """What a checkpoint decides on, where no script computes it."""
    return over


def decide(value: Any, option: str, words: Sequence[str]) -> None:
    """Write what a value decides. option, words: of the command line (`eflows2smk.runtime.arguments`)."""
    if option == "--condition":
        condition(value, *words)
    else:
        iterations(value, *words)


def iterations(value: Any, folder: str, stored: str = "", *names: str) -> None:
    """Write ``iterations.json``, the number of iterations, into the folder.

    value: what the program iterates over; with "count" as `stored`, the number itself. With "elements" these are stored
    as ``0.obj``, …, with "parts" those of each element, which have names, as ``0/name.obj``, ….
    """
    os.makedirs(folder, exist_ok=True)
    found: Iterable[Any] = range(value) if stored == "count" else value
    number = -1
    for number, element in enumerate(found):
        if stored == "parts":
            parts = list(element)
            if len(parts) != len(names):
                raise ValueError(f"element {number} has {len(parts)} parts, not {len(names)}")
            for name, part in zip(names, parts, strict=True):
                os.makedirs(os.path.join(folder, str(number)), exist_ok=True)
                store(part, os.path.join(folder, str(number), f"{name}.obj"), f"'{name}' of element {number}")
        elif stored == "elements":
            store(element, os.path.join(folder, f"{number}.obj"), f"element {number}")
    with open(os.path.join(folder, "iterations.json"), "w") as file:
        file.write(f"{number + 1}\n")


def condition(value: Any, path: str) -> None:
    """Write whether the value is true."""
    with open(path, "w") as file:
        file.write("true\n" if value else "false\n")
