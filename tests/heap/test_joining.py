"""Both sides of a branch, and what is true after it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eflows2smk.frontend.heap.cells import NAMED, Cell, is_known
from eflows2smk.frontend.heap.changes import Delta
from eflows2smk.frontend.heap.effects import Change, Operand, Result, apply
from eflows2smk.frontend.heap.heap import Heap
from eflows2smk.frontend.heap.joining import join, replay
from eflows2smk.frontend.heap.regions import Region, State
from eflows2smk.frontend.heap.values import ABSENT, Computed, Value, alike
from eflows2smk.workflow.text import hole
from tests.heap.world import World


class Asked:
    """Merges to computed values, and remembers what it was asked."""

    def __init__(self) -> None:
        self.slots: dict[tuple[Cell, Value], tuple[Value, Value]] = {}
        self.wholes: dict[Cell, tuple[Any, Any]] = {}
        self.computeds: dict[Cell, tuple[Any, Any]] = {}
        self.regions: dict[Region, tuple[set[object], set[object]]] = {}

    def slot(self, cell: Cell, slot: Value, a: Value, b: Value) -> Value:
        self.slots[cell, slot] = a, b
        return Computed(None, "phi")

    def whole(self, cell: Cell, a: Any, b: Any) -> Any:
        self.wholes[cell] = a, b
        return Computed(cell.kind, "phi")

    def computed(self, cell: Cell, a: Any, b: Any) -> Computed:
        self.computeds[cell] = a, b
        return Computed(cell.kind, "phi")

    def region(self, region: Region, a: tuple[State, ...], b: tuple[State, ...]) -> object:
        self.regions[region] = {state.place for state in a}, {state.place for state in b}
        return "joined"


def branch(heap: Heap, a: Callable[[], object], b: Callable[[], object]) -> Asked:
    deltas: list[Delta] = []
    for side in (a, b):
        fork = heap.fork()
        side()
        deltas.append(heap.discard(fork))
    asked = Asked()
    join(heap, *deltas, asked)
    return asked


def nothing() -> None:
    pass


def test_what_both_sides_leave_alike_is_known() -> None:
    heap = Heap()
    names = heap.allocate("namespace", {"x": 1})
    asked = branch(heap, lambda: heap.set_key(names, "x", 2), lambda: heap.set_key(names, "x", 2))
    assert names.content == {"x": 2} and not asked.slots


def test_what_is_done_again_leaves_a_member_in_its_own_node() -> None:
    heap = Heap()
    cell = heap.allocate("list", [])
    before = heap.new_region()
    fork = heap.fork()
    heap.share(cell, before)
    newer = heap.new_region()
    heap.become_computed(cell, Computed("list", "phi"), newer)
    version = heap.version_of(cell)
    delta = heap.discard(fork)
    replay(heap, delta)
    assert heap.version_of(cell) == version


def test_a_text_that_is_made_of_other_parts_on_each_side_loses_them() -> None:
    heap = Heap()
    names = heap.allocate("namespace", {})
    branch(heap, lambda: heap.set_key(names, "x", hole("i", "3")), lambda: heap.set_key(names, "x", hole("j", "3")))
    assert type(names.content["x"]) is str and names.content["x"] == "3"


def test_a_merge_that_is_refused_leaves_no_fork_open() -> None:
    class Refusing(Asked):
        def slot(self, cell: Cell, slot: Value, a: Value, b: Value) -> Value:
            raise LookupError

    heap = Heap()
    cell = heap.allocate("dict", {"a": 1})
    around = heap.fork()
    deltas = []
    for value in (2, 3):
        fork = heap.fork()
        heap.set_key(cell, "a", value)
        deltas.append(heap.discard(fork))
    with pytest.raises(LookupError):
        join(heap, *deltas, Refusing())
    heap.commit(around)


def test_what_differs_is_merged() -> None:
    heap = Heap()
    names = heap.allocate("namespace", {"x": 1, "y": 1})
    asked = branch(heap, lambda: heap.set_key(names, "x", 2), nothing)
    assert asked.slots == {(names, "x"): (2, 1)} and names.content["x"].origin == "phi" and names.content["y"] == 1


def test_a_name_may_be_bound_on_one_side() -> None:
    heap = Heap()
    names = heap.allocate("namespace", {"y": 1})
    asked = branch(heap, lambda: heap.set_key(names, "x", 2), lambda: heap.delete_key(names, "y"))
    assert asked.slots == {(names, "x"): (2, ABSENT), (names, "y"): (1, ABSENT)}


def test_lists_of_one_length_are_merged_by_their_items() -> None:
    heap = Heap()
    xs = heap.allocate("list", [1, 2])
    asked = branch(heap, lambda: heap.append(xs, 3), lambda: (heap.append(xs, 4), heap.set_index(xs, 0, 1)))
    assert asked.slots == {(xs, 2): (3, 4)} and xs.content[:2] == [1, 2] and len(xs.content) == 3


@pytest.mark.parametrize(
    ("kind", "content", "a", "b"),
    [
        ("list", [1], lambda h, c: h.append(c, 2), lambda h, c: None),
        ("deque", deque([1]), lambda h, c: h.pop(c), lambda h, c: h.append(c, 2)),
        ("dict", {"a": 1}, lambda h, c: h.set_key(c, "b", 1), lambda h, c: None),
        ("dict", {"a": 1}, lambda h, c: h.set_key(c, "b", 1), lambda h, c: h.delete_key(c, "a")),
        ("set", {1}, lambda h, c: h.add(c, 2), lambda h, c: None),
    ],
)
def test_other_structures_are_merged_as_a_whole(kind: str, content: Any, a: Any, b: Any) -> None:
    heap = Heap()
    cell, kept = heap.allocate(kind, content.copy()), heap.allocate("list", [])
    heap.allocate("list", [kept])
    asked = branch(heap, lambda: a(heap, cell), lambda: b(heap, cell))
    assert asked.wholes.keys() == {cell} and not asked.slots and not is_known(cell) and heap.may_change_now(kept)


def test_the_order_in_which_keys_came_is_part_of_the_structure() -> None:
    heap = Heap()
    cell = heap.allocate("dict", {})
    asked = branch(
        heap,
        lambda: (heap.set_key(cell, "a", 1), heap.set_key(cell, "b", 1)),
        lambda: (heap.set_key(cell, "b", 1), heap.set_key(cell, "a", 1)),
    )
    assert asked.wholes == {cell: ({"a": 1, "b": 1}, {"b": 1, "a": 1})}


def test_a_phi_of_objects_shares_with_both() -> None:
    heap = Heap()
    xs, ys = heap.allocate("list", [1]), heap.computed("list", None)
    names = heap.allocate("namespace", {"z": None})
    branch(heap, lambda: heap.set_key(names, "z", xs), lambda: heap.set_key(names, "z", ys))
    phi = names.content["z"]
    assert xs.content == [1] and not heap.may_change_now(xs)
    assert phi.region.find() is ys.region.find() is xs.region.find()


def test_a_phi_inside_of_what_another_phi_may_be_is_in_its_region() -> None:
    heap = Heap()
    one, two, three = (heap.allocate("list", []) for _ in range(3))
    xs = heap.allocate("list", [three])
    names = heap.allocate("namespace", {"z": None})
    branch(
        heap,
        lambda: (heap.set_key(names, "z", xs), heap.set_index(xs, 0, one)),
        lambda: (heap.set_key(names, "z", two), heap.set_index(xs, 0, two)),
    )
    outer, inner = names.content["z"], xs.content[0]
    assert outer.region.find() is inner.region.find() is one.region.find() is two.region.find() is xs.region.find()


def test_regions_united_or_changed_on_a_side_are_so_afterwards() -> None:
    heap = Heap()
    one, two, three, four = (heap.computed("list", None) for _ in range(4))
    for value, place in ((one, "1"), (two, "2"), (three, "3"), (four, "4")):
        heap.set_place(value.region, place)
    versions = [heap.version_of(value) for value in (one, two, three, four)]
    tie = [Operand(one), Operand(two)], [Result("tuple", holds=(0, 1))]
    asked = branch(heap, lambda: apply(heap, *tie, None), lambda: apply(heap, [Operand(two, Change.DEEP)], [], None))
    assert one.region.find() is two.region.find()
    assert heap.version_of(one) == versions[0] and heap.version_of(two) > versions[1]
    assert heap.version_of(three) == versions[2] and three.region.state().place == "3"
    assert asked.regions == {one.region.find(): ({None}, {"1", "2"})} and one.region.state().place == "joined"


def test_a_cell_that_one_side_left_to_the_run_is_computed() -> None:
    heap = Heap()
    inner = heap.allocate("list", [])
    xs = heap.allocate("list", [1])
    asked = branch(heap, lambda: apply(heap, [Operand(xs, Change.SHALLOW)], [], None), lambda: heap.append(xs, inner))
    (left, known) = asked.computeds[xs]
    assert isinstance(left, Computed) and known == [1, inner] and not is_known(xs)
    assert inner.region is not None and xs.region is not None and inner.region.find() is xs.region.find()


def test_a_cell_that_is_a_member_on_one_side_and_changed_on_the_other_is_computed() -> None:
    heap = Heap()
    xs = heap.allocate("list", [1])
    wrap = [Operand(xs)], [Result("list", holds=(0,))]
    asked = branch(heap, lambda: apply(heap, *wrap, None), lambda: heap.append(xs, 2))
    assert asked.computeds == {xs: ([1], [1, 2])}


def test_a_cell_that_is_a_member_on_one_side_stays_known() -> None:
    heap = Heap()
    xs = heap.allocate("list", [1])
    asked = branch(heap, lambda: apply(heap, [Operand(xs)], [Result("list", holds=(0,))], None), nothing)
    assert not asked.computeds and xs.content == [1] and not heap.may_change_now(xs)


def test_new_cells_of_a_side_stay_valid() -> None:
    heap = Heap()
    results = heap.allocate("list", [None])

    def side() -> None:
        new = heap.allocate("list", [1])
        heap.set_index(results, 0, new)
        inner = heap.fork()
        heap.append(new, 2)
        heap.commit(inner)

    asked = branch(heap, side, side)
    (a, b) = asked.slots[results, 0]
    assert a.content == b.content == [1, 2] and a is not b


def test_a_join_inside_of_a_fork_is_taken_back_with_it() -> None:
    heap = Heap()
    xs, made = heap.allocate("list", [1]), heap.computed("list", None)
    outer = heap.fork()
    branch(heap, lambda: apply(heap, [Operand(xs, Change.DEEP, (1,)), Operand(made)], [], None), nothing)
    assert not is_known(xs)
    heap.discard(outer)
    assert xs.content == [1] and heap.may_change_now(xs) and list(made.region.all_roots()) == [made]


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_join_is_the_naive_one(data: st.DataObject) -> None:
    """Drawn writes of known objects on both sides; asked is for what differs, and for nothing else."""
    world = World()
    for _ in range(data.draw(st.integers(0, 6))):
        world.build(data.draw)
    cells = [world.variables, *(root for root in world.real_of if isinstance(root, Cell))]
    contents, deltas = [], []
    for _ in range(2):
        saved = world.fork()
        for _ in range(data.draw(st.integers(0, 6))):
            data.draw(st.sampled_from((world.build, world.write, world.write)))(data.draw)
        contents.append({cell: world.snapshot().contents[cell] for cell in cells})
        deltas.append(world.heap.discard(saved.fork))
        world.restore_reality(saved)
    asked = Asked()
    join(world.heap, *deltas, asked)
    slots: set[tuple[Cell, Value]] = set()
    wholes: set[Cell] = set()
    for cell in cells:
        a, b = contents[0][cell], contents[1][cell]
        if not same_structure(cell, a, b):
            wholes.add(cell)
            continue
        now = cell.content if is_known(cell) else None
        keys = range(len(a)) if isinstance(a, list | deque) else a.keys() | b.keys() if isinstance(a, dict) else ()
        for key in keys:
            one, other = (a[key], b[key]) if not isinstance(a, dict) else (a.get(key, ABSENT), b.get(key, ABSENT))
            if not alike(one, other):
                slots.add((cell, key))
                assert now is None or now[key].origin == "phi"
            elif now is not None:
                assert alike(now[key], one)
    assert asked.slots.keys() == slots and asked.wholes.keys() == wholes and not asked.computeds


def same_structure(cell: Cell, a: Any, b: Any) -> bool:
    if isinstance(a, set):
        return alike(frozenset(a), frozenset(b))
    if cell.kind == "namespace" or isinstance(a, list | deque):
        return len(a) == len(b)
    if cell.kind in NAMED and cell.kind != "instance":
        return [key for key in a if key in b] == [key for key in b if key in a]
    return list(a) == list(b)
