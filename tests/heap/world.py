"""Real Python objects beside a heap that is told only facts about what happens to them.

`World` does known operations on both, and operations left to the run on the real objects alone, with facts that are
true but may be weaker than the truth. Its `check` compares: what the heap still takes for known is so, what it takes
for unchanged is so, and what may share parts according to nobody does not.
"""

from __future__ import annotations

import copy
import pickle
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from eflows2smk.frontend.heap.cells import Cell, is_known
from eflows2smk.frontend.heap.changes import Changes, Slot
from eflows2smk.frontend.heap.effects import Change, Operand, Result, apply, unknown
from eflows2smk.frontend.heap.heap import Fork, Heap
from eflows2smk.frontend.heap.regions import Region, State, version_of
from eflows2smk.frontend.heap.values import ABSENT, Computed, Value, alike

ATOMS = (0, 1, True, 1.0, -0.0, 0.0, "a", None, 7)
NAMES = ("v0", "v1", "v2", "v3", "v4")
Draw = Callable[[st.SearchStrategy[Any]], Any]


class Thing:
    """An instance of a program's class."""


@dataclass(frozen=True)
class Pair:
    """The same thing in the heap and in reality."""

    value: Value
    real: Any


@dataclass(frozen=True)
class File:
    """What was stored of a region, and the version that it shows."""

    roots: tuple[Cell | Computed, ...]
    data: bytes
    version: int


@dataclass(frozen=True)
class Happening:
    """What an operation really did, in the strongest facts."""

    result: Any
    operands: dict[int, tuple[Change, tuple[int, ...]]] = field(default_factory=dict)
    facts: Result = field(default_factory=lambda: Result("None"))


def pick(draw: Draw, choices: Sequence[Any]) -> Any:
    """By number, since a failing example prints all that is drawn."""
    return choices[draw(st.integers(0, len(choices) - 1))]


def is_mutable(real: Any) -> bool:
    return isinstance(real, list | dict | set | deque | Thing)


def real_members(real: Any) -> Iterator[Any]:
    match real:
        case Thing():
            yield from vars(real).values()
        case dict():
            yield from real.values()
        case list() | tuple() | set() | deque():
            yield from real


def reach(real: Any) -> dict[int, Any]:
    """All mutable objects from one on, by their ids."""
    found: dict[int, Any] = {}
    todo = [real]
    while todo:
        one = todo.pop()
        if id(one) in found:
            continue
        if is_mutable(one):
            found[id(one)] = one
        todo.extend(real_members(one))
    return found


def canonical(*reals: Any) -> list[Any]:
    """Equal for objects that no program can tell from each other, identity of their parts included."""
    numbers: dict[int, int] = {}
    lines: list[Any] = []

    def name(real: Any) -> Any:
        if isinstance(real, tuple):
            return ("tuple", *map(name, real))
        if not is_mutable(real):
            return type(real).__name__, repr(real)
        if id(real) in numbers:
            return numbers[id(real)]
        number = numbers[id(real)] = len(numbers)
        lines.append(None)
        if isinstance(real, set):
            inside = sorted(map(repr, map(name, real)))
        elif isinstance(real, dict | Thing):
            inside = [(key, name(value)) for key, value in (vars(real) if isinstance(real, Thing) else real).items()]
        else:
            inside = list(map(name, real))
        lines[number] = (type(real).__name__, inside)
        return number

    return [list(map(name, reals)), lines]


# What the run does, each with the facts about it. None: not possible with these objects. -----------------------------


def _append(xs: Any, y: Any) -> Happening | None:
    if not isinstance(xs, list | deque):
        return None
    xs.append(y)
    return Happening(None, {0: (Change.SHALLOW, (1,))})


def _pop(xs: Any, _: Any) -> Happening | None:
    if not isinstance(xs, list | deque) or not xs:
        return None
    return Happening(xs.pop(), {0: (Change.SHALLOW, ())}, Result(part_of=(0,)))


def _get(x: Any, _: Any) -> Happening | None:
    inside = list(real_members(x))
    return Happening(inside[0], facts=Result(part_of=(0,))) if inside else None


