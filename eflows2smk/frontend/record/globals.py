"""Names of modules that change while the program runs, and which of these changes jobs see.

A job imports the module of its function. It sees what the module's top level leaves behind, except for what that has
from the workflow itself (`TopLevel`), and nothing of what functions, tasks and the code under the ``__main__`` guard
do later. What is written is read from the log of the heap, in which each statement of a top level is a trace.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import libcst as cst

from eflows2smk.diagnostics import Diagnostic, ProgramError, Span
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import ClassCell, FunctionCell, ModuleCell
from eflows2smk.frontend.heap.cells import Cell, members
from eflows2smk.frontend.heap.heap import Fork
from eflows2smk.frontend.heap.values import ABSENT, Computed
from eflows2smk.source.modules import SourceModule
from eflows2smk.toplevel import TopLevel

Key = tuple[SourceModule, str]

_UNCHANGING = (FunctionCell, ClassCell, ModuleCell)


@dataclass(frozen=True, slots=True)
class Change:
    """clock: which change it was. by: the module whose import does the same in jobs, None if none does. statement: of
    the top level that did it, with its module."""

    clock: int
    by: SourceModule | None
    statement: tuple[SourceModule, cst.CSTNode]


@dataclass(slots=True)
class Reader:
    """Somebody who has a value from a module when a job runs: at which changes, first and last, and where.

    value: a task, a function or a class, or the module and the name of something else. span: where it is used, None for
    the place of its definition.
    """

    value: Any
    first: int
    last: int
    span: Span | None = None


@dataclass(slots=True, eq=False)
class _Statement:
    """A statement of a module's top level that is being executed. by: its module, if jobs execute it too. start: how
    much of the heap's log was looked at."""

    module: ModuleCell
    position: int
    node: cst.CSTNode
    by: SourceModule | None
    fork: Fork
    start: int
    calls: bool = False
    touches: bool = False
    dirty: set[Key] = field(default_factory=set)


