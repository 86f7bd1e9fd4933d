"""What operations left to the run do to the heap, one rule a test."""

from __future__ import annotations

from typing import Any

import pytest

from eflows2smk.frontend.heap.cells import Cell, is_known
from eflows2smk.frontend.heap.effects import Applied, Change, Operand, Result, apply, unknown
from eflows2smk.frontend.heap.heap import Heap
from eflows2smk.frontend.heap.values import Computed, Value

KEPT, SHALLOW, DEEP = Change.NOTHING, Change.SHALLOW, Change.DEEP


def run(heap: Heap, *operands: Operand, result: Result | None = None) -> Applied:
    return apply(heap, operands, [result or Result("None")], "line 3")


def new(heap: Heap, *members: Value) -> Cell:
    return heap.allocate("list", list(members))


def region(value: Cell | Computed) -> Any:
    return None if value.region is None else value.region.find()


def test_what_a_task_returns_is_a_region_of_its_own() -> None:
    heap = Heap()
    assert region(heap.computed("list", None)) is not region(heap.computed("list", None))


def test_reading_changes_no_version_and_shares_nothing() -> None:
    heap = Heap()
    xs, ys = heap.computed("list", None), new(heap)
    before = heap.version_of(xs)
    done = run(heap, Operand(xs), Operand(ys), result=Result("int"))
    assert done.changed == () and done.results[0].region is None
    assert heap.version_of(xs) == before and heap.may_change_now(ys)


def test_immutable_operands_concern_nobody() -> None:
    heap = Heap()
    done = run(heap, Operand(3, DEEP), Operand("a"), Operand((1, "b"), DEEP), result=Result(None, may_be=(0, 1, 2)))
    assert done.changed == () and list(region(done.results[0]).all_roots()) == [done.results[0]]


def test_a_known_object_that_is_changed_becomes_computed_at_its_address() -> None:
    heap = Heap()
    xs = new(heap, 1)
    alias = heap.allocate("namespace", {"a": xs, "b": xs})
    done = run(heap, Operand(xs, SHALLOW))
    assert not is_known(xs) and alias.content["a"] is alias.content["b"] is xs
    assert xs.content.type == "list" and xs.content.origin == "line 3" and done.changed == (region(xs),)


def test_a_shallow_change_leaves_what_is_inside_known_but_not_changeable() -> None:
    heap = Heap()
    inner = new(heap, 1)
    outer, made = new(heap, inner), heap.computed("list", None)
    heap.append(outer, made)
    version = heap.version_of(made)
    run(heap, Operand(outer, SHALLOW))
    assert not is_known(outer) and inner.content == [1] and not heap.may_change_now(inner)
    assert region(outer) is region(inner) is region(made) and heap.version_of(made) == version


def test_a_deep_change_reaches_all() -> None:
    heap = Heap()
    inner, made = new(heap, 1), heap.computed("list", None)
    outer, version = new(heap, (inner, made)), heap.version_of(made)
    outer.content.append(outer)
    run(heap, Operand(outer, DEEP))
    assert not is_known(outer) and not is_known(inner) and heap.version_of(made) > version
    assert region(outer) is region(inner) is region(made)


def test_a_tuple_is_changed_in_its_members_alone() -> None:
    heap = Heap()
    xs = new(heap)
    run(heap, Operand((xs, 1), SHALLOW))
    assert is_known(xs) and heap.may_change_now(xs)
    run(heap, Operand((xs, 1), DEEP))
    assert not is_known(xs)


def test_two_changed_operands_are_two_regions_unless_one_holds_the_other() -> None:
    heap = Heap()
    xs, ys = new(heap), new(heap)
    run(heap, Operand(xs, SHALLOW), Operand(ys, SHALLOW))
    assert region(xs) is not region(ys)
    run(heap, Operand(xs, SHALLOW, holds=(1,)), Operand(ys))
    assert region(xs) is region(ys)


def test_what_two_changed_operands_refer_to_is_no_newer_in_whatever_order_they_come() -> None:
    heap = Heap()
    made = heap.computed("list", None)
    ys = new(heap, made)
    xs, version = new(heap, ys), heap.version_of(made)
    run(heap, Operand(xs, SHALLOW), Operand(ys, SHALLOW), Operand(xs, SHALLOW))
    assert not is_known(xs) and not is_known(ys) and region(xs) is region(made)
    assert heap.version_of(made) == version


def test_what_is_held_afterwards_stays_known_and_is_no_newer() -> None:
    heap = Heap()
    xs, ys, made = heap.computed("list", None), new(heap, 1), heap.computed("list", None)
    version = heap.version_of(made)
    run(heap, Operand(xs, SHALLOW, holds=(1, 2)), Operand(ys), Operand(made))
    assert ys.content == [1] and not heap.may_change_now(ys)
    assert region(xs) is region(ys) is region(made) and heap.version_of(made) == version


