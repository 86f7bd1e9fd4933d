"""What an operation left to the run does to the heap, as far as the facts about it say.

Facts may be weaker than the truth, never stronger. What they don't name does not happen: an operation without any
changes leaves all versions, and a result that is said to share with nothing is in a region of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.heap import Heap
from eflows2smk.frontend.heap.regions import Region
from eflows2smk.frontend.heap.values import Computed, Value


class Change(Enum):
    """SHALLOW: the object itself, not what it refers to. DEEP: all that can be reached from it."""

    NOTHING = "nothing"
    SHALLOW = "shallow"
    DEEP = "deep"


@dataclass(frozen=True, slots=True)
class Operand:
    """A value that an operation gets. holds: the numbers of those operands that it refers to afterwards, itself or
    something in it (``xs.append(y)``); only what changes can come to hold another."""

    value: Value
    change: Change = Change.NOTHING
    holds: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.holds and self.change is Change.NOTHING:
            raise ValueError("an operand that holds another one afterwards is changed")


@dataclass(frozen=True, slots=True)
class Result:
    """A value that an operation gives. type: as of `Computed`. The others are numbers of operands and say what the
    result may be or share: may_be: the operand itself, or a part of it. part_of: what the operand holds, or something
    new that holds that, but not the operand itself. holds: it refers to the operand. results: numbers of other results
    with which it may share parts."""

    type: Value = None
    may_be: tuple[int, ...] = ()
    part_of: tuple[int, ...] = ()
    holds: tuple[int, ...] = ()
    results: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """changed: the regions that the operation may have changed, each once, as they stand for themselves afterwards."""

    results: tuple[Computed, ...]
    changed: tuple[Region, ...]


def unknown(values: Sequence[Value], types: Sequence[Value] = (None,)) -> tuple[list[Operand], list[Result]]:
    """The facts about an operation of which nothing is known, with one result for each of the types."""
    every = tuple(range(len(values)))
    others = tuple(range(len(types)))
    return (
        [Operand(value, Change.DEEP, every) for value in values],
        [Result(type, may_be=every, holds=every, results=others) for type in types],
    )


def apply(heap: Heap, operands: Sequence[Operand], results: Sequence[Result], origin: object) -> Applied:
    """Changes first, then what the operands hold, then the results.

    The evaluator reads the operands' regions, with their versions and places, before, and sets the places of those of
    `Applied` afterwards.
    """
    changed = _change(heap, operands, origin)
    for operand in operands:
        for number in operand.holds:
            _hold(heap, operand.value, operands[number].value)
    values = [heap.computed(result.type, origin) for result in results]
    for value, result in zip(values, results, strict=True):
        if value.region is None:
            continue
        for number in (*result.may_be, *result.holds):
            heap.share(operands[number].value, value.region)
        for number in result.part_of:
            _share_parts(heap, operands[number].value, value.region)
        for number in result.results:
            heap.share(values[number], value.region)
    return Applied(tuple(values), tuple(dict.fromkeys(region.find() for region in changed)))


def _change(heap: Heap, operands: Sequence[Operand], origin: object) -> list[Region]:
    """Regions and known cells change as they are before the operation; what is united then is no newer by that."""
    reached = [_reached(heap, operand) for operand in operands]
    every = dict.fromkeys(found for each in reached for found in each)
    changed = list(dict.fromkeys(found.region.find() for found in every if found.region is not None))
    escaping = [found for found in every if isinstance(found, Cell) and found.region is None]
    referred = [tuple(heap.members(cell)) for cell in escaping]
    for region in changed:
        heap.change(region, origin)
    for cell in escaping:
        region = heap.new_region()
        heap.become_computed(cell, heap.unknown_content(cell, origin), region)
        changed.append(region)
    for each in reached:
        # What can be reached by a deep change may be rearranged.
        regions = [found.region for found in each if found.region is not None]
        for region in regions[1:]:
            heap.unite(regions[0], region)
    for cell, values in zip(escaping, referred, strict=True):
        assert cell.region is not None
        heap.share(values, cell.region)
    return changed


def _reached(heap: Heap, operand: Operand) -> list[Cell | Computed]:
    """What the operand's change concerns."""
    match operand.change:
        case Change.NOTHING:
            return []
        case Change.SHALLOW:
            value = operand.value
            return [value] if isinstance(value, Cell) or (isinstance(value, Computed) and value.region) else []
        case Change.DEEP:
            return list(heap.reachable(operand.value))


def _hold(heap: Heap, holder: Value, held: Value) -> None:
    for found in heap.reachable(holder):
        if found.region is not None:
            heap.share(held, found.region)


def _share_parts(heap: Heap, value: Value, region: Region) -> None:
    """As `Heap.share`, but a known container itself stays outside."""
    if isinstance(value, Cell) and value.region is None:
        heap.share(tuple(heap.members(value)), region)
    else:
        heap.share(value, region)
