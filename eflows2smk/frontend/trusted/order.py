"""One order for sets, which Python walks in another one in each process."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any


def ordered(value: Any) -> Any:
    """A set as a list, in an order that does not depend on the run; anything else as it is.

    Python orders strings in a set differently in each process. Sets of numbers are the same in all, and stay.
    """
    if isinstance(value, set | frozenset) and any(type(item) not in (int, float, bool) for item in value):
        return sorted(value, key=_rank)
    return value


def _rank(item: Any) -> tuple[str, str]:
    return ("", item) if isinstance(item, str) else (type(item).__name__, repr(item))


def pop(values: set[Any]) -> Any:
    """``set.pop``: the first in this order."""
    if not values or ordered(values) is values:
        return values.pop()
    first = ordered(values)[0]
    values.remove(first)
    return first


def extending(cls: type[list[Any]] | type[deque[Any]], name: str) -> Callable[..., None]:
    """The method of a list or deque that takes in all elements of a set in this order."""
    plain = getattr(cls, name)
    return lambda values, items: plain(values, ordered(items))
