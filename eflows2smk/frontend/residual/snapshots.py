"""Values as they are at one moment: copies of known objects, with the computed values in them as they are."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from eflows2smk.frontend.evaluation.conversion import SCALARS, copied
from eflows2smk.frontend.evaluation.values import MISSING, InstanceCell
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.changes import Changes, Slot
from eflows2smk.frontend.heap.heap import Heap
from eflows2smk.frontend.heap.values import ABSENT, Computed, with_members

Before = Mapping[Cell, Mapping[Any, Any]]


def snapshot(heap: Heap, value: Any, before: Before, made: dict[int, Any] | None = None) -> Any:
    """A copy that later changes do not reach. before: slots of cells, as they were at the moment that is meant."""
    made = {} if made is None else made
    if type(value) in SCALARS or isinstance(value, Computed):
        return value
    if id(value) in made:
        return made[id(value)]
    if isinstance(value, tuple):
        return with_members(value, [snapshot(heap, item, before, made) for item in value])
    if isinstance(value, Cell) and value.kind in ("array", "object") and not value.is_computed:
        return heap.allocate(value.kind, copied(content_before(value, before.get(value, {}))))
    if not isinstance(value, Cell) or value.kind not in ("list", "dict", "set", "deque", "instance"):
        return value
    content = content_before(value, before.get(value, {}))
    if isinstance(content, Computed):
        return value
    if isinstance(value, InstanceCell):
        made_cell: Any = heap.allocate_as(InstanceCell, "instance", {})
        made_cell.cls = value.cls
        made_cell.base = MISSING
    else:
        made_cell = heap.allocate(
            value.kind, type(content)() if not isinstance(content, deque) else deque((), content.maxlen)
        )
    made[id(value)] = made_cell
    if isinstance(value, InstanceCell) and value.base is not MISSING:
        made_cell.base = snapshot(heap, value.base, before, made)
    if isinstance(content, dict):
        new = content.copy()
        new.clear()
        new.update({key: snapshot(heap, item, before, made) for key, item in content.items()})
        made_cell.content = new
    elif isinstance(content, set):
        made_cell.content = set(content)
    else:
        made_cell.content.extend([snapshot(heap, item, before, made) for item in content])
    return made_cell


def content_before(cell: Cell, slots: Mapping[Any, Any]) -> Any:
    """The content of a cell before these slots became what they are."""
    if not slots:
        return cell.content
    if Slot.WHOLE in slots:
        return slots[Slot.WHOLE]
    content = cell.content.copy()
    if isinstance(content, dict):
        for key, old in slots.items():
            if isinstance(key, Slot):
                continue
            if old is MISSING:
                content.pop(key, None)
            else:
                content[key] = old
        if Slot.ORDER in slots:
            content = {key: content[key] for key in slots[Slot.ORDER]}
        return content
    if isinstance(content, set):
        for member, old in slots.items():
            content.discard(member)
            if old is not MISSING:
                content.add(old)
        return content
    items = list(content)
    for index, old in sorted(((i, o) for i, o in slots.items() if isinstance(i, int)), key=lambda pair: pair[0]):
        if index < len(items):
            items[index] = old
        else:
            items.append(old)
    while items and items[-1] is MISSING:
        items.pop()
    return deque(items, content.maxlen) if isinstance(content, deque) else items


def alike(one: Any, other: Any) -> bool:
    """Whether two snapshots are the same."""
    if one is other:
        return True
    if isinstance(one, Cell) and isinstance(other, Cell):
        if one.kind != other.kind or is_of_run(one) or is_of_run(other):
            return False
        if one.kind in ("list", "deque"):
            return len(one.content) == len(other.content) and all(map(alike, one.content, other.content))
        if one.kind in ("dict", "instance"):
            return list(one.content) == list(other.content) and all(
                map(alike, one.content.values(), other.content.values())
            )
        if one.kind == "array":
            left, right = one.content, other.content
            return left.dtype == right.dtype and left.shape == right.shape and bool((left == right).all())
        return bool(one.content == other.content)
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    return type(one) in SCALARS and one == other


def is_of_run(cell: Cell) -> bool:
    return isinstance(cell.content, Computed)


def slots_before(changes: Changes) -> dict[Cell, dict[Any, Any]]:
    """For each changed cell the slots that are something else now, as they were."""
    return {
        cell: {slot: (MISSING if old is ABSENT else old) for slot, (old, _) in slots.items()}
        for cell, slots in changes.cells.items()
    }
