"""How a block ends other than at its end, and how exceptions of the program travel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Signal(Enum):
    """What a block gives that did not run to its end; the value of a `RETURN` is in the frame."""

    BREAK = "break"
    CONTINUE = "continue"
    RETURN = "return"


@dataclass(slots=True, eq=False)
class Leaving:
    """A branch that only the run decides, a side of which leaves its loop or its function. rest: what follows it in
    the blocks around it, up to where this is known to end, the innermost first."""

    site: Any
    condition: Any
    then: Callable[[Any], Any]
    otherwise: Callable[[Any], Any]
    how: frozenset[str]
    rest: list[Callable[[Any], Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Perhaps:
    """What a piece gives that is left to the run as a whole, and in which some ways leave and others may go on: what
    follows it, up to where these ways end, may or may not be run. how: the ways that leave."""

    how: frozenset[Signal]

    def behind_loop(self) -> Perhaps | None:
        """What is left of it behind the loop that it leaves or goes on with."""
        return RETURNS if Signal.RETURN in self.how else None


RETURNS = Perhaps(frozenset((Signal.RETURN,)))


class Raised(Exception):
    """An exception of the program: a real one, raised by a real function on real values, or an instance cell.

    place: the module and the node where it was raised, as soon as that is left. is_seen: whether Python itself raised
    it, or a statement of the program; if not, it is what the evaluation takes for Python's answer.
    """

    def __init__(self, value: Any, *, is_seen: bool = False) -> None:
        super().__init__(value)
        self.value = value
        self.is_seen = is_seen or getattr(value, "__traceback__", None) is not None
        self.place: tuple[Any, Any] | None = None
