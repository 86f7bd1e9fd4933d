"""The heap: allocation, reading and writing of cells, forks, and the regions of what is computed.

Each write asks one question first: is the cell's `stamp` older than the watermark, the moment at which the innermost
fork was opened? It is not for cells that were allocated or secured as a whole since then, and never without a fork;
then the write is the plain Python operation. Else what it replaces is logged. Members of a region have the stamp
`FROZEN`, older than all, and are refused there: `may_change_now` has to be asked before.
"""

from __future__ import annotations

import copy
import operator
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from eflows2smk.frontend.heap import log, regions
from eflows2smk.frontend.heap.cells import FROZEN, Cell, members, owner_of
from eflows2smk.frontend.heap.changes import Changes, Delta, changes, delta, states_before
from eflows2smk.frontend.heap.regions import Region, State
from eflows2smk.frontend.heap.values import ABSENT, Computed, Value, is_immutable_type, parts, stored

AnyCell = TypeVar("AnyCell", bound=Cell)


@dataclass(slots=True, eq=False)
class Fork:
    """A point to which the heap can be taken back. start: the length of the log. seen: how much of the log
    `newly_written` has told of. The rest: of the outer fork."""

    serial: int
    start: int
    watermark: int
    logged: set[tuple[Cell, Value]]
    copying: int
    seen: int


class FrozenCell(Exception):
    """A member of a region was to be changed at compile time."""


