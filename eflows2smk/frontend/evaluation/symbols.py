"""Numbers of iterations that only the run counts: what can be told of them, and which text they make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eflows2smk.frontend.heap.values import Computed
from eflows2smk.workflow.model import Domain
from eflows2smk.workflow.text import symbol


@dataclass(slots=True, eq=False)
class Symbol(Computed):
    """``factor * index + offset``, of the index of a computed loop. There is one object for each of them."""

    domain: Domain = None  # type: ignore[assignment]
    factor: int = 1
    offset: int = 0

    def __str__(self) -> str:
        return symbol(self.domain.name, self.offset, self.factor)

    __repr__ = __str__


class Symbols:
    """Of one evaluation. keys: texts with such numbers that were keys of dictionaries, or members of sets."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self._known: dict[tuple[Domain, int, int], Symbol] = {}

    def of(self, domain: Domain, factor: int = 1, offset: int = 0) -> Symbol:
        key = domain, factor, offset
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Symbol("int", None, None, domain, factor, offset)
        return found

    def arithmetic(self, operator: str, left: Any, right: Any) -> Symbol | None:
        """Sums with, and multiples of, numbers that are known; None for what is no symbol any more."""
        if isinstance(left, Symbol) and type(right) is int:
            if operator in "+-":
                return self.of(left.domain, left.factor, left.offset + (right if operator == "+" else -right))
            if operator == "*" and right:
                return self.of(left.domain, left.factor * right, left.offset * right)
        if isinstance(right, Symbol) and type(left) is int:
            if operator == "+":
                return self.of(right.domain, right.factor, right.offset + left)
            if operator == "-":
                return self.of(right.domain, -right.factor, left - right.offset)
            if operator == "*" and left:
                return self.of(right.domain, right.factor * left, right.offset * left)
        return None
