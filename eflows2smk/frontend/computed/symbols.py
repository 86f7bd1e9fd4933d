"""Values that stand for all iterations of a computed loop at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from eflows2smk.frontend.errors import ComputedValue
from eflows2smk.frontend.values import Future, Inert
from eflows2smk.workflow.model import Domain, Each
from eflows2smk.workflow.text import Index, symbol


class Symbol(Inert):
    """``factor * index + offset``, of the index of a computed loop. Everything but that and text is host code."""

    __slots__ = ("domain", "factor", "offset")

    def __init__(self, domain: Domain, factor: int = 1, offset: int = 0) -> None:
        self.domain = domain
        self.factor = factor
        self.offset = offset

    def refuse(self, what: str) -> NoReturn:
        raise ComputedValue(what, f"the loop variable '{self.domain.name}'")

    @property
    def index(self) -> Index:
        return Index(self.domain.name, self.offset, self.factor)

    def same(self, other: object) -> bool:
        return (
            isinstance(other, Symbol)
            and other.domain is self.domain
            and (other.factor, other.offset) == (self.factor, self.offset)
        )

    def _plus(self, other: object, sign: int = 1) -> Symbol:
        if type(other) is not int:
            self.refuse("arithmetic")
        return Symbol(self.domain, self.factor, self.offset + sign * other)

    def __add__(self, other: object) -> Symbol:
        return self._plus(other)

    __radd__ = __iadd__ = __add__

    def __sub__(self, other: object) -> Symbol:
        return self._plus(other, -1)

    __isub__ = __sub__

    def __mul__(self, other: object) -> Symbol:
        if type(other) is not int or not other:
            self.refuse("arithmetic")
        return Symbol(self.domain, self.factor * other, self.offset * other)

    __rmul__ = __mul__

    def __str__(self) -> str:
        return symbol(self.domain.name, self.offset, self.factor)

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        if spec not in ("", "d"):
            self.refuse(f"the format '{spec}'")
        return str(self)


@dataclass(frozen=True, slots=True, eq=False)
class Plain:
    """A plain value in a list of which only the run knows how long it gets, and the same as a job gives it.

    Lists of paths consist of the ones, all other lists of the others.
    """

    value: Any
    future: Future


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """What each iteration of a computed loop adds to a list."""

    domain: Domain
    items: list[Any]


class Used(BaseException):
    """A list is used inside of the loop in which it grows: each iteration hands it on to the next one as a whole."""

    def __init__(self, grown: Grown) -> None:
        super().__init__()
        self.grown = grown


class Grown(Future):
    """A list that grew in each iteration of a computed loop.

    parts: its members, and groups of such in order. growing: the loops that are evaluated and in which it grows, the
    outermost first, with what the iteration that is evaluated has added so far.
    """

    __slots__ = ("parts", "growing")

    def __init__(self, parts: list[Any]) -> None:
        super().__init__(None, "a list that grows in a loop")
        self.parts = parts
        self.growing: list[tuple[Domain, list[Any]]] = []

    @property
    def top(self) -> list[Any]:
        """Where what is appended goes."""
        return self.growing[-1][1] if self.growing else self.parts

    def append(self, value: Any) -> None:
        self.top.append(value)

    def open(self, domain: Domain) -> None:
        """One of its loops begins."""
        self.growing.append((domain, []))

    def close(self) -> None:
        """The loop is evaluated."""
        domain, added = self.growing.pop()
        if added:
            self.append(Group(domain, added))

    @property
    def only(self) -> Group | None:
        """The loop from which all members are, one for each iteration; None for other lists."""
        if not self.growing and len(self.parts) == 1 and isinstance(self.parts[0], Group):
            return self.parts[0] if len(self.parts[0].items) == 1 else None
        return None

    def held(self, freeze: Callable[[Any], Any], *, plain: bool = False) -> list[Any]:
        """What an argument holds that gets the list, its plain members as such or as jobs give them.

        Raises Used inside of the loop in which it grows.
        """
        if self.growing:
            raise Used(self)
        return [_held(part, freeze, plain) for part in self.parts]

    def plain(self) -> Iterator[Any]:
        """The plain values among the members."""
        pending = list(self.parts)
        while pending:
            part = pending.pop()
            if isinstance(part, Group):
                pending += part.items
            elif isinstance(part, Plain):
                yield part.value


def _held(part: Any, freeze: Callable[[Any], Any], plain: bool) -> Any:
    if isinstance(part, Group):
        return Each(part.domain, tuple([_held(item, freeze, plain) for item in part.items]))
    if isinstance(part, Plain):
        return freeze(part.value if plain else part.future)
    return freeze(part)
