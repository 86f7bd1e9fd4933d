"""The values that only the run knows in what is passed to a script."""

from __future__ import annotations

from typing import Any

from eflows2smk.frontend.evaluation.symbols import Symbol
from eflows2smk.frontend.evaluation.values import MISSING, InstanceCell
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.residual.writing import is_computed


def roots_of(value: Any) -> list[Any]:
    """The computed values that a snapshot is, or holds."""
    found: list[Any] = []
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        if isinstance(item, Symbol):
            continue
        if is_computed(item):
            found.append(item)
        elif isinstance(item, Cell):
            if isinstance(item.content, dict):
                waiting += [*item.content.keys(), *item.content.values()]
            elif item.kind in ("list", "set", "deque"):
                waiting += list(item.content)
            if isinstance(item, InstanceCell) and item.base is not MISSING:
                waiting.append(item.base)
        elif isinstance(item, tuple | frozenset):
            waiting += list(item)
    return found
