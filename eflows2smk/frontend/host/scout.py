"""Which files a piece of host code writes and reads: it is evaluated as far as that goes, leniently.

What is not known is skipped over; both ways of a condition that is not known are taken; loops over what is not known
are taken once. What this changes in the evaluator's values is taken back afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import libcst as cst

from eflows2smk.frontend.api import ApiFunction
from eflows2smk.frontend.host.journal import Journal
from eflows2smk.frontend.host.knowledge import (
    ANYTHING,
    LISTERS,
    METHOD_WRITERS,
    OPENERS,
    PATH_METHODS,
    PROCESS,
    READERS,
    READS_LIKE,
    WRITERS,
    Writer,
)
from eflows2smk.frontend.outcome import changed
from eflows2smk.frontend.scopes import Frame, Scope
from eflows2smk.frontend.trusted.functions import Denied, WorldFunction
from eflows2smk.frontend.trusted.table import program_exit
from eflows2smk.frontend.values import Bound, Dropped, Function, Future, Opaque, Record, Unknown, UserClass
from eflows2smk.workflow.text import Text, rewritten

if TYPE_CHECKING:
    from eflows2smk.frontend.calls import Call
    from eflows2smk.frontend.evaluator import Evaluator
    from eflows2smk.frontend.lowering import Closure

UNKNOWN = Unknown(None)
# As far as loops are followed whose end may depend on what is not known.
LONGEST = 1000
_DEEPEST = 30
# What `tempfile` gives.
_TEMPORARY = "/tmp/eflows2smk-temporary"
# Kinds of functions that read what their first argument names.
_FROM = ("copy", "move", "tree")


@dataclass(slots=True)
class Effects:
    """What a piece of host code does to files. writes: path -> "file" or "directory". edits: those of them in which
    something may be left of what was there before. doubtful: those that may not be written at all. reads, removes:
    paths. prints: whether it speaks to the user. anything: whether it may write files that are not known. searches:
    whether it reads files that are not known. lists: whether it matters which files there are. asks: paths of which it
    matters whether they are there. loses: a call that removes a file that is not known. process: one that would act on
    the process of the main program."""

    writes: dict[str, str] = field(default_factory=dict)
    edits: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    reads: dict[str, None] = field(default_factory=dict)
    removes: dict[str, None] = field(default_factory=dict)
    prints: bool = False
    anything: bool = False
    searches: bool = False
    lists: bool = False
    asks: set[str] = field(default_factory=set)
    loses: str = ""
    process: str = ""

    @property
    def any(self) -> bool:
        return bool(self.writes or self.removes or self.anything)


class Scout:
    """One lenient evaluation."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.effects = Effects()
        self.depth = 0
        self.files: list[str] = []
        # Above 0 where it is not known whether what is evaluated is executed.
        self.doubt = 0
        # How often that is only since a ``try`` stands around it, which is hardly there for nothing to be written.
        self.protecting = 0
        # What functions may have returned, before their last statement.
        self.returned: list[Any] = []
        # ``while`` loops whose condition is not known, by the level of the evaluator that is theirs.
        self.loops: dict[int, Iterator[Unknown]] = {}
        # How many calls there were, when each one of the source was last, and how often something was not known.
        self.clock = 0
        self.called: dict[cst.CSTNode, int] = {}
        self.failures = 0

    # Called by the evaluator's closures -------------------------------------------------------------------------------

    def attempt(self, run: Callable[[], Any]) -> Any:
        """What `run` gives, UNKNOWN if that is not known."""
        try:
            return run()
        except Exception:  # noqa: BLE001 - half-known values raise anything
            self.failures += 1
            return UNKNOWN

    def whole(self, run: Callable[[], Any], node: cst.CSTNode, frame: Frame) -> Any:
        """What evaluating `node` gives, UNKNOWN if that is not known; all calls in it are looked at even then.

        An evaluation ends where something is not known: the rest of a text, a display or a comprehension comes after.
        """
        clock, failures = self.clock, self.failures
        value = self.attempt(run)
        if self.failures > failures:
            self._rest(node, frame, clock)
        return value

    def _rest(self, node: cst.CSTNode, frame: Frame, since: int) -> None:
        """The calls in `node` that were not reached since then."""
        if isinstance(node, cst.Lambda | cst.BaseSuite | cst.FunctionDef | cst.ClassDef):
            return
        found = self.evaluator.calls.get(node)
        if found is not None and self.called.get(node, -1) < since:
            site, function = found
            scope, inside = site.scope, frame
            while scope.kind == "comprehension" and scope.parent is not None:
                scope, inside = scope.parent, Frame({}, inside, inside.globals)
            self.attempt(lambda: self.call(site, function, inside))
        for child in node.children:
            self._rest(child, frame, since)

    def block(self, steps: Sequence[tuple[Closure, cst.CSTNode]], scope: Scope, frame: Frame) -> Any:
        """Statements one after the other; what one binds that ends early is not known."""
        for step, node in steps:
            clock, failures = self.clock, self.failures
            try:
                signal = step(frame)
            except Exception:  # noqa: BLE001 - half-known values raise anything
                signal = None
                self.failures += 1
                for name in changed(node):
                    (frame.globals if scope.hops(name) < 0 else frame.names)[name] = UNKNOWN
            if self.failures > failures and isinstance(node, cst.BaseSmallStatement):
                self._rest(node, frame, clock)
            if signal is not None:
                return signal
        return None

    def perhaps(self, frame: Frame, *ways: Callable[[], Any] | None) -> None:
        """Evaluate what may be executed or not: one of several ways on, None for one on which nothing is done.

        A name that does not mean the same after each of them is not known.
        """
        self.doubt += 1
        places = [frame.names] if frame.names is frame.globals else [frame.names, frame.globals]
        before = [dict(names) for names in places]
        ends = []
        for way in ways:
            for names, known in zip(places, before, strict=True):
                _become(names, known)
            signal = UNKNOWN if way is None else self.attempt(way)
            if signal is None or signal is UNKNOWN:
                ends.append([dict(names) for names in places])
            else:
                self.leaves(signal)
        for position, names in enumerate(places):
            _become(names, _merged([end[position] for end in ends] or [before[position]]))
        self.doubt -= 1

    def leaves(self, signal: Any) -> None:
        """A loop or the function may end here: what follows is in doubt until the function does."""
        self.doubt += 1
        self.returned.append(signal)

    def protected(self, run: Callable[[], Any]) -> None:
        """The body of a ``try``, which may end anywhere."""
        self.doubt += 1
        self.protecting += 1
        signal = self.attempt(run)
        self.doubt -= 1
        self.protecting -= 1
        if signal is not None and signal is not UNKNOWN:
            self.leaves(signal)

    def repeated(self, frame: Frame, names: Iterable[str]) -> Iterator[Unknown]:
        """The item of a loop over what is not known; the names that its body binds are not known either."""
        self.doubt += 1
        for name in names:
            frame.names[name] = UNKNOWN
        yield UNKNOWN
        self.doubt -= 1
        for name in names:
            frame.names[name] = UNKNOWN

    def call(self, site: Call, function: Closure, frame: Frame) -> Any:
        """A call: its effects are noted, its result is worked out if it can be."""
        node = site.node
        self.called[node] = self.clock
        self.clock += 1
        args: list[Any] = []
        kwargs: dict[str, Any] = {}
        for star, keyword, run in site.parts:
            value = self.attempt(lambda run=run: run(frame))  # type: ignore[misc]
            if star == "*" and isinstance(value, list | tuple):
                args.extend(value)
            elif star == "**" and isinstance(value, dict):
                kwargs.update(value)
            elif keyword:
                kwargs[keyword] = value
            else:
                args.append(value)
        attribute = node.func.attr.value if isinstance(node.func, cst.Attribute) else ""
        if isinstance(node.func, cst.Name) and node.func.value == "print":
            self.effects.prints = True
            return None
        callee = self.attempt(lambda: function(frame))
        if self.evaluator.host.reach.value(callee):
            # Tasks are invoked by the evaluation itself, never by a look ahead.
            return UNKNOWN
        name = _dotted(callee)
        if name in PROCESS:
            self.effects.process = name
        self._note_reads(args, kwargs, name)
        if name.startswith("tempfile."):
            return self._temporary(name)
        if isinstance(callee, Opaque) and args and _is_unknown(args[0]) and _reads_by_name(name):
            self.effects.searches = True
        loses = self.effects.loses
        if name and self._library(name, args, kwargs):
            if _is_name_of_file(node):
                self.effects.loses = loses
            return UNKNOWN
        if attribute and not isinstance(callee, Function | Bound | UserClass | Opaque):
            owner = self.attempt(lambda: site.owner(frame))
            if isinstance(owner, PurePath):
                self._path_method(owner, attribute, args)
            elif not isinstance(owner, list | dict | str | set):
                self._method(attribute, args, kwargs)
        if isinstance(callee, Function | Bound | UserClass):
            return self._inside(callee, args, kwargs, site)
        if callee is UNKNOWN and attribute:
            if PATH_METHODS.get(attribute) == "read":
                self.effects.searches = True
                self.effects.lists = self.effects.lists or not attribute.startswith("read")
            self._methods_named(attribute, args, kwargs)
            return UNKNOWN
        if callee is UNKNOWN or isinstance(callee, Opaque | Dropped | ApiFunction):
            return UNKNOWN
        if any(_is_unknown(value) for value in (*args, *kwargs.values())):
            return UNKNOWN
        return self.attempt(lambda: self.evaluator.call(callee, args, kwargs, site))

    # Effects ----------------------------------------------------------------------------------------------------------

    def _inside(self, callee: Any, args: list[Any], kwargs: dict[str, Any], site: Call | None) -> Any:
        if self.depth >= _DEEPEST:
            return UNKNOWN
        self.depth += 1
        before = self.doubt, self.returned
        self.returned = []
        try:
            value = self.attempt(lambda: self.evaluator.call(callee, args, kwargs, site))
            return UNKNOWN if self.returned else value
        finally:
            self.depth -= 1
            self.doubt, self.returned = before

    def _methods_named(self, name: str, args: list[Any], kwargs: dict[str, Any]) -> None:
        """A method of an object of which nothing is known: it may be that of any class of the program."""
        for cls in self.evaluator.classes:
            method = cls.names.get(name)
            if isinstance(method, Function):
                self.doubt += 1
                self._inside(Bound(method, Record(cls)), args, kwargs, None)
                self.doubt -= 1

    def _note_reads(self, args: list[Any], kwargs: dict[str, Any], name: str) -> None:
        writes = name in WRITERS or name in OPENERS
        values: list[Any] = [*args, *kwargs.values()]
        for value in values[:50]:
            items = value if isinstance(value, list | tuple) else [value]
            for item in items[:10_000]:
                path = _path(item)
                if path and not writes and self._is_read(path, name):
                    self.effects.reads[path] = None
                elif path and name in LISTERS:
                    self.effects.asks.add(path)
        if values and _is_unknown(values[0]):
            self.effects.lists = self.effects.lists or name in LISTERS
            self.effects.searches = self.effects.searches or (name in READERS and not self.files)

    def _is_read(self, path: str, name: str) -> bool:
        if "\n" in path or len(path) > 4096:
            return False
        if self.evaluator.recorder.files.is_written(path):
            return True
        return name in READERS and os.path.exists(self.evaluator.world.real(path))

    def _library(self, name: str, args: list[Any], kwargs: dict[str, Any]) -> bool:
        """Whether the effects of this function are known, and noted."""
        if name in OPENERS:
            position, default = OPENERS[name]
            mode = kwargs.get("mode", args[position] if position < len(args) else default)
            self._open(args[0] if args else kwargs.get("file", kwargs.get("name")), mode)
            return True
        if name in WRITERS:
            self._write(WRITERS[name], args, kwargs, name)
            return True
        if name in ANYTHING:
            self.effects.anything = True
            self._command(args[0] if args else kwargs.get("args", UNKNOWN))
            return True
        return False

    def _command(self, command: Any) -> None:
        """A program is started: it reads what is named, or may read anything."""
        words = command
        if isinstance(command, str) and not set(command) & set("*?[]`$<;(){}\n"):
            words = command.split()
        if not isinstance(words, list | tuple) or any(map(_is_unknown, words)):
            self.effects.lists = True
            return
        for word in words:
            path = _path(word)
            if path and self._is_read(path, ""):
                self.effects.reads[path] = None

    def _open(self, path: Any, mode: Any) -> None:
        text = _path(path)
        writes = not isinstance(mode, str) or bool(set(mode) & set("wax+"))
        if not text:
            known = isinstance(path, int)
            self.effects.anything = self.effects.anything or (writes and not known)
            self.effects.searches = self.effects.searches or not (writes or known)
        elif writes:
            self.files.append(text)
            edits = not isinstance(mode, str) or bool(set(mode) & set("a+")) and "w" not in mode
            self._writes(text, "file", edits=edits)
        elif text not in self.effects.writes:
            self.effects.reads[text] = None

    def _write(self, writer: Writer, args: list[Any], kwargs: dict[str, Any], name: str = "") -> None:
        position, keyword, kind, suffix = writer
        value = kwargs.get(keyword, args[position] if position < len(args) else None)
        path = _path(value)
        if kind == "folder":
            return
        if not path:
            # A file handle: whoever opened it knows the path. Or nothing: the result is a text.
            if _is_unknown(value) and kind == "remove":
                self.effects.loses = name
            if _is_unknown(value) and not self.files:
                self.effects.anything = True
            if args and _is_unknown(args[0]) and kind in _FROM:
                self.effects.searches = True
            return
        if suffix and not os.path.splitext(path)[1]:
            path = rewritten(path, path + suffix) if isinstance(path, Text) else path + suffix
        source = _path(args[0]) if args else ""
        if kind in _FROM and args and _is_unknown(args[0]):
            self.effects.searches = True
            self.effects.lists = self.effects.lists or kind == "tree"
            if kind == "move":
                self.effects.loses = name
        if kind in ("copy", "move", "tree") and source:
            self.effects.reads[source] = None
            if kind != "tree" and self._is_folder(path):
                path = os.path.join(path, os.path.basename(source))
        match kind:
            case "remove":
                self._removes(path)
            case "move":
                self._writes(path, "file")
                if source:
                    self._removes(source)
            case "tree":
                self._writes(path, "directory")
            case _:
                self._writes(path, "file")

    def _is_folder(self, path: str) -> bool:
        world = self.evaluator.world
        return path.endswith("/") or os.path.isdir(world.real(path)) or world.shown(path) in world.made

    def _writes(self, path: str, kind: str, *, edits: bool = False) -> None:
        if path == os.devnull or path.startswith(_TEMPORARY):
            return
        if path not in self.effects.writes:
            if edits or self.doubt:
                self.effects.edits.add(path)
            if self.doubt > self.protecting:
                self.effects.doubtful.add(path)
        elif not self.doubt:
            self.effects.doubtful.discard(path)
        self.effects.writes[path] = kind
        self.effects.removes.pop(path, None)

    def _removes(self, path: str) -> None:
        if not path.startswith(_TEMPORARY):
            self.effects.removes[path] = None

    def _temporary(self, name: str) -> Any:
        """A path that belongs to nobody else."""
        match name.rpartition(".")[2]:
            case "mkstemp":
                return UNKNOWN, _TEMPORARY
            case "mkdtemp" | "mktemp" | "TemporaryDirectory" | "gettempdir":
                return _TEMPORARY
            case _:
                return UNKNOWN

    def _path_method(self, owner: PurePath, name: str, args: list[Any]) -> None:
        path = _path(owner)
        match PATH_METHODS.get(name):
            case "file":
                self._writes(path, "file")
            case "remove":
                self._removes(path)
            case "move":
                self._removes(path)
                target = _path(args[0]) if args else ""
                if target:
                    self._writes(target, "file")
            case "open":
                self._open(owner, args[0] if args else "r")
            case "read":
                if self._is_read(path, "") and path not in self.effects.writes:
                    self.effects.reads[path] = None
                elif path not in self.effects.writes:
                    self.effects.asks.add(path)

    def _method(self, name: str, args: list[Any], kwargs: dict[str, Any]) -> None:
        writer = METHOD_WRITERS.get(name)
        if writer is not None and (args or writer[1] in kwargs):
            self._write(writer, args, kwargs)


