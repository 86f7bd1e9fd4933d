"""What a piece of plain Python does to files, as far as its calls tell."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import libcst as cst

from eflows2smk.frontend.host.knowledge import (
    ANYTHING,
    LISTERS,
    METHOD_WRITERS,
    OPENERS,
    PATH_METHODS,
    READERS,
    READS_LIKE,
    SHELL_CHARACTERS,
    WRITERS,
    Writer,
)
from eflows2smk.frontend.values import Future, Unknown
from eflows2smk.workflow.text import Text, rewritten

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator

UNKNOWN = Unknown(None)
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


class Notes:
    """The effects of calls, one after the other."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.effects = Effects()
        # Files that were opened to be written.
        self.files: list[str] = []
        # Above 0 where it is not known whether what is evaluated is executed.
        self.doubt = 0
        # How often that is only since a ``try`` stands around it, which is hardly there for nothing to be written.
        self.protecting = 0

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
        if values and is_unknown(values[0]):
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
        words = command.split() if isinstance(command, str) else command
        plain = isinstance(words, list | tuple) and not any(map(_is_for_shell, words))
        named = [path for path in map(_path, words) if path and self._is_read(path, "")] if plain else []
        self.effects.reads.update(dict.fromkeys(named))
        self.effects.lists = self.effects.lists or not named

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
        if kind in _FROM and args and is_unknown(args[0]):
            self.effects.searches = True
            self.effects.lists = self.effects.lists or kind == "tree"
        if kind == "folder":
            return
        if not path:
            # A file handle: whoever opened it knows the path. Or nothing: the result is a text.
            if is_unknown(value) and kind == "remove":
                self.effects.loses = name
            if is_unknown(value) and not self.files:
                self.effects.anything = True
            return
        if suffix and not os.path.splitext(path)[1]:
            path = rewritten(path, path + suffix) if isinstance(path, Text) else path + suffix
        source = _path(args[0]) if args else ""
        if kind == "move" and args and is_unknown(args[0]):
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
            case "mkdtemp" | "mktemp" | "TemporaryDirectory":
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


def is_unknown(value: Any) -> bool:
    """Whether only the run knows the value."""
    return isinstance(value, Unknown | Future)


def _path(value: Any) -> str:
    """The text of what may be a path, "" for all else."""
    if isinstance(value, PurePath):
        return str(value)
    return value if isinstance(value, str) else ""


def _is_for_shell(word: Any) -> bool:
    """Whether a word of a command is not known, or may name more files than itself."""
    return is_unknown(word) or (isinstance(word, str) and not SHELL_CHARACTERS.isdisjoint(word))


def is_name_of_file(node: cst.Call) -> bool:
    """``os.remove(file.name)`` removes a file that the program made for itself."""
    first = node.args[0].value if node.args else None
    return isinstance(first, cst.Attribute) and first.attr.value == "name"


def reads_by_name(name: str) -> bool:
    """Whether a function of a library that the table does not know is called as if it read a file."""
    last = name.rpartition(".")[2].lower()
    return last.startswith(READS_LIKE) and last != "loads"
