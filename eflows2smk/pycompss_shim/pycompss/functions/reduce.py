"""``pycompss.functions.reduce``: many values become one, by a tree of calls."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any


def merge_reduce(function: Callable[[Any, Any], Any], data: Any) -> Any:
    """One value of many, two at a time; None of none. As in PyCOMPSs the partial results take the places of the members
    of `data`."""
    pending = deque(range(len(data)))
    while len(pending) > 1:
        left = pending.popleft()
        right = pending.popleft()
        data[left] = function(data[left], data[right])
        pending.append(left)
    return data[pending[0]] if pending else None


def merge_n_reduce(function: Callable[..., Any], arity: int, data: Any) -> Any:
    """One value of many, `arity` at a time; `data` stays as it is."""
    pending = list(data)
    while len(pending) > 1:
        first = pending[:arity]
        pending = pending[arity:]
        pending.append(function(*first))
    return pending[0]


# The name that older programs know it by.
mergeReduce = merge_reduce