def test_what_changes_nothing_holds_nothing() -> None:
    with pytest.raises(ValueError):
        Operand(1, holds=(0,))


def test_a_result_that_may_be_a_known_object_shares_its_region_and_its_later_changes() -> None:
    heap = Heap()
    xs, ys = new(heap, 1), new(heap, 2)
    chosen = run(heap, Operand(xs), Operand(ys), result=Result("list", may_be=(0, 1))).results[0]
    assert xs.content == [1] and region(chosen) is region(xs) is region(ys)
    run(heap, Operand(chosen, SHALLOW))
    assert not is_known(xs) and not is_known(ys)


def test_a_part_of_a_known_container_leaves_the_container_changeable() -> None:
    heap = Heap()
    first, second = heap.computed("list", None), new(heap)
    results = new(heap, first, second)
    item = run(heap, Operand(results), Operand(2), result=Result(None, part_of=(0,))).results[0]
    assert region(item) is region(first) is region(second)
    assert heap.may_change_now(results) and not heap.may_change_now(second)


def test_a_known_container_of_computed_members_stays_known_when_one_of_them_changes() -> None:
    heap = Heap()
    first, second = heap.computed("list", None), heap.computed("list", None)
    results = new(heap, first, second)
    run(heap, Operand(first, DEEP))
    assert is_known(results) and heap.may_change_now(results) and region(first) is not region(second)


def test_a_change_of_a_region_makes_all_its_cells_computed_and_nobody_else() -> None:
    heap = Heap()
    xs, ys, other = new(heap, 1), new(heap, 2), heap.computed("list", None)
    pair = run(heap, Operand(xs), Operand(ys), result=Result("tuple", holds=(0, 1))).results[0]
    version = heap.version_of(other)
    run(heap, Operand(xs, SHALLOW))
    assert not is_known(xs) and not is_known(ys) and heap.version_of(pair) == heap.version_of(xs)
    assert heap.version_of(other) == version


def test_a_union_makes_no_file_out_of_date() -> None:
    heap = Heap()
    old, young = heap.computed("list", None), heap.computed("list", None)
    run(heap, Operand(young, DEEP))
    stored = heap.version_of(old)
    run(heap, Operand(old), Operand(young), result=Result("tuple", holds=(0, 1)))
    assert region(old) is region(young) and heap.version_of(old) == stored < heap.version_of(young)
    run(heap, Operand(young, DEEP))
    assert heap.version_of(old) == heap.version_of(young) > stored


def test_nothing_is_known_of_an_unknown_operation() -> None:
    heap = Heap()
    inner, made, apart = new(heap), heap.computed("list", None), new(heap)
    xs = new(heap, inner)
    operands, results = unknown([xs, made, 3], [None, "int"])
    first, second = apply(heap, operands, results, None).results
    assert region(first) is region(xs) is region(inner) is region(made) and second.region is None
    assert not is_known(xs) and not is_known(inner) and is_known(apart) and heap.may_change_now(apart)


def test_results_of_one_operation_share_parts_only_where_that_is_said() -> None:
    heap = Heap()
    one, two, three = apply(heap, [], [Result("list"), Result("list", results=(0,)), Result("list")], None).results
    assert region(one) is region(two) is not region(three)


def test_an_instance_keeps_its_class_as_its_type() -> None:
    heap = Heap()
    model = heap.allocate("class", {})
    thing = heap.allocate("instance", {"a": 1}, model)
    run(heap, Operand(thing, DEEP))
    assert thing.content.type is model and is_known(model)


def test_an_evaluator_says_what_else_can_be_reached() -> None:
    heap = Heap(members=lambda cell: [*cell.content.values(), cell.type])
    model = heap.allocate("dict", {"count": 0}, None)
    run(heap, Operand(heap.allocate("instance", {}, model), DEEP))
    assert not is_known(model)


@pytest.mark.parametrize("kind", ["class", "function", "module"])
def test_code_stays_known_and_what_it_holds_does_not(kind: str) -> None:
    heap = Heap()
    held = heap.allocate("list", [1])
    code = heap.allocate(kind, {"cache": held, "count": 0}, None)
    run(heap, Operand(code, DEEP))
    assert is_known(code)
    assert not is_known(held)


def test_unions_are_of_logarithmic_depth() -> None:
    heap = Heap()
    values = [heap.computed("list", None) for _ in range(1024)]
    for value in values[1:]:
        run(heap, Operand(values[0], SHALLOW, holds=(1,)), Operand(value))
    for value in values:
        depth, node = 0, value.region
        while node is not None and node.parent is not None:
            depth, node = depth + 1, node.parent
        assert depth <= 10
