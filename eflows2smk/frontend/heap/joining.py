"""Joining the two sides of a branch, and bringing back a fork that was discarded.

Each side is evaluated in a fork and discarded; the heap then is as it was before the branch. Afterwards it holds what
is true whichever side the run takes: what both have in common, and what `Merge` makes of the rest.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any, Protocol

from eflows2smk.frontend.heap.cells import NAMED, Cell, members_of
from eflows2smk.frontend.heap.changes import Delta, Slot, Slots, compare, patched
from eflows2smk.frontend.heap.heap import Fork, Heap
from eflows2smk.frontend.heap.regions import Region, State
from eflows2smk.frontend.heap.values import ABSENT, Computed, Value, alike, common, stored


class Merge(Protocol):
    """How two sides become one. A `Computed` that is returned without a region gets one from the heap, unless its type
    is immutable, and shares it with what it was on both sides."""

    def slot(self, cell: Cell, slot: Value, a: Value, b: Value) -> Value:
        """The value of a slot; ABSENT where it has none on that side. Slots are those of `changes`."""

    def whole(self, cell: Cell, a: Any, b: Any) -> Any:
        """The content of a cell that is known on both sides with different structures: `Computed`, or a new known
        one. May not keep or change the contents that it gets."""

    def computed(self, cell: Cell, a: Any, b: Any) -> Computed:
        """The content of a cell that can't be known after the branch: it is computed on one side (there the content is
        `Computed`), or a member of a region on one and changed on one."""

    def region(self, region: Region, a: tuple[State, ...], b: tuple[State, ...]) -> object:
        """The place of a region that the branch changed or united; the states are those of its parts at the end of
        each side. A side on which it did not exist gives none."""


@dataclass(slots=True)
class _Pending:
    """What has to wait until all slots have their values, since it makes cells members of regions."""

    computed: list[tuple[Cell, Computed, tuple[Value, ...]]] = field(default_factory=list)
    phis: list[tuple[Computed, tuple[Value, ...]]] = field(default_factory=list)


def join(heap: Heap, a: Delta, b: Delta, merge: Merge) -> None:
    """Both deltas are of forks that were opened where the heap is now."""
    fork = heap.fork()
    try:
        _joined(heap, fork, a, b, merge)
    finally:
        # What asks `merge` may refuse.
        heap.commit(fork)


def _joined(heap: Heap, fork: Fork, a: Delta, b: Delta, merge: Merge) -> None:
    _restore_regions(heap, a, b)
    pending = _Pending()
    for cell in dict.fromkeys((*a.changes.cells, *b.changes.cells)):
        _join_cell(heap, cell, a, b, merge, pending)
    # Before anything is shared: a phi may be in a cell that is.
    for phi, _ in pending.phis:
        heap.place(phi)
    escaped = {cell for cell, _, _ in pending.computed}
    for cell, region in (*a.changes.joined.items(), *b.changes.joined.items()):
        if cell not in escaped:
            _admit(heap, cell, region)
    for cell, content, values in pending.computed:
        _escape(heap, cell, content, values, a, b)
    for phi, values in pending.phis:
        if phi.region is not None:
            heap.share(values, phi.region)
    _join_places(heap, heap.states_at(fork), a, b, merge)


def replay(heap: Heap, delta: Delta) -> None:
    """Bring back what the fork had done; the heap has to be as it was when it was discarded."""
    for cell, slots in delta.changes.cells.items():
        if not isinstance(slots.get(Slot.WHOLE, (None, None))[1], Computed):
            _write(heap, cell, slots)
    for node, state in delta.ends.items():
        heap.set_state(node, state)
    _relink(heap, delta)
    # First, so that a cell is a member of the very node of which it was one, with its versions.
    for cell, joined in delta.changes.joined.items():
        _admit(heap, cell, joined)
    for cell, slots in delta.changes.cells.items():
        content = slots.get(Slot.WHOLE, (None, None))[1]
        if isinstance(content, Computed):
            region = content.region
            assert region is not None
            heap.become_computed(cell, content, region)
    for node, state in delta.ends.items():
        heap.set_place(node, state.place)


def _restore_regions(heap: Heap, a: Delta, b: Delta) -> None:
    """Changed on either side: changed; united on either side: united. Versions first, so that a change on one side
    isn't one of what only the other side united with it."""
    version = heap.next_version()
    for node in dict.fromkeys((*a.ends, *b.ends)):
        before = node.changed
        if any(node in side.ends and side.ends[node].version != before for side in (a, b)):
            heap.set_state(node, State(version, node.place))
    _relink(heap, a)
    _relink(heap, b)


