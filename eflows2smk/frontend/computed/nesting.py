"""Lists of which only the run knows how long they get, inside of other values."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

from eflows2smk.frontend.computed.symbols import Grown
from eflows2smk.frontend.values import Future, Record


def nested(value: Any, promoted: Mapping[int, Future]) -> Iterator[tuple[int, Grown]]:
    """The lists inside of a value, and not the value itself, each with the identity of what holds its place."""
    seen: set[int] = set()
    pending = [value]
    while pending:
        holder = pending.pop()
        if id(holder) in seen or id(holder) in promoted:
            continue
        seen.add(id(holder))
        match holder:
            case list() | tuple() | deque():
                members = list(holder)
            case dict():
                members = list(holder.values())
            case Record() if holder.future is None:
                members = list(holder.state.values())
            case _:
                continue
        for member in members:
            known = promoted.get(id(member), member)
            if isinstance(known, Grown):
                yield id(member), known
            else:
                pending.append(member)
