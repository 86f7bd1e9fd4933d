"""Ways to places of the heap: how a cell or computed value is found again when a loop is evaluated once more.

The objects are others then, but names, attributes and positions lead to those that take their places.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import Bound, ClassCell, FunctionCell, InstanceCell, Partial
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed

Way = tuple[Any, ...]
_WALKED = (Cell, tuple, Bound, Partial)


def ways_to(machine: Machine, frame: Frame, wanted: Collection[Any]) -> dict[Any, Way]:
    """The shortest way from a frame to each of these; what can't be reached from there is left out."""
    missing = {id(each) for each in wanted}
    found: dict[Any, Way] = {}
    seen: set[int] = set()
    waiting: list[tuple[Any, Way]] = [(value, (step,)) for step, value in _starts(machine, frame)]
    for value, way in waiting:
        if not missing:
            break
        if id(value) in seen:
            continue
        seen.add(id(value))
        if id(value) in missing:
            missing.discard(id(value))
            found[value] = way
        waiting += [(inner, (*way, step)) for step, inner in _steps(value) if isinstance(inner, (*_WALKED, Computed))]
    return found


def at(machine: Machine, frame: Frame, way: Way) -> Any:
    """What stands at the end of a way; None where it leads nowhere."""
    value = dict(_starts(machine, frame)).get(way[0])
    for step in way[1:]:
        value = next((inner for known, inner in _steps(value) if known == step), None)
        if value is None:
            return None
    return value


def _starts(machine: Machine, frame: Frame) -> Iterator[tuple[Any, Any]]:
    yield "names", frame.names
    yield "states", machine.states
    for number, names in enumerate(frame.outer):
        yield ("outer", number), names
    yield "module", frame.module
    for module in machine.modules.values():
        yield ("module", module.name), module
    for number, value in enumerate(frame.registers):
        if isinstance(value, _WALKED):
            yield ("register", number), value


def _steps(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, tuple):
        yield from enumerate(value)
    elif isinstance(value, Bound):
        yield "function", value.function
        yield "owner", value.owner
    elif isinstance(value, Partial):
        yield "function", value.function
        yield from enumerate(value.args)
    elif isinstance(value, Cell) and not value.is_computed:
        content = value.content
        if isinstance(content, dict):
            yield from ((("key", key), inner) for key, inner in content.items())
        elif value.kind in ("list", "deque"):
            yield from enumerate(content)
        if isinstance(value, InstanceCell):
            yield "class", value.cls
            yield "base", value.base
        elif isinstance(value, FunctionCell):
            yield from ((("outer", number), names) for number, names in enumerate(value.outer))
            yield from ((("default", name), inner) for name, inner in value.defaults.items())
        elif isinstance(value, ClassCell):
            yield from ((("mro", number), cls) for number, cls in enumerate(value.mro))
