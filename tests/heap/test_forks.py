"""Forks: what is taken back, and what differs."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import pytest

from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.changes import Slot
from eflows2smk.frontend.heap.heap import FrozenCell, Heap
from eflows2smk.frontend.heap.joining import replay
from eflows2smk.frontend.heap.values import ABSENT

Write = Callable[[Heap, Cell], Any]

# kind, content, what is done, the content then, the slots that differ.
WRITES: list[tuple[str, Any, Write, Any, dict[Any, Any]]] = [
    ("list", [1, 2], lambda h, c: h.append(c, 3), [1, 2, 3], {2: (ABSENT, 3)}),
    ("list", [1, 2], lambda h, c: h.extend(c, iter("ab")), [1, 2, "a", "b"], {2: (ABSENT, "a"), 3: (ABSENT, "b")}),
    ("list", [1, 2], lambda h, c: h.set_index(c, -1, 3), [1, 3], {1: (2, 3)}),
    ("list", [1, 2], lambda h, c: h.set_index(c, 1, 2), [1, 2], {}),
    ("list", [1, 2], lambda h, c: h.pop(c), [1], {1: (2, ABSENT)}),
    ("list", [1, 2], lambda h, c: (h.pop(c), h.append(c, 2)), [1, 2], {}),
    ("list", [1, 2], lambda h, c: (h.append(c, 3), h.pop(c), h.pop(c), h.append(c, 4)), [1, 4], {1: (2, 4)}),
    ("list", [1, 2], lambda h, c: h.pop(c, 0), [2], {0: (1, 2), 1: (2, ABSENT)}),
    ("list", [1, 1], lambda h, c: h.insert(c, -9, 1), [1, 1, 1], {2: (ABSENT, 1)}),
    ("list", [2, 1], lambda h, c: h.replace(c, sorted(c.content)), [1, 2], {0: (2, 1), 1: (1, 2)}),
    ("list", [1], lambda h, c: h.clear(c), [], {0: (1, ABSENT)}),
    ("list", [1], lambda h, c: (h.append(c, 5), h.clear(c), h.append(c, 1)), [1], {}),
    ("deque", deque([1, 2], 2), lambda h, c: h.append(c, 3), deque([2, 3]), {0: (1, 2), 1: (2, 3)}),
    ("deque", deque([1, 2], 2), lambda h, c: h.append_left(c, 0), deque([0, 1]), {0: (1, 0), 1: (2, 1)}),
    ("dict", {"a": 1}, lambda h, c: h.set_key(c, "b", 2), {"a": 1, "b": 2}, {"b": (ABSENT, 2)}),
    ("dict", {"a": 1}, lambda h, c: h.set_key(c, "a", True), {"a": True}, {"a": (1, True)}),
    ("dict", {"a": 1}, lambda h, c: h.delete_key(c, "a"), {}, {"a": (1, ABSENT)}),
    (
        *("dict", {"a": 1, "b": 2}, lambda h, c: (h.delete_key(c, "a"), h.set_key(c, "a", 1)), {"b": 2, "a": 1}),
        {Slot.ORDER: (("a", "b"), ("b", "a"))},
    ),
    ("namespace", {"a": 1}, lambda h, c: (h.set_key(c, "b", 2), h.delete_key(c, "b")), {"a": 1}, {}),
    ("namespace", {"a": 1}, lambda h, c: (h.delete_key(c, "a"), h.set_key(c, "a", 2)), {"a": 2}, {"a": (1, 2)}),
    ("set", {1}, lambda h, c: h.add(c, 2), {1, 2}, {2: (ABSENT, 2)}),
    ("set", {1}, lambda h, c: (h.discard_member(c, True), h.add(c, True)), {True}, {1: (1, True)}),
    ("instance", {"x": 1}, lambda h, c: h.set_type(c, "Other"), {"x": 1}, {Slot.TYPE: ("Class", "Other")}),
]


def exact(slots: dict[Any, Any]) -> dict[Any, str]:
    return {slot: repr(pair) for slot, pair in slots.items()}


@pytest.mark.parametrize(("kind", "content", "write", "after", "slots"), WRITES)
def test_a_write_differs_in_its_slots_and_is_taken_back_and_done_again(
    kind: str, content: Any, write: Write, after: Any, slots: dict[Any, Any]
) -> None:
    heap, before = Heap(), repr(content)
    cell = heap.allocate(kind, content.copy(), "Class")
    fork = heap.fork()
    write(heap, cell)
    assert cell.content == after
    differing = heap.differs(fork).cells
    assert differing.keys() <= {cell} and exact(differing.get(cell, {})) == exact(slots)
    delta = heap.discard(fork)
    assert repr(cell.content) == before and cell.type == "Class"
    replay(heap, delta)
    assert cell.content == after


@pytest.mark.parametrize(("kind", "content", "write", "after", "slots"), WRITES)
def test_an_outer_fork_takes_back_what_an_inner_one_kept(
    kind: str, content: Any, write: Write, after: Any, slots: dict[Any, Any]
) -> None:
    heap, before = Heap(), repr(content)
    cell = heap.allocate(kind, content.copy(), "Class")
    outer, inner = heap.fork(), heap.fork()
    write(heap, cell)
    heap.commit(inner)
    assert exact(heap.differs(outer).cells.get(cell, {})) == exact(slots)
    heap.discard(outer)
    assert repr(cell.content) == before


@pytest.mark.parametrize(
    ("kind", "content", "write", "error"),
    [
        ("list", [], lambda h, c: h.pop(c), IndexError),
        ("list", [1], lambda h, c: h.set_index(c, 4, 1), IndexError),
        ("dict", {}, lambda h, c: h.delete_key(c, "a"), KeyError),
        ("dict", {}, lambda h, c: h.set_key(c, [], 1), TypeError),
        ("set", {1}, lambda h, c: h.add(c, []), TypeError),
        ("deque", deque([1], 1), lambda h, c: h.insert(c, 0, 1), IndexError),
    ],
)
@pytest.mark.parametrize("forked", [False, True])
def test_what_python_refuses_changes_nothing(
    kind: str, content: Any, write: Write, error: type[Exception], forked: bool
) -> None:
    heap = Heap()
    cell = heap.allocate(kind, content.copy())
    fork = heap.fork() if forked else None
    with pytest.raises(error):
        write(heap, cell)
    assert cell.content == content
    if fork is not None:
        assert not heap.differs(fork)
        heap.discard(fork)
        assert cell.content == content


def test_the_order_of_variables_is_no_difference() -> None:
    heap = Heap()
    names = heap.allocate("namespace", {"a": 1, "b": 2})
    fork = heap.fork()
    heap.delete_key(names, "a")
    heap.set_key(names, "a", 1)
    assert not heap.differs(fork)


def test_a_new_cell_is_no_change_unless_something_old_refers_to_it() -> None:
    heap = Heap()
    names = heap.allocate("namespace", {"x": 1})
    fork = heap.fork()
    new = heap.allocate("list", [1])
    heap.append(new, 2)
    assert not heap.differs(fork)
    heap.set_key(names, "x", new)
    assert heap.differs(fork).cells == {names: {"x": (1, new)}}


def test_a_new_cell_keeps_its_last_state_when_its_fork_is_discarded() -> None:
    heap = Heap()
    names = heap.allocate("namespace", {})
    outer = heap.fork()
    new = heap.allocate("list", [1])
    inner = heap.fork()
    heap.append(new, 2)
    heap.commit(inner)
    heap.set_key(names, "x", new)
    delta = heap.discard(outer)
    assert names.content == {}
    replay(heap, delta)
    assert names.content["x"].content == [1, 2]


def test_a_real_object_is_copied_before_it_is_changed() -> None:
    heap = Heap(copy=bytearray, equal=lambda a, b: a == b)
    cell = heap.allocate("array", bytearray(b"abc"))
    fork = heap.fork()
    heap.secure(cell)
    assert not heap.differs(fork)
    cell.content[0] = 0
    assert heap.differs(fork).cells == {cell: {Slot.WHOLE: (bytearray(b"abc"), bytearray(b"\0bc"))}}
    heap.discard(fork)
    assert cell.content == bytearray(b"abc")


def test_unions_changes_and_places_of_regions_are_taken_back() -> None:
    heap = Heap()
    one, two = heap.computed("list", "one"), heap.computed("list", "two")
    first, second = one.region, two.region
    assert first is not None and second is not None
    version = heap.version_of(one)
    fork = heap.fork()
    heap.unite(first, second)
    heap.change(second, "there")
    heap.set_place(first, "script")
    differing = heap.differs(fork)
    assert set(differing.regions) == {first, second} and set(differing.united[0]) == {first, second}
    heap.discard(fork)
    assert first.find() is not second.find() and heap.version_of(one) == version and first.state().place is None


def test_a_member_of_a_region_may_not_be_changed_at_compile_time() -> None:
    heap = Heap()
    cell, whole = heap.allocate("list", [1]), heap.computed("list", None)
    assert heap.may_change_now(cell) and whole.region is not None
    heap.share(cell, whole.region)
    assert not heap.may_change_now(cell) and cell.content == [1]
    with pytest.raises(FrozenCell):
        heap.append(cell, 2)
    assert cell.content == [1]


def test_a_file_stored_in_a_fork_is_as_old_after_the_fork_is_done_again() -> None:
    heap = Heap()
    cell, first, second = heap.allocate("list", []), heap.computed("list", 1), heap.computed("list", 2)
    assert first.region is not None and second.region is not None
    fork = heap.fork()
    heap.unite(heap.computed("list", 3).region or heap.new_region(), second.region)
    heap.change(second.region, None)
    heap.share(cell, second.region)
    stored = heap.version_of(cell)
    heap.unite(first.region, second.region)
    heap.unite(first.region, heap.new_region())
    replay(heap, heap.discard(fork))
    assert heap.version_of(cell) == stored


def test_what_is_newly_written_is_told_once() -> None:
    heap = Heap()
    one, two, three = (heap.allocate("list", []) for _ in range(3))
    outer = heap.trace()
    young = heap.allocate("list", [])
    heap.append(one, 1)
    heap.append(young, 1)
    assert list(heap.newly_written(outer)) == [one]
    assert list(heap.newly_written(outer)) == []
    inner = heap.fork()
    heap.append(two, 1)
    heap.append(two, 2)
    assert set(heap.newly_written(outer)) == {two}
    heap.discard(inner)
    # Where the log of the fork was there is something else.
    heap.append(three, 1)
    assert list(heap.newly_written(outer)) == [three]