def _relink(heap: Heap, delta: Delta) -> None:
    for child, parent in delta.links:
        heap.unite(child, parent)
    for region, root in delta.roots:
        # Cells that were there before become roots when they become members again.
        if root not in delta.changes.joined:
            heap.root(region, root)


def _admit(heap: Heap, cell: Cell, region: Region) -> None:
    if cell.region is None:
        heap.admit(cell, region)
    else:
        heap.unite(cell.region, region)


def _escape(heap: Heap, cell: Cell, content: Computed, values: tuple[Value, ...], a: Delta, b: Delta) -> None:
    regions = [side.changes.joined[cell] for side in (a, b) if cell in side.changes.joined]
    regions += [value.region for value in values if isinstance(value, Computed) and value.region is not None]
    region = content.region or (regions[0] if regions else heap.new_region())
    heap.become_computed(cell, content, region)
    for other in regions:
        heap.unite(region, other)
    heap.share(values, region)


def _join_cell(heap: Heap, cell: Cell, a: Delta, b: Delta, merge: Merge, pending: _Pending) -> None:
    slots_a, slots_b = a.changes.cells.get(cell, {}), b.changes.cells.get(cell, {})
    is_member = cell in a.changes.joined or cell in b.changes.joined
    if not is_member and _same_structure(cell, slots_a, slots_b):
        merged: Slots = {}
        for slot in dict.fromkeys((*slots_a, *slots_b)):
            before = cell.type if slot is Slot.TYPE else _now(cell.content, slot)
            value_a, value_b = slots_a.get(slot, (None, before))[1], slots_b.get(slot, (None, before))[1]
            merged[slot] = before, _merged(cell, slot, value_a, value_b, merge, pending)
        _write(heap, cell, merged)
    else:
        _join_contents(heap, cell, slots_a, slots_b, is_member, merge, pending)


def _join_contents(
    heap: Heap, cell: Cell, slots_a: Slots, slots_b: Slots, is_member: bool, merge: Merge, pending: _Pending
) -> None:
    content_a, content_b = patched(cell.content, slots_a), patched(cell.content, slots_b)
    type_a, type_b = (slots[Slot.TYPE][1] if Slot.TYPE in slots else cell.type for slots in (slots_a, slots_b))
    differing = compare(content_a, content_b, heap.equal)
    if (
        Slot.ORDER in differing
        and cell.kind in NAMED
        and cell.kind != "instance"
        and _same_order(cell, [*content_a], [*content_b])
    ):
        del differing[Slot.ORDER]
    if not alike(type_a, type_b):
        differing[Slot.TYPE] = type_a, type_b
    if isinstance(content_a, Computed) or isinstance(content_b, Computed) or (is_member and differing):
        content = merge.computed(cell, content_a, content_b)
        pending.computed.append((cell, content, (*_referred(content_a), *_referred(content_b))))
        return
    if _are_slots(cell, differing):
        merged = {
            slot: (value_a, _merged(cell, slot, value_a, value_b, merge, pending))
            for slot, (value_a, value_b) in differing.items()
        }
        heap.replace(cell, patched(_common_content(content_a, content_b), merged))
        heap.set_type(cell, merged[Slot.TYPE][1] if Slot.TYPE in merged else type_a)
        return
    content = merge.whole(cell, content_a, content_b)
    values = (*_referred(content_a), *_referred(content_b))
    if isinstance(content, Computed):
        pending.computed.append((cell, content, values))
        return
    heap.replace(cell, content)
    heap.set_type(
        cell, common(type_a, type_b) if alike(type_a, type_b) else merge.slot(cell, Slot.TYPE, type_a, type_b)
    )
    pending.phis += [(phi, values) for phi in members_of(content) if _is_new(phi)]


def _merged(cell: Cell, slot: Value, a: Value, b: Value, merge: Merge, pending: _Pending) -> Value:
    if alike(a, b):
        return common(a, b)
    value = merge.slot(cell, slot, a, b)
    if _is_new(value):
        pending.phis.append((value, (a, b)))
    return value


def _is_new(value: Value) -> bool:
    return isinstance(value, Computed) and value.region is None


