"""What is something else now than it was at a fork, worked out from the entries of the log since then.

The slots of a cell are its keys, names, indices or members (of a set), and those of `Slot`. What a slot without a value
holds is ABSENT. A cell that is younger than the fork is no change.
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.log import (
    Entry,
    Grown,
    Index,
    Inserted,
    Key,
    Linked,
    Member,
    Popped,
    Removed,
    Rooted,
    Secured,
    Stated,
    Write,
)
from eflows2smk.frontend.heap.regions import Region, State, version_of
from eflows2smk.frontend.heap.values import ABSENT, Computed, Value, alike, stored


class Slot(Enum):
    """WHOLE: the content, where one of both is computed or a real object. ORDER: of the keys of a dict (values: tuples
    of the keys), where it isn't that of before with new keys at the end. TYPE: of an instance."""

    WHOLE = "whole"
    ORDER = "order"
    TYPE = "type"


# Before and after.
Pair = tuple[Any, Any]
Slots = dict[Value, Pair]
Equal = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Changes:
    """cells: the slots of each cell that differ. joined: cells that became members of a region. regions: the state of
    each region that was there at the fork, before and now, where they differ. united: regions that were several and
    are one."""

    cells: dict[Cell, Slots]
    joined: dict[Cell, Region]
    regions: dict[Region, tuple[State, State]]
    united: tuple[tuple[Region, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.cells or self.joined or self.regions or self.united)


@dataclass(frozen=True, slots=True)
class Delta:
    """What a discarded fork had changed. links, roots: the unions and new roots, in their order. ends: the state that
    each region touched, a new one too, was in at the end. serial: the fork's."""

    serial: int
    changes: Changes
    links: tuple[tuple[Region, Region], ...]
    roots: tuple[tuple[Region, Value], ...]
    ends: dict[Region, State]


def changes(entries: Sequence[Entry], serial: int, equal: Equal) -> Changes:
    """serial: the fork's."""
    of_cells: dict[Cell, list[Write | Secured]] = {}
    for entry in entries:
        if entry.cell is not None and entry.cell.serial < serial:
            of_cells.setdefault(entry.cell, []).append(entry)
    states = {node: state for node, state in states_before(entries).items() if node.serial < serial}
    cells = {cell: _cell_slots(cell, its, equal) for cell, its in of_cells.items()}
    return Changes(
        {cell: slots for cell, slots in cells.items() if slots},
        {cell: cell.region for cell, its in of_cells.items() if cell.region is not None and _was_outside(its)},
        {node: (state, now) for node, state in states.items() if (now := state_now(node)) != state},
        _united(states),
    )


def delta(entries: Sequence[Entry], serial: int, equal: Equal) -> Delta:
    return Delta(
        serial,
        changes(entries, serial, equal),
        tuple((entry.child, entry.parent) for entry in entries if isinstance(entry, Linked)),
        tuple((entry.region, entry.root) for entry in entries if isinstance(entry, Rooted)),
        {node: state_now(node) for node in states_before(entries)},
    )


def state_now(node: Region) -> State:
    """With the version that the objects of this very node have got."""
    return State(version_of(node), node.find().place)


def states_before(entries: Iterable[Entry]) -> dict[Region, State]:
    """The regions that the entries tell of, by the nodes that stood for them, and their states then."""
    before: dict[Region, State] = {}
    for entry in entries:
        if isinstance(entry, Stated) and entry.region not in before:
            version, _, place, *_ = entry.saved
            before[entry.region] = State(version, place)
        elif isinstance(entry, Linked) and entry.child not in before:
            before[entry.child] = State(entry.child.changed, entry.child.place)
    return before


def _united(nodes: Iterable[Region]) -> tuple[tuple[Region, ...], ...]:
    groups: dict[Region, list[Region]] = {}
    for node in nodes:
        groups.setdefault(node.find(), []).append(node)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _was_outside(entries: Iterable[Write | Secured]) -> bool:
    """A cell that was no member at the fork."""
    first = next((entry for entry in entries if isinstance(entry, Secured)), None)
    return first is not None and first.region is None


def _cell_slots(cell: Cell, entries: list[Write | Secured], equal: Equal) -> Slots:
    writes: list[Write] = []
    before = cell.content
    for entry in entries:
        if isinstance(entry, Secured):
            # Later entries are of other contents.
            before = entry.content
            break
        writes.append(entry)
    if before is cell.content and not any(isinstance(write, Inserted | Removed) for write in writes):
        slots = _written(cell.content, writes)
    else:
        if writes:
            before = copy.copy(before)
            for write in reversed(writes):
                write.undo(before)
        slots = compare(before, cell.content, equal)
    if cell.kind == "namespace":
        slots.pop(Slot.ORDER, None)
    secured = next((entry for entry in entries if isinstance(entry, Secured)), None)
    if secured is not None and not alike(secured.type, cell.type):
        slots[Slot.TYPE] = secured.type, cell.type
    return slots


def _written(content: Any, writes: list[Write]) -> Slots:
    """The slots that single writes changed, looking at nothing else."""
    old: dict[Value, Value] = {}
    if isinstance(content, list | deque):
        end = len(content)
        for write in reversed(writes):
            match write:
                case Grown():
                    end = write.length
                case Popped():
                    old[end] = write.value
                    end += 1
                case Index():
                    old[write.index] = write.old
        now = {index: content[index] for index in sorted({*old, *range(end, len(content))}) if index < len(content)}
        old = {index: value for index, value in sorted(old.items()) if index < end}
    else:
        for write in writes:
            match write:
                case Key():
                    old.setdefault(write.key, write.old)
                case Member():
                    old.setdefault(write.member, write.old)
        if isinstance(content, dict):
            now = {key: content.get(key, ABSENT) for key in old}
        else:
            now = {member: stored(content, member) for member in old}
    return _differing(old, now)


def compare(before: Any, after: Any, equal: Equal) -> Slots:
    """The slots in which two contents differ."""
    if before is after:
        return {}
    if type(before) is not type(after) or not isinstance(before, list | deque | dict | set):
        known = not isinstance(before, Computed) and not isinstance(after, Computed)
        return {} if known and equal(before, after) else {Slot.WHOLE: (before, after)}
    if isinstance(before, dict):
        slots = _differing(before, after)
        order = [key for key in before if key in after] + [key for key in after if key not in before]
        if not all(map(alike, order, after)):
            slots[Slot.ORDER] = tuple(before), tuple(after)
        return slots
    if isinstance(before, set):
        return _differing(
            {member: member for member in before}, {member: stored(after, member) for member in {*before, *after}}
        )
    return _differing(dict(enumerate(before)), dict(enumerate(after)))


def _differing(before: dict[Value, Value], after: dict[Value, Value]) -> Slots:
    pairs = {slot: (value, after.get(slot, ABSENT)) for slot, value in before.items()}
    pairs.update((slot, (ABSENT, value)) for slot, value in after.items() if slot not in before)
    return {slot: pair for slot, pair in pairs.items() if not alike(*pair)}


def patched(content: Any, slots: Slots) -> Any:
    """A new content: this one with the slots as they were after the change."""
    if Slot.WHOLE in slots:
        return slots[Slot.WHOLE][1]
    new = copy.copy(content) if isinstance(content, list | deque | dict | set) else content
    if isinstance(new, list | deque):
        for index, (_, after) in sorted(slots.items(), key=lambda item: _index(item[0])):
            if not isinstance(index, int):
                continue
            if index == len(new):
                new.append(after)
            elif after is not ABSENT:
                new[index] = after
        gone = sum(after is ABSENT for _, after in slots.values())
        for _ in range(gone):
            new.pop()
    elif isinstance(new, dict):
        for key, (_, after) in slots.items():
            if isinstance(key, Slot):
                continue
            if after is ABSENT:
                new.pop(key, None)
            else:
                new[key] = after
        if Slot.ORDER in slots:
            new = {key: new[key] for key in slots[Slot.ORDER][1]}
    elif isinstance(new, set):
        for member, (before, after) in slots.items():
            if isinstance(member, Slot):
                continue
            if before is not ABSENT:
                new.discard(before)
            if after is not ABSENT:
                new.add(after)
    return new


def _index(slot: Value) -> int:
    return slot if isinstance(slot, int) else -1
