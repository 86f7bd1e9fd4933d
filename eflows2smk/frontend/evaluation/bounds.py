"""How far an evaluation goes before it takes the program for one that does not end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """iterations: of a ``while`` loop over static values. calls: of functions of the program inside each other."""

    iterations: int = 1_000_000
    # As deep as plain Python lets functions call each other.
    calls: int = 900