class Globals:
    """What happened to the names of the program's modules.

    unseen: the first change of each name that jobs don't see; seen: the last one that they do.
    """

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.clock = 0
        self.unseen: dict[Key, Change] = {}
        self.seen: dict[Key, Change] = {}
        self.readers: dict[Any, Reader] = {}
        self.tops: dict[SourceModule, TopLevel] = {}
        self._running: list[_Statement] = []
        # Objects that a name of a module holds, itself or further down: which ones.
        self._holders: dict[Cell, set[Key]] = {}
        # Whether functions read what jobs don't see.
        self._hidden: dict[Cell, bool] = {}

    # The top level of modules -----------------------------------------------------------------------------------------

    def announce(self, module: ModuleCell, position: int) -> None:
        """See `Machine.statements`. Raises ProgramError for what this Python can't read."""
        if self._running and self._running[-1].module is module:
            self._end(self._running[-1])
        self._look()
        source = module.source
        if position < 0:
            self.tops[source] = _top_level(source)
            return
        top = self.tops[source]
        if position >= len(top.statements):
            return
        apart = top.omits(position) or top.is_guard(position)
        by = None if apart or self._is_stale(source, top, position) else source
        node = _statements(source.tree)[position]
        fork = self.machine.heap.trace()
        self._running.append(_Statement(module, position, node, by, fork, self.machine.heap.log_length))

    def _is_stale(self, source: SourceModule, top: TopLevel, position: int) -> bool:
        """Whether it goes on with what jobs don't see."""
        return bool(self.unseen) and any((source, name) in self.unseen for name in top.used(position))

    def _end(self, statement: _Statement) -> None:
        self._look()
        source, position, names = statement.module.source, statement.position, statement.module.content
        top = self.tops[source]

        def may_change(name: str) -> bool:
            return name in names and is_mutable(names[name])

        if not top.is_guard(position):
            if statement.calls:
                top.calls(position, may_change)
            elif statement.touches:
                top.touches_files(position, may_change)
            elif top.omits(position):
                top.omitted(position, may_change)
            else:
                top.ran(position)
            for name in top.bound(position):
                self._changed((source, name), statement)
        for module, name in statement.dirty:
            content = self.machine.modules[module].content
            if name in content:
                self._watch((module, name), content[name])
        self.machine.heap.commit(statement.fork)
        self._running.pop()
        if self._running:
            # What was done meanwhile was another module's.
            self._running[-1].start = self.machine.heap.log_length

    def calls_task(self, task: Any) -> None:
        """A task is called: a job that imports the module stops here, and one has the task."""
        self._look()
        if self._running:
            statement = self._running[-1]
            statement.calls = True
            statement.by = None
        self._reads(task, None)

    def touches_files(self) -> None:
        """Files are changed, or a program is started: a job that imports the module leaves that out."""
        if self._running:
            self._look()
            self._running[-1].touches = True
            self._running[-1].by = None

    def reads_files(self) -> None:
        """Something is read that the workflow may write."""
        if self._running:
            statement = self._running[-1]
            top = self.tops[statement.module.source]
            if top.skipping or top.touching:
                self._look()
                statement.by = None

    # Changes ----------------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Note what was written since the last look."""
        if not self._running:
            return
        statement, heap = self._running[-1], self.machine.heap
        if heap.log_length > statement.start:
            for cell, name in heap.written(statement.start):
                if isinstance(cell, ModuleCell) and name is not ABSENT:
                    self._changed((cell.source, name), statement)
                for key in self._holders.get(cell, ()):
                    self._changed(key, statement)
        # A fork that was discarded makes the log shorter.
        statement.start = heap.log_length

    def _changed(self, key: Key, statement: _Statement) -> None:
        """A name of a module means something else from now on, or its object has changed."""
        where = statement.module.source, statement.node
        if statement.by is not None:
            self.clock += 1
            self.seen[key] = Change(self.clock, statement.by, where)
            statement.dirty.add(key)
        elif key not in self.unseen:
            self.clock += 1
            self.unseen[key] = Change(self.clock, None, where)
            self._hidden.clear()

    def _watch(self, key: Key, value: Any) -> None:
        """Remember what the name holds."""
        pending, seen, tuples = deque([value]), set[Cell](), set[int]()
        while pending:
            each = pending.popleft()
            if isinstance(each, tuple | frozenset):
                if id(each) not in tuples:
                    tuples.add(id(each))
                    pending.extend(each)
            elif isinstance(each, FunctionCell) and each not in seen:
                seen.add(each)
                self._holders.setdefault(each, set()).add(key)
                pending.extend(members(each))
                for name in each.code.free:
                    holder = next((outer for outer in each.outer if name in outer.content), None)
                    if holder is not None:
                        self._holders.setdefault(holder, set()).add(key)
                        pending.append(holder.content[name])
            elif isinstance(each, Cell) and each not in seen and not isinstance(each, ModuleCell):
                seen.add(each)
                self._holders.setdefault(each, set()).add(key)
                pending.extend(members(each))

    # Readers ----------------------------------------------------------------------------------------------------------

    def read_by(self, value: Any, span: Span | None = None) -> None:
        """A job has this value now: what a script imports."""
        self._look()
        self._reads(value, span)

    def _reads(self, value: Any, span: Span | None) -> None:
        known = self.readers.get(value)
        if known is None:
            self.readers[value] = Reader(value, self.clock, self.clock, span)
        else:
            known.last = self.clock

    def hides(self, function: FunctionCell, keys: Callable[[FunctionCell], Iterable[Key]]) -> bool:
        """Whether a function reads what jobs don't see by now; keys: what it reads."""
        self._look()
        if not self.unseen:
            return False
        if function not in self._hidden:
            self._hidden[function] = any(key in self.unseen for key in keys(function))
        return self._hidden[function]

    def wrong(self, key: Key, reader: Reader, home: SourceModule) -> Change | None:
        """The change of which a job sees too little or too much when it reads the name; home: what it imports."""
        unseen, seen = self.unseen.get(key), self.seen.get(key)
        if unseen is not None and unseen.clock <= reader.last:
            return unseen
        if seen is None:
            return None
        if seen.clock > reader.first:
            return seen
        foreign = seen.by is not key[0] and seen.by is not None
        if foreign and (seen.by is not home or self.tops[home].skipping):
            return seen
        return None


def _top_level(source: SourceModule) -> TopLevel:
    try:
        return TopLevel(source.tree.code, str(source.path))
    except SyntaxError as error:
        # LibCST knows the syntax of later versions of Python too.
        line, column = error.lineno or 1, max((error.offset or 1) - 1, 0)
        span = Span(source.shown, line, column, line, column + 1)
        message = f"this is not valid Python {sys.version_info.major}.{sys.version_info.minor}: {error.msg}"
        raise ProgramError(Diagnostic("E100", message, span)) from None


def _statements(tree: cst.Module) -> list[cst.CSTNode]:
    """Those of the top level, several on one line apart."""
    found: list[cst.CSTNode] = []
    for each in tree.body:
        found += each.body if isinstance(each, cst.SimpleStatementLine) else [each]
    return found


def is_mutable(value: Any) -> bool:
    """Whether it is an object that can change: no number or text, no function, class or module."""
    return isinstance(value, Computed) or (isinstance(value, Cell) and not isinstance(value, _UNCHANGING))