def _same(x: Any, _: Any) -> Happening:
    return Happening(x, facts=Result(may_be=(0,)))


def _either(x: Any, y: Any) -> Happening:
    return Happening(y, facts=Result(may_be=(0, 1)))


def _wrap(x: Any, _: Any) -> Happening:
    return Happening([x], facts=Result("list", holds=(0,)))


def _tie(x: Any, y: Any) -> Happening:
    return Happening((x, y), facts=Result("tuple", holds=(0, 1)))


def _concatenate(xs: Any, ys: Any) -> Happening | None:
    if not isinstance(xs, list) or not isinstance(ys, list):
        return None
    return Happening(xs + ys, facts=Result("list", part_of=(0, 1)))


def _copy(xs: Any, _: Any) -> Happening | None:
    return Happening(copy.copy(xs), facts=Result(part_of=(0,))) if is_mutable(xs) else None


def _clear(xs: Any, _: Any) -> Happening | None:
    if not is_mutable(xs):
        return None
    (vars(xs) if isinstance(xs, Thing) else xs).clear()
    return Happening(None, {0: (Change.SHALLOW, ())})


def _assign(x: Any, y: Any) -> Happening | None:
    if not isinstance(x, Thing | dict):
        return None
    (vars(x) if isinstance(x, Thing) else x)["b"] = y
    return Happening(None, {0: (Change.SHALLOW, (1,))})


def _swap(xs: Any, ys: Any) -> Happening | None:
    if not isinstance(xs, list) or not isinstance(ys, list) or not xs or not ys:
        return None
    xs[0], ys[0] = ys[0], xs[0]
    return Happening(None, {0: (Change.SHALLOW, (1,)), 1: (Change.SHALLOW, (0,))})


def _scribble(x: Any, _: Any) -> Happening:
    for one in reach(x).values():
        if isinstance(one, list | deque):
            one.append(8)
        elif isinstance(one, set):
            one.add(8)
        else:
            (vars(one) if isinstance(one, Thing) else one)["c"] = 8
    return Happening(None, {0: (Change.DEEP, ())})


def _rearrange(x: Any, _: Any) -> Happening | None:
    lists = [one for one in reach(x).values() if isinstance(one, list)]
    if len(lists) < 2:
        return None
    lists[0].append(lists[-1])
    return Happening(lists[-1], {0: (Change.DEEP, ())}, Result("list", may_be=(0,)))


def _length(x: Any, _: Any) -> Happening:
    return Happening(len(list(real_members(x))), facts=Result("int"))


OPERATIONS = (
    *(_append, _pop, _get, _same, _either, _wrap, _tie, _concatenate, _copy, _clear, _assign, _swap),
    *(_scribble, _rearrange, _length),
)


@dataclass
class Saved:
    """All that a fork has to bring back, copied naively."""

    fork: Fork
    heap: Snapshot
    contents: list[tuple[Any, Any]]
    real_of: dict[Cell | Computed, Any]
    files: list[File]


@dataclass
class Snapshot:
    """contents: of each cell, copied. regions: what stands for each root; versions: the root's own."""

    contents: dict[Cell, Any]
    types: dict[Cell, Value]
    regions: dict[Cell | Computed, Region | None]
    versions: dict[Cell | Computed, int]
    states: dict[Region, State]
    roots: dict[Region, frozenset[Any]]


