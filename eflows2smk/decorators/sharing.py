"""What a task returns shares nothing with what it got, and results share nothing with each other: each would come from
a file of its own. What does share is copied."""

from __future__ import annotations

import copy
import gc
import sys
from collections.abc import Iterable, Iterator
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

# What nobody changes, or nobody copies.
_ATOMS = (str, bytes, int, float, complex, type(None), type, ModuleType, FunctionType, BuiltinFunctionType, range)
_CONTAINERS = (tuple, frozenset)


def apart(returned: Any, arguments: Iterable[Any], returns: int) -> Any:
    """What a call gives. returns: how many values the task returns; several are in a list or tuple."""
    if isinstance(returned, _ATOMS):
        return returned
    if returns > 1 and type(returned) in (list, tuple) and len(returned) == returns:
        known = list(arguments)
        results: list[Any] = []
        for result in returned:
            results.append(_copied(result, [*known, *results]))
        return type(returned)(results)
    return _copied(returned, arguments)


def _copied(value: Any, others: Iterable[Any]) -> Any:
    own = {id(each): each for each in _objects([value]) if not isinstance(each, _CONTAINERS)}
    if not own or not _is_met(own, others):
        return value
    try:
        return copy.deepcopy(value)
    except Exception:  # noqa: BLE001 - objects of the program may raise anything; what can't be copied no job could store
        return value


def _is_met(own: dict[int, Any], others: Iterable[Any]) -> bool:
    """Whether the others have one of these objects, or an array with memory of one."""
    numpy = sys.modules.get("numpy")
    arrays = [] if numpy is None else [each for each in own.values() if isinstance(each, numpy.ndarray)]
    for each in _objects(others):
        if id(each) in own:
            return True
        if numpy is not None and isinstance(each, numpy.ndarray):
            for array in arrays:
                if numpy.may_share_memory(each, array):
                    return True
    return False


def _objects(values: Iterable[Any]) -> Iterator[Any]:
    """All objects that can be reached, each once, but atoms."""
    seen: set[int] = set()
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        if isinstance(value, _ATOMS) or id(value) in seen:
            continue
        seen.add(id(value))
        yield value
        waiting += gc.get_referents(value)
