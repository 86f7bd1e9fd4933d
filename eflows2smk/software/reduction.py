"""Reductions: a task that is applied to parts of its collection, then to what it returned, until one value is left.

COMPSs takes the members of a part as they become ready; here parts are neighbours in the order of the collection, so
that a result that depends on the order is the same in every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from eflows2smk.diagnostics import Diagnostic, Span
from eflows2smk.software.description import Description


def is_reduction(description: Description) -> bool:
    stated = str(description.task.get("is_reduce", False)).lower() in ("true", "1")
    return stated and str(description.task.get("chunk_size") or 0) != "0"


def reduced(description: Description) -> str:
    """The parameter with the collection."""
    return _collections(description)[0]


def _collections(description: Description) -> list[str]:
    found = description.directions.items()
    return [name for name, direction in found if direction.content == "collection" and direction.mode == "in"]


def unfit(description: Description, locate: Callable[..., Span]) -> Iterator[Diagnostic]:
    """Why the task can't be applied to its own results."""
    if not is_reduction(description):
        return
    place = locate(("parameters", "chunk_size"))
    if description.kind != "task":
        message = f"software of type '{description.kind}' is reduced, which only Python tasks can be"
        yield Diagnostic("E232", message, place, "write a @task function that does the same")
    elif len(_collections(description)) != 1:
        message = f"a reduction needs one parameter with COLLECTION_IN, this one has {len(_collections(description))}"
        yield Diagnostic("E232", message, place, "declare what is reduced as COLLECTION_IN, and nothing else")
    elif any(direction.writes for direction in description.directions.values()):
        written = next(name for name, direction in description.directions.items() if direction.writes)
        message = f"every part of the reduction would write '{written}'"
        yield Diagnostic("E232", message, place, "return the result, and write it in another task")


def parts(members: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """Neighbours together, `size` of them; the last part may be smaller. Members may be what parts have become."""
    for start in range(0, len(members), size):
        yield members[start : start + size]


def reduce(members: Sequence[Any], size: int, apply: Callable[[int, int, Sequence[Any]], Any]) -> Any:
    """What is left in the end. apply: the task for one part; it gets the level, the number of the part, and the part.

    A part with a single member is that member.
    """
    level = 0
    while len(members) > size:
        found = enumerate(parts(members, size))
        members = [part[0] if len(part) == 1 else apply(level, number, part) for number, part in found]
        level += 1
    return apply(level, 0, members)