class World:
    def __init__(self) -> None:
        self.heap = Heap()
        self.real_of: dict[Cell | Computed, Any] = {}
        self.files: list[File] = []
        self.real_variables: dict[str, Any] = dict.fromkeys(NAMES)
        self.variables = self.heap.allocate("namespace", dict.fromkeys(NAMES))
        self._begin()

    def _begin(self) -> None:
        """Some objects to start with: nested, with two names, and one that a task returned."""
        allocate = self.heap.allocate
        inner, thing = [1], Thing()
        outer = [inner, 7]
        vars(thing)["a"] = outer
        reals: list[Any] = [inner, outer, thing, {"a": inner}, [[2], 3]]
        first = allocate("list", [1])
        second = allocate("list", [first, 7])
        values = [first, second, allocate("instance", {"a": second}, "Thing"), allocate("dict", {"a": first})]
        for name, value, real in zip(NAMES, [*values, self.heap.computed("list", "task")], reals, strict=True):
            self.real_of[value] = self.real_variables[name] = real
            self.heap.set_key(self.variables, name, value)

    # Choosing ---------------------------------------------------------------------------------------------------------

    def pairs(self) -> list[Pair]:
        """What a program can get at: variables, and what is in what is known."""
        found: list[Pair] = []
        seen: set[Any] = set()
        todo = [Pair(self.variables.content[name], self.real_variables[name]) for name in NAMES]
        while todo:
            pair = todo.pop()
            value, real = pair.value, pair.real
            if isinstance(value, Cell | Computed) and value in seen:
                continue
            if isinstance(value, Cell | Computed):
                seen.add(value)
            if isinstance(value, Computed) and self.real_of[value] is ABSENT:
                continue
            found.append(pair)
            if isinstance(value, tuple):
                todo += map(Pair, value, real)
            elif isinstance(value, Cell) and is_known(value):
                todo += (Pair(*both) for both in self.inside(value, real))
        return found

    def inside(self, cell: Cell, real: Any) -> Iterator[tuple[Value, Any]]:
        if isinstance(cell.content, dict):
            names = vars(real) if isinstance(real, Thing) else real
            yield from ((value, names.get(key, ABSENT)) for key, value in cell.content.items())
        elif isinstance(cell.content, list | deque):
            yield from zip(cell.content, real, strict=True)

    def choose(self, draw: Draw) -> Pair:
        return pick(draw, self.pairs())

    def bind(self, draw: Draw, pair: Pair) -> None:
        if isinstance(pair.value, Cell | Computed):
            self.real_of[pair.value] = pair.real
        name = pick(draw, NAMES)
        self.heap.set_key(self.variables, name, pair.value)
        self.real_variables[name] = pair.real

    # Steps ------------------------------------------------------------------------------------------------------------

    def step(self, draw: Draw) -> None:
        pick(draw, (self.build, self.write, self.write, self.run, self.run, self.task, self.store))(draw)

    def build(self, draw: Draw) -> None:
        """A new known object, or an immutable value."""
        kind = pick(draw, ("atom", "tuple", "list", "dict", "set", "deque", "instance"))
        some = [self.choose(draw) for _ in range(draw(st.integers(0, 2)))]
        values, reals = [pair.value for pair in some], [pair.real for pair in some]
        allocate = self.heap.allocate
        match kind:
            case "atom":
                atom = pick(draw, ATOMS)
                pair = Pair(atom, atom)
            case "tuple":
                pair = Pair(tuple(values), tuple(reals))
            case "list":
                pair = Pair(allocate(kind, values), reals)
            case "deque":
                pair = Pair(allocate(kind, deque(values, 3)), deque(reals, 3))
            case "set":
                members = draw(st.sets(st.sampled_from((0, 1, 7, "a", (1, 2)))))
                pair = Pair(allocate(kind, set(members)), set(members))
            case "dict":
                pair = Pair(allocate(kind, dict(zip("ab", values, strict=False))), dict(zip("ab", reals, strict=False)))
            case _:
                thing = Thing()
                vars(thing).update(zip("ab", reals, strict=False))
                pair = Pair(allocate(kind, dict(zip("ab", values, strict=False)), "Thing"), thing)
        self.bind(draw, pair)

    def write(self, draw: Draw) -> None:
        """A known operation on a known object, where that is allowed; or a new binding."""
        cells = [
            pair
            for pair in self.pairs()
            if isinstance(pair.value, Cell) and is_known(pair.value) and self.heap.may_change_now(pair.value)
        ]
        if not cells or draw(st.integers(0, 4)) == 0:
            self.bind(draw, self.choose(draw))
            return
        target, one = pick(draw, cells), self.choose(draw)
        cell, real, heap = target.value, target.real, self.heap
        match cell.content:
            case list() | deque():
                self._write_sequence(draw, cell, real, one)
            case dict():
                names = vars(real) if isinstance(real, Thing) else real
                key = pick(draw, "abc")
                how = pick(draw, ("set", "set", "delete", "clear"))
                if how == "set":
                    heap.set_key(cell, key, one.value)
                    names[key] = one.real
                elif how == "clear":
                    heap.clear(cell)
                    names.clear()
                elif key in names and key in cell.content:
                    heap.delete_key(cell, key)
                    del names[key]
            case set():
                member = pick(draw, (0, 1, True, 1.0, 7, "a", (1, 2), (True, 2)))
                if draw(st.booleans()):
                    heap.add(cell, member)
                    real.add(member)
                else:
                    heap.discard_member(cell, member)
                    real.discard(member)

    def _write_sequence(self, draw: Draw, cell: Cell, real: Any, one: Pair) -> None:
        heap, length = self.heap, len(real)
        how = pick(draw, ("append", "extend", "set", "pop", "pop", "insert", "remove", "reverse", "clear"))
        index = draw(st.integers(-length, length - 1)) if length else 0
        if how == "append":
            heap.append(cell, one.value)
            real.append(one.real)
        elif how == "extend":
            heap.extend(cell, [one.value, 7])
            real.extend([one.real, 7])
        elif how == "insert" and isinstance(real, deque):
            heap.append_left(cell, one.value)
            real.appendleft(one.real)
        elif how == "insert":
            heap.insert(cell, index, one.value)
            real.insert(index, one.real)
        elif how == "clear":
            heap.clear(cell)
            real.clear()
        elif how == "reverse":
            content = cell.content
            heap.replace(cell, deque(reversed(content), 3) if isinstance(content, deque) else content[::-1])
            real.reverse()
        elif length and how == "set":
            heap.set_index(cell, index, one.value)
            real[index] = one.real
        elif length:
            heap.pop(cell, -1 if how == "pop" else index)
            del real[-1 if how == "pop" else index]

    def run(self, draw: Draw) -> None:
        """An operation left to the run: it happens to the real objects, and the heap gets facts."""
        pairs = [self.choose(draw), self.choose(draw)]
        happening = pick(draw, OPERATIONS)(*(pair.real for pair in pairs))
        if happening is None:
            return
        operands = [Operand(pair.value, *happening.operands.get(i, ())) for i, pair in enumerate(pairs)]
        results = [happening.facts]
        weaker = pick(draw, ("exact", "exact", "deep", "may be", "holds", "unknown"))
        if weaker == "deep":
            operands = [replace(one, change=Change.DEEP) if one.change is Change.SHALLOW else one for one in operands]
        elif weaker == "may be":
            results = [replace(results[0], type=None, may_be=(0, 1))]
        elif weaker == "holds":
            operands = [replace(one, holds=(0, 1)) if one.holds else one for one in operands]
        elif weaker == "unknown":
            operands, results = unknown([pair.value for pair in pairs], [results[0].type])
        before = self.snapshot()
        expected = self.may_change(operands)
        applied = apply(self.heap, operands, results, "here")
        self.check_only_changed(before, expected)
        assert {region.find() for region in applied.changed} == {one.region.find() for one in expected}
        for region in applied.changed:
            self.heap.set_place(region, "script")
        self.bind(draw, Pair(applied.results[0], happening.result))

    def task(self, draw: Draw) -> None:
        """A job: it gets copies, and its result is nobody's."""
        real = copy.deepcopy(self.choose(draw).real)
        self.bind(draw, Pair(self.heap.computed(None, "task"), real))

    def store(self, draw: Draw) -> None:
        regions = list(dict.fromkeys(root.region.find() for root in self.real_of if root.region is not None))
        if regions:
            region = pick(draw, regions)
            roots = tuple(root for root in region.all_roots() if self.real_of.get(root, ABSENT) is not ABSENT)
            data = pickle.dumps([self.real_of[root] for root in roots])
            self.files.append(File(roots, data, region.state().version))

    # Forks ------------------------------------------------------------------------------------------------------------

    def fork(self) -> Saved:
        snapshot, contents = self.snapshot(), self.real_contents()
        return Saved(self.heap.fork(), snapshot, contents, dict(self.real_of), list(self.files))

    def restore_reality(self, saved: Saved) -> None:
        for real, content in saved.contents:
            put(real, content)
        self.real_of, self.files = dict(saved.real_of), list(saved.files)

    def real_contents(self) -> list[tuple[Any, Any]]:
        found = reach([self.real_variables, *self.real_of.values()])
        return [(real, copy.copy(vars(real) if isinstance(real, Thing) else real)) for real in found.values()]

    def snapshot(self) -> Snapshot:
        roots = list(self.real_of)
        cells = [self.variables, *(root for root in roots if isinstance(root, Cell))]
        regions = {root: root.region.find() if root.region is not None else None for root in roots}
        nodes = [node for node in regions.values() if node is not None]
        return Snapshot(
            {cell: copy.copy(cell.content) if is_known(cell) else cell.content for cell in cells},
            {cell: cell.type for cell in cells},
            regions,
            {root: self.heap.version_of(root) for root in roots},
            {node: State(version_of(node), node.place) for node in nodes},
            {node: frozenset(node.all_roots()) for node in nodes},
        )

    # Checks -----------------------------------------------------------------------------------------------------------

    def may_change(self, operands: list[Operand]) -> list[Cell | Computed]:
        """What the facts let change, worked out naively: cells and computed values themselves."""
        found: list[Cell | Computed] = []
        for operand in operands:
            if operand.change is Change.SHALLOW and isinstance(operand.value, Cell | Computed):
                found.append(operand.value)
            elif operand.change is Change.DEEP:
                todo, seen = [operand.value], set()
                while todo:
                    value = todo.pop()
                    if isinstance(value, tuple):
                        todo += value
                    elif isinstance(value, Cell | Computed) and value not in seen:
                        seen.add(value)
                        if isinstance(value, Cell) and is_known(value):
                            todo += value.content.values() if isinstance(value.content, dict) else value.content
                found += seen
        return [one for one in found if isinstance(one, Cell) or one.region is not None]

    def check_only_changed(self, before: Snapshot, expected: list[Cell | Computed]) -> None:
        changed = {before.regions[one] for one in expected} - {None}
        for root, region in before.regions.items():
            if region is None and root in expected:
                assert not is_known(root)
            elif region in changed:
                assert not is_known(root) and self.heap.version_of(root) > before.versions[root]
            elif region is not None:
                assert self.heap.version_of(root) <= before.versions[root]
            if isinstance(root, Cell) and root not in expected and region not in changed:
                assert is_known(root) == (not isinstance(before.contents[root], Computed))

    def check(self) -> None:
        self._check_known()
        self._check_regions()
        self._check_files()

    def _check_known(self) -> None:
        assert list(self.variables.content) == list(self.real_variables)
        for name, value in self.variables.content.items():
            self._equal(value, self.real_variables[name])
        cells = [cell for cell in self.real_of if isinstance(cell, Cell)]
        assert len({id(self.real_of[cell]) for cell in cells}) == len(cells)
        for cell in cells:
            real = self.real_of[cell]
            if not is_known(cell):
                assert cell.region is not None
                continue
            if isinstance(cell.content, dict):
                there = [key for key, value in cell.content.items() if self.real_of.get(value, None) is not ABSENT]
                assert there == list(vars(real) if isinstance(real, Thing) else real)
            else:
                assert len(cell.content) == len(real)
            if isinstance(cell.content, set):
                assert alike(frozenset(cell.content), frozenset(real))
            for value, member in self.inside(cell, real):
                self._equal(value, member)

    def _equal(self, value: Value, real: Any) -> None:
        if isinstance(value, Cell | Computed):
            assert self.real_of[value] is real
        elif isinstance(value, tuple):
            assert type(real) is tuple and len(real) == len(value)
            for one, other in zip(value, real, strict=True):
                self._equal(one, other)
        else:
            assert alike(value, real)

    def _check_regions(self) -> None:
        """Who shares a mutable object in reality is in one region."""
        of_object: dict[int, Region] = {}
        unknown = [root for root in self.real_of if not is_known(root)]
        for root in unknown:
            for number in reach(self.real_of[root]):
                assert root.region is not None
                assert of_object.setdefault(number, root.region.find()) is root.region.find()
        for root in self.real_of:
            if root.region is not None:
                assert root in root.region.all_roots()
            if is_known(root) and id(self.real_of[root]) in of_object:
                assert root.region is not None and root.region.find() is of_object[id(self.real_of[root])]

    def _check_files(self) -> None:
        """What changed makes out of date what shows it."""
        for file in self.files:
            stored, reals = pickle.loads(file.data), [self.real_of[root] for root in file.roots]
            if canonical(*stored) != canonical(*reals):
                region = file.roots[0].region
                assert region is not None and region.state().version > file.version
                assert any(self.heap.version_of(root) > file.version for root in file.roots)
            for root, old, real in zip(file.roots, stored, reals, strict=True):
                if canonical(old) != canonical(real):
                    assert self.heap.version_of(root) > file.version


