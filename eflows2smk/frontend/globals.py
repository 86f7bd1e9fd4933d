"""Names of modules that change while the program runs, and which of these changes jobs see.

A job imports the module of its function. It sees what the module's top level leaves behind, except for what that has
from the workflow itself (`TopLevel`), and nothing of what functions, tasks and the code under the ``__main__`` guard
do later.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import libcst as cst

from eflows2smk.diagnostics import Diagnostic, ProgramError, Span
from eflows2smk.frontend.host.objects import IMMUTABLE
from eflows2smk.frontend.values import Function, LibraryModule, Opaque, Record, UserClass, UserModule
from eflows2smk.source.modules import SourceModule
from eflows2smk.toplevel import TopLevel

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator
    from eflows2smk.frontend.lowering import Closure, Unit
    from eflows2smk.frontend.scopes import Frame

Key = tuple[SourceModule, str]

_UNCHANGING = (*IMMUTABLE, Function, UserModule, LibraryModule, Opaque)


@dataclass(frozen=True, slots=True)
class Change:
    """clock: which change it was. by: the module whose import does the same in jobs, None if none does."""

    clock: int
    by: SourceModule | None
    span: Span


@dataclass(slots=True)
class Reader:
    """Somebody who has a value from a module when a job runs: at which changes, first and last, and where.

    value: a function or a class, or the module and the name of something else.
    """

    value: Any
    first: int
    last: int
    span: Span | None = None


@dataclass(slots=True)
class _Statement:
    """The statement of a module's top level that is executed. by: its module, if jobs execute it too."""

    unit: Unit
    position: int
    node: cst.CSTNode
    by: SourceModule | None
    calls: bool = False
    dirty: set[Key] = field(default_factory=set)


class Globals:
    """What happened to the names of the program's modules."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.clock = 0
        # The first change that jobs don't see, and the last one that they do.
        self.unseen: dict[Key, Change] = {}
        self.seen: dict[Key, Change] = {}
        self.readers: dict[int | Key, Reader] = {}
        self.tops: dict[SourceModule, TopLevel] = {}
        self._statement: _Statement | None = None
        # Objects that a name of a module holds, itself or further down: which ones.
        self._holders: dict[int, tuple[Any, set[Key]]] = {}
        # Whether functions read what jobs don't see, by their ids.
        self._hidden: dict[int, bool] = {}

    # The top level of modules -----------------------------------------------------------------------------------------

    @property
    def repeated(self) -> bool:
        """Whether each job that imports the main program does what is done now once more."""
        return self._statement is not None and self._statement.by is self.evaluator.program.main

    def step(self, unit: Unit, position: int, node: cst.CSTNode, run: Closure) -> Closure:
        """The statement of a module's top level, announced when it begins."""

        def announced(frame: Frame) -> Any:
            if self.evaluator.scout is None:
                self._begin(unit, position, node)
            return run(frame)

        return announced

    def load(self, unit: Unit, run: Closure, frame: Frame) -> Any:
        """Run the top level of a module, each of whose statements is a `step`."""
        before, self._statement = self._statement, None
        self.tops[unit.source] = _top_level(unit.source)
        try:
            return run(frame)
        finally:
            self._end()
            self._statement = before

    def _begin(self, unit: Unit, position: int, node: cst.CSTNode) -> None:
        self._end()
        top = self.tops[unit.source]
        apart = top.omits(position) or top.is_guard(position)
        by = None if apart or self._is_stale(unit, position) else unit.source
        self._statement = _Statement(unit, position, node, by)

    def _is_stale(self, unit: Unit, position: int) -> bool:
        """Whether it goes on with what jobs don't see."""
        if not self.unseen:
            return False
        return any((unit.source, name) in self.unseen for name in self.tops[unit.source].used(position))

    def _end(self) -> None:
        statement = self._statement
        if statement is None:
            return
        unit, position = statement.unit, statement.position
        top = self.tops[unit.source]

        def may_change(name: str) -> bool:
            return name in unit.names and is_mutable(unit.names[name])

        if not top.is_guard(position):
            if statement.calls:
                top.calls(position, may_change)
            elif top.omits(position):
                top.omitted(position, may_change)
            else:
                top.ran(position)
            for name in top.bound(position):
                self.changed((unit.source, name), unit, statement.node)
        for module, name in statement.dirty:
            names = self.evaluator.units[module].names
            if name in names:
                self._watch((module, name), names[name])
        self._statement = None

    def calls_task(self) -> None:
        """A task is called: a job that imports the module stops here."""
        if self._statement is not None:
            self._statement.calls = True
            self._statement.by = None

    def reads_files(self) -> None:
        """Something is read that the workflow may write."""
        statement = self._statement
        if statement is not None and self.tops[statement.unit.source].skipping:
            statement.by = None

    # Changes ----------------------------------------------------------------------------------------------------------

    def changed(self, key: Key, unit: Unit, node: cst.CSTNode) -> None:
        """A name of a module means something else from now on, or its object has changed. node: where, in `unit`."""
        if self.evaluator.scout is not None:
            return
        statement = self._statement
        if statement is not None and statement.by is not None:
            self.clock += 1
            self.seen[key] = Change(self.clock, statement.by, unit.span(node))
            statement.dirty.add(key)
        elif key not in self.unseen:
            self.clock += 1
            self.unseen[key] = Change(self.clock, None, unit.span(node))
            self._hidden.clear()

    def changing(self, value: Any) -> None:
        """An object changes in place."""
        held = self._holders.get(id(value))
        if held is None:
            return
        statement = self._statement
        current = (statement.unit, statement.node) if statement is not None else None
        place = self.evaluator.current or current
        if place is not None:
            for key in held[1]:
                self.changed(key, *place)

    def _watch(self, key: Key, value: Any) -> None:
        """Remember what the name holds."""
        pending, seen = deque([value]), set[int]()
        while pending:
            each = pending.popleft()
            if id(each) in seen or (isinstance(each, _UNCHANGING) and not isinstance(each, tuple | frozenset)):
                continue
            seen.add(id(each))
            self._holders.setdefault(id(each), (each, set()))[1].add(key)
            pending.extend(_inside(each))

    # Readers ----------------------------------------------------------------------------------------------------------

    def read_by(self, value: Any, span: Span | None = None) -> None:
        """A job has this value now: a task that is called, or what a script imports."""
        if self.evaluator.scout is not None:
            return
        key = value if isinstance(value, tuple) else id(value)
        known = self.readers.get(key)
        if known is None:
            self.readers[key] = Reader(value, self.clock, self.clock, span)
        else:
            known.last = self.clock

    def hides(self, function: Function, keys: Callable[[Function], Iterable[Key]]) -> bool:
        """Whether a function reads what jobs don't see by now; keys: what it reads."""
        if not self.unseen:
            return False
        if id(function) not in self._hidden:
            self._hidden[id(function)] = any(key in self.unseen for key in keys(function))
        return self._hidden[id(function)]

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


def _inside(value: Any) -> Iterable[Any]:
    match value:
        case list() | tuple() | set() | frozenset() | deque():
            return value
        case dict():
            return value.values()
        case Record():
            return value.state.values()
        case UserClass():
            return value.names.values()
        case _:
            return ()


def is_mutable(value: Any) -> bool:
    """Whether it is an object that can change: no number or text, no function, class or module."""
    return not isinstance(value, (*_UNCHANGING, UserClass)) and not callable(value)