def _now(content: Any, slot: Value) -> Value:
    if isinstance(content, dict):
        return content.get(slot, ABSENT)
    if isinstance(content, set):
        return stored(content, slot)
    return content[slot] if slot < len(content) else ABSENT


def _same_structure(cell: Cell, a: Slots, b: Slots) -> bool:
    """Whether the sides have the same slots, told from what they changed alone."""
    if any(slot is Slot.WHOLE or slot is Slot.ORDER for slot in (*a, *b)):
        return False
    if cell.kind == "namespace":
        return True
    if isinstance(cell.content, set):
        return a.keys() == b.keys() and all(alike(pair[1], b[slot][1]) for slot, pair in a.items())
    added_a, added_b = _added(a), _added(b)
    if _is_namespace(cell):
        return _same_order(cell, added_a, added_b) and _removed(a) == _removed(b)
    return len(added_a) == len(added_b) and all(map(alike, added_a, added_b)) and _removed(a) == _removed(b)


def _is_namespace(cell: Cell) -> bool:
    """Whether each of its names is there or not, apart from all others; which attributes an instance has, and in which
    order, is a part of it."""
    return cell.kind in NAMED and cell.kind != "instance"


def _same_order(cell: Cell, a: list[Value], b: list[Value]) -> bool:
    """Whether the names that both have follow each other alike; nobody asks for that of variables."""
    both = {*a} & {*b}
    return cell.kind == "namespace" or [name for name in a if name in both] == [name for name in b if name in both]


def _added(slots: Slots) -> list[Value]:
    return [slot for slot, (before, _) in slots.items() if before is ABSENT]


def _removed(slots: Slots) -> set[Value]:
    return {slot for slot, (_, after) in slots.items() if after is ABSENT}


def _are_slots(cell: Cell, differing: Slots) -> bool:
    """Whether contents that differ in these have one structure."""
    if Slot.WHOLE in differing or Slot.ORDER in differing:
        return False
    if _is_namespace(cell):
        return True
    return not any(ABSENT in pair for pair in differing.values()) and not (differing and isinstance(cell.content, set))


def _common_content(a: Any, b: Any) -> Any:
    """The content of the first side, with what both agree on where the slots are alike."""
    match a:
        case dict():
            return {
                key: common(value, b[key]) if alike(value, b.get(key, ABSENT)) else value for key, value in a.items()
            }
        case set():
            return {common(member, stored(b, member)) for member in a}
        case list() | deque():
            new = [common(*pair) if alike(*pair) else pair[0] for pair in zip(a, b, strict=True)]
            return deque(new, a.maxlen) if isinstance(a, deque) else new
        case _:
            return a


def _referred(content: Any) -> tuple[Value, ...]:
    return (content,) if isinstance(content, Computed) else tuple(members_of(content))


def _write(heap: Heap, cell: Cell, slots: Slots) -> None:
    """Give the slots the values that they have afterwards, at the cost of these alone."""
    content = cell.content
    if Slot.TYPE in slots:
        heap.set_type(cell, slots[Slot.TYPE][1])
    if Slot.WHOLE in slots or Slot.ORDER in slots:
        heap.replace(cell, patched(content, slots))
        return
    for slot, (before, after) in slots.items():
        if isinstance(slot, Slot) or alike(before, after):
            continue
        if isinstance(content, dict):
            if after is ABSENT:
                heap.delete_key(cell, slot)
            else:
                heap.set_key(cell, slot, after)
        elif isinstance(content, set):
            heap.discard_member(cell, slot)
            if after is not ABSENT:
                heap.add(cell, after)
        elif after is ABSENT:
            heap.pop(cell)
        elif before is ABSENT:
            heap.append(cell, after)
        else:
            heap.set_index(cell, slot, after)


def _join_places(heap: Heap, touched: dict[Region, State], a: Delta, b: Delta, merge: Merge) -> None:
    wholes: dict[Region, list[Region]] = {}
    for node in touched:
        wholes.setdefault(node.find(), []).append(node)

    def states(nodes: list[Region], side: Delta) -> tuple[State, ...]:
        there = (node for node in nodes if node in side.ends or node.serial < min(a.serial, b.serial))
        return tuple(dict.fromkeys(side.ends.get(node, touched[node]) for node in there))

    for region, nodes in wholes.items():
        heap.set_place(region, merge.region(region, states(nodes, a), states(nodes, b)))