class Heap:
    """copy, equal: for the real objects in cells of other kinds than Python's containers. members: what can be reached
    from a cell in one step; an evaluator that knows more than `cells.members` (closures, classes) gives its own."""

    def __init__(
        self,
        copy: Callable[[Any], Any] = copy.deepcopy,
        equal: Callable[[Any, Any], bool] = operator.is_,
        members: Callable[[Cell], Iterable[Value]] = members,
    ) -> None:
        self.equal = equal
        self.members = members
        self._copy = copy
        self._count = 1
        self._clock = 0
        self._watermark = 0
        # Contents that were secured before this moment have to be copied before they change: that of the innermost
        # fork, traces not counted.
        self._copying = 0
        self._forks: list[Fork] = []
        self._log: list[log.Entry] = []
        # The keys that the innermost fork has logged.
        self._logged: set[tuple[Cell, Value]] = set()

    def allocate(self, kind: str, content: Any, type: Value = None) -> Cell:
        """A new object. The content belongs to the heap from now on."""
        return self.allocate_as(Cell, kind, content, type)

    def allocate_as(self, cell: Callable[..., AnyCell], kind: str, content: Any, type: Value = None) -> AnyCell:
        """A new object in a cell of a class of its own, which may have more fields, set once."""
        self._count += 1
        return cell(kind, content, type, self._count, self._count)

    def may_change_now(self, cell: Cell) -> bool:
        """Whether a known operation on this very cell may be done at compile time. Those on its members ask theirs."""
        return cell.region is None

    # Writes. All raise what Python raises where the operation is not possible, and then have changed nothing.

    def set_key(self, cell: Cell, key: Value, value: Value) -> None:
        """An entry of a dict, an attribute, a variable."""
        if cell.stamp < self._watermark:
            self._write_key(cell, key)
        cell.content[key] = value

    def delete_key(self, cell: Cell, key: Value) -> None:
        if cell.stamp < self._watermark:
            if cell.kind == "namespace":
                self._write_key(cell, key)
            else:
                # The order of the keys has to come back too, but nobody asks for that of variables.
                self.secure(cell)
        del cell.content[key]

    def set_index(self, cell: Cell, index: int, value: Value) -> None:
        if cell.stamp < self._watermark:
            old = cell.content[index]
            self._write(cell, log.Index(cell, index + len(cell.content) if index < 0 else index, old))
        cell.content[index] = value

    def append(self, cell: Cell, value: Value) -> None:
        if cell.stamp < self._watermark:
            self._make_room(cell)
            self._write(cell, log.Grown(cell, len(cell.content)))
        cell.content.append(value)

    def extend(self, cell: Cell, values: Iterable[Value]) -> None:
        if isinstance(cell.content, deque):
            for value in tuple(values):
                self.append(cell, value)
            return
        if cell.stamp < self._watermark:
            values = tuple(values)
            self._write(cell, log.Grown(cell, len(cell.content)))
        cell.content.extend(values)

    def insert(self, cell: Cell, index: int, value: Value) -> None:
        if cell.stamp < self._watermark:
            content = cell.content
            if isinstance(content, deque) and len(content) == content.maxlen:
                raise IndexError("deque already at its maximum size")
            at = max(0, index + len(content)) if index < 0 else min(index, len(content))
            self._write(cell, log.Inserted(cell, at))
        cell.content.insert(index, value)

    def append_left(self, cell: Cell, value: Value) -> None:
        if cell.stamp < self._watermark:
            content = cell.content
            if content.maxlen == 0:
                return
            if len(content) == content.maxlen:
                self.pop(cell)
            self._write(cell, log.Inserted(cell, 0))
        cell.content.appendleft(value)

    def pop(self, cell: Cell, index: int = -1) -> Value:
        """Of a list or deque."""
        content = cell.content
        if cell.stamp < self._watermark:
            value = content[index]
            at = index + len(content) if index < 0 else index
            last = at == len(content) - 1
            self._write(cell, log.Popped(cell, value) if last else log.Removed(cell, at, value))
        if isinstance(content, list):
            return content.pop(index)
        value = content[index]
        del content[index]
        return value

    def add(self, cell: Cell, member: Value) -> None:
        if cell.stamp < self._watermark:
            if member in cell.content:
                return
            self._write(cell, log.Member(cell, member, ABSENT))
        cell.content.add(member)

    def discard_member(self, cell: Cell, member: Value) -> None:
        """Of a set; nothing where it has no such member."""
        if cell.stamp < self._watermark:
            old = stored(cell.content, member)
            if old is ABSENT:
                return
            self._write(cell, log.Member(cell, member, old))
        cell.content.discard(member)

    def replace(self, cell: Cell, content: Any) -> None:
        """The whole content by a new object: sorted, cut, cleared. It belongs to the heap from now on."""
        if cell.stamp < self._watermark:
            self._refuse_frozen(cell)
            self._note(cell)
            cell.stamp = self._count
        cell.content = content

    def clear(self, cell: Cell) -> None:
        content = cell.content
        self.replace(cell, deque(maxlen=content.maxlen) if isinstance(content, deque) else type(content)())

    def set_type(self, cell: Cell, type: Value) -> None:
        """The class of an instance."""
        if type is not cell.type:
            self.secure(cell)
            cell.type = type

    def secure(self, cell: Cell) -> None:
        """To be called before a content is changed in place by other means than the heap's: a real object's method."""
        if cell.stamp < self._watermark:
            self._refuse_frozen(cell)
            self._note(cell)
            if cell.stamp < self._copying:
                content = cell.content
                is_plain = isinstance(content, list | dict | set | deque)
                cell.content = copy.copy(content) if is_plain else self._copy(content)
            cell.stamp = self._count

    def _make_room(self, cell: Cell) -> None:
        content = cell.content
        if isinstance(content, deque) and content and len(content) == content.maxlen:
            self._write(cell, log.Removed(cell, 0, content[0]))
            content.popleft()

    def _write_key(self, cell: Cell, key: Value) -> None:
        """Log the value of a key, once in a fork."""
        self._refuse_frozen(cell)
        cell = owner_of(cell)
        if (cell, key) not in self._logged:
            self._log.append(log.Key(cell, key, cell.content.get(key, ABSENT)))
            self._logged.add((cell, key))

    def _write(self, cell: Cell, entry: log.Write) -> None:
        self._refuse_frozen(cell)
        self._log.append(entry)

    def _refuse_frozen(self, cell: Cell) -> None:
        if cell.stamp == FROZEN:
            raise FrozenCell(f"{cell!r} is a member of {cell.region!r}")

    def _note(self, cell: Cell) -> None:
        """Log the whole state, unless the cell is younger than the innermost fork."""
        cell = owner_of(cell)
        if cell.serial < self._watermark:
            self._log.append(log.Secured(cell, cell.content, cell.type, cell.region, cell.stamp))

    # Forks ------------------------------------------------------------------------------------------------------------

    @property
    def newest(self) -> int:
        """The serial number that was given last."""
        return self._count

    def fork(self) -> Fork:
        fork = self.trace()
        self._copying = fork.serial
        return fork

    def trace(self) -> Fork:
        """A fork that can only be committed: it serves to see what is `written`. No real object is copied for it."""
        self._count += 1
        length = len(self._log)
        fork = Fork(self._count, length, self._watermark, self._logged, self._copying, length)
        self._forks.append(fork)
        self._watermark = fork.serial
        self._logged = set()
        return fork

    def commit(self, fork: Fork) -> None:
        """Keep what was done since the fork, which has to be the innermost one."""
        self._close(fork)
        if not self._forks:
            self._log.clear()

    def discard(self, fork: Fork) -> Delta:
        """Take back what was done since the fork, which has to be the innermost one.

        Cells allocated since keep their last state, so that `joining.join` or `joining.replay` can bring them back. A
        delta fits the heap as it is now: nothing else may be written before it is used, and it can be used once.
        """
        entries = self._log[fork.start :]
        found = delta(entries, fork.serial, self.equal)
        for entry in reversed(entries):
            if entry.cell is None or entry.cell.serial < fork.serial:
                entry.restore()
        del self._log[fork.start :]
        self._close(fork)
        for outer in self._forks:
            outer.seen = min(outer.seen, fork.start)
        return found

    def differs(self, fork: Fork) -> Changes:
        """What is now something else than at the fork, which may be any open one. Costs no more than the writes did."""
        return changes(self._log[fork.start :], fork.serial, self.equal)

    @property
    def log_length(self) -> int:
        """How much was logged since the outermost fork."""
        return len(self._log)

    def written(self, start: int) -> Iterator[tuple[Cell, Value]]:
        """The cells that were written since the log had that length, with the key or name; ABSENT for one that may be
        something else as a whole. Cells younger than the innermost fork are not told of."""
        for entry in self._log[start:]:
            if entry.cell is not None:
                yield entry.cell, entry.key if isinstance(entry, log.Key) else ABSENT

    def newly_written(self, fork: Fork) -> Iterator[Cell]:
        """The cells older than the fork that were written since it was opened, or asked for here the last time."""
        begin, fork.seen = fork.seen, len(self._log)
        for entry in self._log[begin:]:
            if entry.cell is not None and entry.cell.serial < fork.serial:
                yield entry.cell

    def states_at(self, fork: Fork) -> dict[Region, State]:
        """The regions that anything was done to since the fork, with their states then (new ones: at first)."""
        return states_before(self._log[fork.start :])

    def _close(self, fork: Fork) -> None:
        assert self._forks and self._forks[-1] is fork, "forks are closed innermost first"
        self._forks.pop()
        self._watermark = fork.watermark
        self._logged = fork.logged
        self._copying = fork.copying

    # Regions ----------------------------------------------------------------------------------------------------------

    def computed(self, type: Value, origin: object) -> Computed:
        """A new value that shares nothing with any other: a task's result. In a region of its own, unless its type is
        immutable."""
        value = Computed(type, origin)
        self.place(value)
        return value

    def place(self, value: Computed, region: Region | None = None) -> None:
        """Give it a number, and make it a root of a region (a new one by default) unless its type is immutable; nothing
        where it is one."""
        if not value.serial:
            self._count += 1
            value.serial = self._count
        if value.region is None and not is_immutable_type(value.type):
            value.region = self.new_region() if region is None else region.find()
            self._add_root(value.region, value)

    def new_region(self) -> Region:
        self._count += 1
        self._clock += 1
        return Region(self._count, self._clock, self._clock)

    def version_of(self, root: Cell | Computed) -> int:
        """The newest version that this root may have got; 0 for what is in no region. A file that shows the root as of
        that version of its region, or a later one, is up to date for it."""
        return 0 if root.region is None else regions.version_of(root.region)

    def set_place(self, region: Region, place: object) -> None:
        found = region.find()
        self._state(found)
        found.place = place

    def set_state(self, region: Region, state: State) -> None:
        """For the join: state of a region that stands for itself alone."""
        assert region.parent is None
        self._state(region)
        region.changed = state.version
        region.version = max(region.version, state.version)
        region.place = state.place

    def next_version(self) -> int:
        self._clock += 1
        return self._clock

    def unite(self, first: Region, second: Region) -> Region:
        """One region of two, whose objects may share parts from now on. No version of a root changes; the place is
        unknown (None) where they differ in it."""
        first, second = first.find(), second.find()
        if first is second:
            return first
        child, parent = regions.by_size(first, second)
        self._state(parent)
        if self._forks:
            self._log.append(log.Linked(child, parent))
        regions.link(child, parent)
        return parent

    def root(self, region: Region, root: Cell | Computed) -> None:
        """Add a root to a region. Of a cell the region has to be set by `share`."""
        found = region.find()
        self._add_root(found, root)
        if isinstance(root, Cell) and not root.is_computed:
            found.known = regions.joined(found.known, (root,))

    def _add_root(self, found: Region, root: Cell | Computed) -> None:
        if self._forks:
            self._log.append(log.Stated(found, found.saved()))
            self._log.append(log.Rooted(found, root))
        found.roots = regions.joined(found.roots, (root,))

    def change(self, region: Region, origin: object) -> None:
        """The objects of a region may have changed: a new version, and its known cells become computed."""
        found = region.find()
        known = found.known
        self._state(found)
        found.changed = found.version = self.next_version()
        found.known = None
        for cell in regions.leaves(known):
            if not cell.is_computed:
                self.become_computed(cell, self.unknown_content(cell, origin), found)

    def share(self, value: Value, region: Region) -> None:
        """The objects of a region may refer to the value: all that can be reached from it gets into the region. Known
        cells stay known, and may not be changed any more at compile time."""
        for found in self.reachable(value, region):
            if found.region is not None:
                self.unite(found.region, region)
            elif isinstance(found, Cell):
                self.admit(found, region.find())

    def reachable(self, value: Value, region: Region | None = None) -> Iterator[Cell | Computed]:
        """The cells, and the computed values that can share parts, from a value on, each once, but those in the region.

        A member of a region has all that can be reached from it there: the way ends at it. What classes, functions and
        modules hold is reached, but they themselves are code, which nobody changes unseen.
        """
        seen: set[int] = set()
        todo = [value]
        while todo:
            value = todo.pop()
            if id(value) in seen:
                continue
            if isinstance(value, Computed):
                if value.region is not None:
                    seen.add(id(value))
                    yield value
            elif isinstance(value, Cell):
                seen.add(id(value))
                if value.region is None:
                    todo.extend(self.members(value))
                    if not value.is_code:
                        yield value
                elif region is None or not regions.same_region(value.region, region):
                    yield value
            elif isinstance(value, tuple | frozenset | slice):
                seen.add(id(value))
                todo.extend(parts(value))

    def become_computed(self, cell: Cell, content: Computed, region: Region) -> None:
        """From now on only the run knows the cell. Gives no new version, and leaves what it refers to alone."""
        content.region = region
        cell = owner_of(cell)
        was = cell.region
        self._note(cell)
        cell.content = content
        cell.stamp = FROZEN
        cell.region = region if was is None else was
        if was is None:
            self.root(region, cell)
        else:
            self.unite(was, region)

    def unknown_content(self, cell: Cell, origin: object) -> Computed:
        return Computed(cell.type if cell.kind == "instance" else cell.kind, origin)

    def admit(self, cell: Cell, region: Region) -> None:
        """Make a known cell of no region a member of one, with the versions of that very node. What can be reached from
        it has to be there too: `share` sees to that."""
        cell = owner_of(cell)
        self._note(cell)
        cell.region = region
        cell.stamp = FROZEN
        self.root(region, cell)

    def _state(self, region: Region) -> None:
        if self._forks:
            self._log.append(log.Stated(region, region.saved()))
