"""Where the places that a loop changes lie: the way to a name, their order, how they are set."""

from __future__ import annotations

from typing import Any

from eflows2smk.frontend.control.ways import Way
from eflows2smk.frontend.core.operations import Place
from eflows2smk.frontend.evaluation.frames import Frame, hops
from eflows2smk.frontend.heap.cells import Cell


def way_of(frame: Frame, name: str, place: Place) -> Way:
    match place:
        case Place.GLOBAL:
            return ("module",)
        case Place.FREE | Place.CLASS_FREE:
            return (("outer", hops(frame.code, name)),)
    return ("names",)


def position(cell: Any, key: Any) -> tuple[int, int]:
    """In the order in which the places came to be."""
    if not isinstance(cell, Cell) or cell.is_computed:
        return 0, 0
    if isinstance(cell.content, dict):
        keys = list(cell.content)
        return cell.serial, keys.index(key) if key in cell.content else len(keys)
    return cell.serial, key if isinstance(key, int) else 0


def put(heap: Any, cell: Cell, key: Any, value: Any) -> None:
    if isinstance(cell.content, dict):
        heap.set_key(cell, key, value)
    else:
        heap.set_index(cell, key, value)
