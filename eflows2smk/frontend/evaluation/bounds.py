"""How far an evaluation goes before it takes the program for one that does not end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# What one call of a function of the program counts for.
STEPS_OF_CALL = 15
# In how many computed branches, one inside of the other, a function may call itself.
DEPTH = 20


@dataclass(frozen=True, slots=True)
class Bounds:
    """iterations: of a ``while`` loop over static values. calls: of functions of the program inside each other. steps:
    statements, calls and elements, until a task is called."""

    iterations: int = 1_000_000
    steps: int = 1_000_000
    # As deep as plain Python lets functions call each other.
    calls: int = 900


class Exhausted(BaseException):
    """More steps than the bounds allow: no exception of the program, and none that a handler of ours may take for one.
    level: the loop with the most iterations among those that were running."""

    def __init__(self) -> None:
        super().__init__()
        self.level: Any = None

    def consider(self, level: Any) -> None:
        if self.level is None or level.index > self.level.index:
            self.level = level