def scout(evaluator: Evaluator, run: Callable[[], Any], node: cst.CSTNode, frame: Frame) -> Effects:
    """The effects of what `run` evaluates, which `node` is."""
    before = evaluator.scout, evaluator.journal
    looking, journal = Scout(evaluator), Journal()
    evaluator.scout, evaluator.journal = looking, journal
    try:
        looking.whole(run, node, frame)
        return looking.effects
    finally:
        evaluator.scout, evaluator.journal = before
        journal.rollback()


def _become(names: dict[str, Any], others: dict[str, Any]) -> None:
    names.clear()
    names.update(others)


def _merged(ends: list[dict[str, Any]]) -> dict[str, Any]:
    """What names mean after all of several ways; UNKNOWN where that differs."""
    first, *others = ends
    merged = {name: first.get(name, UNKNOWN) for end in ends for name in end}
    for name, value in merged.items():
        if any(other.get(name, UNKNOWN) is not value for other in others):
            merged[name] = UNKNOWN
    return merged


def _is_unknown(value: Any) -> bool:
    return isinstance(value, Unknown | Future)


def _path(value: Any) -> str:
    """The text of what may be a path, "" for all else."""
    if isinstance(value, PurePath):
        return str(value)
    return value if isinstance(value, str) else ""


def _is_name_of_file(node: cst.Call) -> bool:
    """``os.remove(file.name)`` removes a file that the program made for itself."""
    first = node.args[0].value if node.args else None
    return isinstance(first, cst.Attribute) and first.attr.value == "name"


def _reads_by_name(name: str) -> bool:
    last = name.rpartition(".")[2].lower()
    return last.startswith(READS_LIKE) and not last.endswith("s")


def _dotted(callee: Any) -> str:
    if callee is program_exit:
        return "sys.exit"
    match callee:
        case Opaque() | Dropped():
            return callee.name
        case WorldFunction() | Denied() | ApiFunction():
            return callee.name.removesuffix("()")
        case _ if callable(callee) and not isinstance(callee, Unknown | Future | Record | Bound | Function | UserClass):
            return f"{getattr(callee, '__module__', '')}.{getattr(callee, '__name__', '')}"
        case _:
            return ""


__all__ = ["LONGEST", "UNKNOWN", "Effects", "Scout", "scout"]
