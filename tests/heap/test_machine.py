"""The heap beside real objects: drawn programs of known and residual operations, tasks, forks and branches."""

from __future__ import annotations

from collections import deque
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.changes import Changes, Delta
from eflows2smk.frontend.heap.joining import join, replay
from eflows2smk.frontend.heap.regions import Region, State
from eflows2smk.frontend.heap.values import ABSENT, Computed, Value
from tests.heap.world import Draw, Saved, Snapshot, Thing, World, naive_changes, pick, put, same_snapshot, seen


class Phis:
    """Merges everything to computed values, and remembers where they stand."""

    def __init__(self) -> None:
        self.made: list[tuple[Cell, Value, Computed]] = []

    def slot(self, cell: Cell, slot: Value, a: Value, b: Value) -> Value:
        assert a is not b
        phi = Computed(None, "phi")
        self.made.append((cell, slot, phi))
        return phi

    def whole(self, cell: Cell, a: Any, b: Any) -> Any:
        assert not isinstance(a, Computed) and not isinstance(b, Computed)
        return Computed(cell.kind, "phi")

    def computed(self, cell: Cell, a: Any, b: Any) -> Computed:
        return Computed(cell.kind, "phi")

    def region(self, region: Region, a: tuple[State, ...], b: tuple[State, ...]) -> object:
        return "joined"


def same_changes(found: Changes, naive: Changes) -> bool:
    """Slots of equal keys with the very same values; texts of a set's members and orders compare as values."""

    def plain(changes: Changes) -> Any:
        return {
            cell: {slot: tuple(map(identity, pair)) for slot, pair in slots.items()}
            for cell, slots in changes.cells.items()
        }

    def identity(value: Value) -> Any:
        if isinstance(value, set):
            # Equal ones may have other orders.
            return sorted(map(repr, value))
        return id(value) if isinstance(value, Cell | Computed) else repr(value)

    return (
        plain(found) == plain(naive)
        and {cell: region.find() for cell, region in found.joined.items()}
        == {cell: region.find() for cell, region in naive.joined.items()}
        and found.regions == naive.regions
        and set(map(frozenset, found.united)) == set(map(frozenset, naive.united))
    )


class Heaps(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.forks: list[Saved] = []

    @rule(data=st.data())
    def build(self, data: st.DataObject) -> None:
        self.world.build(data.draw)

    @rule(data=st.data())
    def write(self, data: st.DataObject) -> None:
        self.world.write(data.draw)

    @rule(data=st.data())
    def run(self, data: st.DataObject) -> None:
        self.world.run(data.draw)

    @rule(data=st.data())
    def task(self, data: st.DataObject) -> None:
        self.world.task(data.draw)

    @rule(data=st.data())
    def store(self, data: st.DataObject) -> None:
        self.world.store(data.draw)

    @precondition(lambda self: len(self.forks) < 4)
    @rule()
    def fork(self) -> None:
        self.forks.append(self.world.fork())

    @precondition(lambda self: self.forks)
    @rule()
    def commit(self) -> None:
        self.world.heap.commit(self.forks.pop().fork)

    @precondition(lambda self: self.forks)
    @rule(again=st.booleans())
    def discard(self, again: bool) -> None:
        world, saved = self.world, self.forks.pop()
        after, contents = world.snapshot(), world.real_contents()
        real_of, files = dict(world.real_of), list(world.files)
        delta = world.heap.discard(saved.fork)
        world.restore_reality(saved)
        assert same_snapshot(world.snapshot(), saved.heap)
        if again:
            world.check()
            replay(world.heap, delta)
            for real, content in contents:
                put(real, content)
            world.real_of = real_of
            world.files = files
            assert same_replayed(world.snapshot(), after)

    @rule(data=st.data())
    def branch(self, data: st.DataObject) -> None:
        world = self.world
        sides = [self._side(data.draw) for _ in range(2)]
        phis = Phis()
        join(world.heap, sides[0].delta, sides[1].delta, phis)
        taken = pick(data.draw, sides)
        for side in sides:
            world.real_of |= side.real_of
        for real, content in (*sides[0].contents, *sides[1].contents, *taken.contents):
            put(real, content)
        for root in [*world.real_of]:
            # The other side's own objects don't exist.
            if root not in taken.real_of:
                del world.real_of[root]
        for cell, slot, phi in phis.made:
            if cell in world.real_of or cell is world.variables:
                world.real_of[phi] = _slot(
                    world.real_variables if cell is world.variables else world.real_of[cell], slot
                )

    def _side(self, draw: Draw) -> Side:
        world, saved = self.world, self.world.fork()
        for _ in range(draw(st.integers(0, 4))):
            world.step(draw)
            world.check()
        self._check_differs(saved)
        contents, real_of = world.real_contents(), world.real_of
        side = Side(world.heap.discard(saved.fork), contents, real_of)
        world.restore_reality(saved)
        assert same_snapshot(world.snapshot(), saved.heap)
        return side

    @invariant()
    def heap_is_right(self) -> None:
        self.world.check()
        for saved in self.forks:
            self._check_differs(saved)

    def _check_differs(self, saved: Saved) -> None:
        found = seen(self.world.heap.differs(saved.fork), saved.heap)
        assert same_changes(found, naive_changes(saved.heap, self.world.snapshot()))


class Side:
    def __init__(self, delta: Delta, contents: list[tuple[Any, Any]], real_of: dict[Any, Any]) -> None:
        self.delta, self.contents, self.real_of = delta, contents, real_of


def _slot(real: Any, slot: Value) -> Any:
    if isinstance(real, list | deque):
        return real[slot]
    return (vars(real) if isinstance(real, Thing) else real).get(slot, ABSENT)


def same_replayed(first: Snapshot, second: Snapshot) -> bool:
    """As `same_snapshot`, but for which node stands for a region of several."""
    groups = [
        {frozenset(root for root, its in shot.regions.items() if its is node) for node in shot.states}
        for shot in (first, second)
    ]
    states = [
        {root: shot.states[node].place for root, node in shot.regions.items() if node} for shot in (first, second)
    ]
    contents = [Snapshot(shot.contents, shot.types, {}, shot.versions, {}, {}) for shot in (first, second)]
    return groups[0] == groups[1] and states[0] == states[1] and same_snapshot(*contents)


ALL_IS_WELL = list(HealthCheck)


def test_the_heap_beside_real_objects() -> None:
    few = settings(
        max_examples=60,
        stateful_step_count=25,
        deadline=None,
        # The same ones each time; `--long` draws others.
        derandomize=True,
        suppress_health_check=ALL_IS_WELL,
        phases=[Phase.generate],
    )
    run_state_machine_as_test(Heaps, settings=few)


def test_the_heap_beside_thousands_of_programs(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--long"):
        pytest.skip("only with --long")
    # Shrinking takes longer than reading what is drawn.
    many = settings(
        max_examples=4000,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=ALL_IS_WELL,
        phases=[Phase.reuse, Phase.generate],
    )
    run_state_machine_as_test(Heaps, settings=many)