def put(real: Any, content: Any) -> None:
    """Give a mutable object this content, in place."""
    if isinstance(real, list | deque):
        real.clear()
        real.extend(content)
    else:
        names = vars(real) if isinstance(real, Thing) else real
        names.clear()
        names.update(content)


def same_snapshot(first: Snapshot, second: Snapshot) -> bool:
    return (
        first.types == second.types
        and first.regions == second.regions
        and first.versions == second.versions
        and first.states == second.states
        and first.roots == second.roots
        and first.contents.keys() == second.contents.keys()
        and not any(naive_slots(cell, old, second.contents[cell]) for cell, old in first.contents.items())
    )


def naive_slots(cell: Cell, before: Any, after: Any) -> dict[Value, tuple[Value, Value]]:
    if type(before) is not type(after) or isinstance(before, Computed):
        return {} if before is after else {Slot.WHOLE: (before, after)}
    if isinstance(before, list | deque):
        old, new = dict(enumerate(before)), dict(enumerate(after))
    elif isinstance(before, set):
        old, new = {one: one for one in before}, {one: one for one in after}
    else:
        old, new = before, after
    pairs = {slot: (old.get(slot, ABSENT), new.get(slot, ABSENT)) for slot in {**old, **new}}
    slots = {slot: pair for slot, pair in pairs.items() if not alike(*pair)}
    if isinstance(before, dict) and cell.kind != "namespace":
        order = [*(key for key in old if key in new), *(key for key in new if key not in old)]
        if order != list(new):
            slots[Slot.ORDER] = tuple(old), tuple(new)
    return slots


def naive_changes(before: Snapshot, now: Snapshot) -> Changes:
    cells = {cell: naive_slots(cell, content, now.contents[cell]) for cell, content in before.contents.items()}
    groups: dict[Region, list[Region]] = {}
    for node in before.states:
        groups.setdefault(node.find(), []).append(node)
    states = {node: (state, State(version_of(node), node.find().place)) for node, state in before.states.items()}
    return Changes(
        {cell: slots for cell, slots in cells.items() if slots},
        {
            cell: cell.region
            for cell, region in before.regions.items()
            if isinstance(cell, Cell) and region is None and cell.region is not None
        },
        {node: pair for node, pair in states.items() if pair[0] != pair[1]},
        tuple(tuple(group) for group in groups.values() if len(group) > 1),
    )


def seen(changes: Changes, before: Snapshot) -> Changes:
    """Without what only the side of an earlier branch knew that was not taken."""
    return Changes(
        {cell: slots for cell, slots in changes.cells.items() if cell in before.contents},
        {cell: region for cell, region in changes.joined.items() if cell in before.contents},
        {node: pair for node, pair in changes.regions.items() if node in before.states},
        tuple(
            known
            for group in changes.united
            if len(known := tuple(node for node in group if node in before.states)) > 1
        ),
    )
