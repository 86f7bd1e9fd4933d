"""What residual operations do to files, while a script grows: which versions of which paths it reads and writes.

A path that is not known is one that any path may be: who reads it waits for all that was written, who writes it is
ordered among all others that may write. Nothing with an unknown effect is left out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from pathlib import PurePath
from typing import Any

from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Look, Site
from eflows2smk.frontend.evaluation.values import FunctionCell
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.library.facts import Action, FileEffect
from eflows2smk.frontend.record.readers import Readers, sign_of
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.record.touching import NOTHING, Touching
from eflows2smk.frontend.residual.described import Described, may_hold
from eflows2smk.frontend.residual.scripts import Script
from eflows2smk.workflow.model import Artefact, Each, Holding, Invocation, Kind, artefacts
from eflows2smk.workflow.text import Text, rewritten

# How functions are called, in libraries of which nothing is known, that read the file which they get.
_READS_LIKE = ("read", "load", "open", "imread", "file", "dataset", "parse", "from_file", "from_csv", "fromfile")
_WRITING = frozenset("wax+")
_PATHS = frozenset({"str", "bytes", "pathlib.Path", "pathlib.PosixPath", "pathlib.PurePath"})


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A file that a script has open."""

    file: Computed
    path: str
    is_written: bool


@dataclass(slots=True, eq=False)
class FileEffects:
    """touching: what functions of the program may do. effectful: the scripts that write files. opened: files that may
    be open still."""

    recording: Recording
    touching: Touching
    effectful: list[Script] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)
    readers: Readers = field(init=False)

    def __post_init__(self) -> None:
        self.recording.rewinding.append(self._forget)
        self.readers = Readers(self.recording.entries)

    def _forget(self, since: int) -> None:
        self.readers.forget(since)
        self.effectful[:] = [script for script in self.effectful if script.number < since]
        self.recording.unsure = any(script.anywhere for script in self.effectful)

    def apply(self, script: Script, site: Site, described: Described, operands: Sequence[Any]) -> None:
        facts = described.facts
        self._run_program(script, described)
        self._use_opened(script, described)
        if facts is None:
            return
        if facts.temporary:
            return
        for effect in facts.files:
            if not may_hold(effect.condition, described.arguments):
                continue
            for value in described.arguments.get(effect.path, ()):
                self._effect(script, effect, value, described)
        if facts.unknown_code and not described.methods:
            self._keep(script)
        if facts.unknown_files:
            self._unknown(script, site, operands)

    def looks(self, script: Script, look: Look) -> None:
        """The compiler has seen this, and the script sees it again."""
        if look.is_content:
            self.read(script, look.name)
            return
        if look.is_listing:
            self.list(script, look.name)
        elif not look.is_variable:
            self._sees(script, self.recording.files.normal(look.name))
        script.looks[look] = None

    def open(self, described: Described, results: Sequence[Any]) -> None:
        """An operation gave these: remember files that were opened."""
        facts = described.facts
        if facts is None or not results or not isinstance(results[0], Computed) or results[0].type != "file":
            return
        for effect in facts.files:
            if effect.action is Action.OPENS:
                mode = effect.mode or _mode(effect, described)
                for value in described.arguments.get(effect.path, ()):
                    for path in paths_of(value):
                        self.opened.append(Opened(results[0], path, mode is None or bool(set(mode) & _WRITING)))

    def close(self, file: Any) -> None:
        """It is not used from here on."""
        self.opened[:] = [each for each in self.opened if each.file is not file]

    def _use_opened(self, script: Script, described: Described) -> None:
        """Who goes on with an open file reads it, or goes on to write it."""
        if not self.opened:
            return
        regions = {
            operand.value.region.find()
            for operand in described.operands
            if isinstance(operand.value, Computed | Cell) and operand.value.region is not None
        }
        for each in self.opened:
            if each.file.region is not None and each.file.region.find() in regions:
                if each.is_written:
                    self.write(script, each.path, edits=True)
                else:
                    self.read(script, each.path)

    # One effect -------------------------------------------------------------------------------------------------------

    def _effect(self, script: Script, effect: FileEffect, value: Any, described: Described) -> None:
        if value is None:
            return
        paths = list(paths_of(value))
        if not paths:
            self._somewhere(script, effect, value, described)
            return
        for path in paths:
            self._at(script, effect, _with_suffix(path, effect), described)

    def _at(self, script: Script, effect: FileEffect, path: str, described: Described) -> None:
        match effect.action:
            case Action.READS:
                self.read(script, path)
            case Action.WRITES:
                self.write(script, path)
            case Action.APPENDS | Action.EDITS:
                self.write(script, path, edits=True)
            case Action.OPENS:
                mode = effect.mode or _mode(effect, described)
                if mode is None or set(mode) & _WRITING:
                    self.write(script, path, edits=mode is None or ("w" not in mode and "x" not in mode))
                else:
                    self.read(script, path)
            case Action.LISTS:
                self.list(script, path)
            case Action.ASKS:
                self._sees(script, self.recording.files.normal(path))
                if self.recording.files.is_touched(path):
                    self.read(script, path)
            case Action.MAKES_FOLDER:
                self.recording.globals.touches_files()
                self.recording.folders.setdefault(path, None)
            case Action.REMOVES:
                self.remove(script, path)
            case Action.MOVES | Action.COPIES | Action.COPIES_TREE:
                self._copy(script, effect, path, described)
            case Action.STARTS:
                self._start(script, path)
            case Action.READS_THROUGH | Action.WRITES_THROUGH:
                return

    def _somewhere(self, script: Script, effect: FileEffect, value: Any, described: Described) -> None:
        """The path is not known, or it is an open file."""
        if isinstance(value, int):
            return
        match effect.action:
            case Action.READS_THROUGH | Action.WRITES_THROUGH:
                return
            case Action.MAKES_FOLDER:
                self._keep(script)
            case Action.READS | Action.LISTS | Action.ASKS:
                if not self._is_open_file(value):
                    self._read_all(script, sees=effect.action is not Action.READS)
            case Action.OPENS:
                mode = effect.mode or _mode(effect, described)
                if mode is not None and not set(mode) & _WRITING:
                    self._read_all(script, sees=False)
                else:
                    self._anything(script)
            case Action.STARTS:
                self._start(script, value)
            case Action.REMOVES | Action.MOVES if not self.recording.files.prefixed("", script.number).members:
                # It is none that the workflow writes.
                self._anything(script)
            case Action.REMOVES | Action.MOVES:
                raise Refused(
                    "E330",
                    "the path of the file that is removed here only exists when the workflow runs",
                    "use a path that is known when compiling, or do it in a @task function",
                )
            case Action.COPIES | Action.COPIES_TREE:
                self._read_all(script, sees=effect.action is Action.COPIES_TREE)
                self._copy_to(script, effect, "", described)
            case _:
                if not self._is_open_file(value):
                    self._anything(script)

    def _is_open_file(self, value: Any) -> bool:
        return isinstance(value, Computed) and value.type in ("file", "io.StringIO", "io.BytesIO")

    def _copy(self, script: Script, effect: FileEffect, source: str, described: Described) -> None:
        self.read(script, source)
        self._copy_to(script, effect, source, described)
        if effect.action is Action.MOVES:
            self.remove(script, source)

    def _copy_to(self, script: Script, effect: FileEffect, source: str, described: Described) -> None:
        """source: "" where it is not known."""
        files = self.recording.files
        for target in described.arguments.get(effect.target, ()):
            for path in paths_of(target):
                if effect.action is not Action.COPIES_TREE and self._is_folder(path):
                    if not source:
                        self._anything(script)
                        continue
                    path = os.path.join(path, os.path.basename(source))
                leaf = files.current.get(files.normal(source))
                is_tree = effect.action is Action.COPIES_TREE or (leaf is not None and leaf.kind is Kind.DIRECTORY)
                self.write(script, path, kind=Kind.DIRECTORY if is_tree else Kind.FILE)
            if not list(paths_of(target)):
                self._anything(script)

    def _is_folder(self, path: str) -> bool:
        world = self.recording.machine.world
        return path.endswith("/") or os.path.isdir(world.real(path)) or world.shown(path) in world.made

    def _start(self, script: Script, command: Any) -> None:
        """A program is started: it reads what is named, or may read anything; what it writes nobody knows."""
        words: Any = command.split() if isinstance(command, str) else command
        if isinstance(words, Cell) and words.kind == "list" and not words.is_computed:
            words = words.content
        plain = isinstance(words, list | tuple) and not any(map(_is_for_shell, words))
        named = [path for word in words for path in paths_of(word)] if plain else []
        found = [path for path in named if self._is_there(path)]
        for path in found:
            self.read(script, path)
        if not found:
            self._read_all(script)
        self._anything(script)

    def _is_there(self, path: str) -> bool:
        if "\n" in path or len(path) > 4096:
            return False
        return self.recording.files.is_written(path)

    # Paths ------------------------------------------------------------------------------------------------------------

    def read(self, script: Script, path: str) -> None:
        files = self.recording.files
        name = files.normal(path)
        if name in script.writes or name in script.reads:
            return
        self.recording.globals.reads_files()
        self._wait(script, files.removers(name))
        self._wait_for_anything(script)
        try:
            leaf = files.read(path, Kind.FILE)
        except Refused:
            # Nobody writes it: the script itself says so if it has to be there.
            self._sees(script, name)
            return
        if isinstance(leaf, Holding):
            leaf = self._certain(script, files.others(leaf, script.number))
            if not leaf.members:
                return
        if isinstance(leaf, Artefact) and self._is_doubtful(leaf):
            self._wait(script, [leaf.producer])
            return
        if not (isinstance(leaf, Artefact) and leaf.producer == script.number):
            script.reads[name] = leaf
            self.readers.reads(script.number, leaf)
        self._note_fixed(script, path)

    def list(self, script: Script, path: str) -> None:
        """Which files there are below a folder, or match a pattern."""
        files = self.recording.files
        start = path[: min((path.index(c) for c in "*?[" if c in path), default=len(path))]
        self._sees(script, files.normal(os.path.dirname(start) or ".") if start != path else files.normal(path))
        whole = files.current.get(files.normal(path))
        if start == path and whole is not None and whole.kind is Kind.DIRECTORY:
            self.read(script, path)
            return
        self._wait(script, files.removers(files.normal(start or ".")))
        self._wait_for_anything(script)
        found = files.prefixed("" if files.normal(start or ".") == "." else start, script.number)
        found = self._certain(script, found)
        if found.members:
            script.reads.setdefault(f"{found.path}*", found)
            self.readers.reads(script.number, found)

    def write(self, script: Script, path: str, *, edits: bool = False, kind: Kind = Kind.FILE) -> None:
        if path == os.devnull:
            return
        self.recording.globals.touches_files()
        files = self.recording.files
        name = files.normal(path)
        is_doubtful = self.recording.machine.residual.is_undecided
        if name in script.writes:
            if not is_doubtful:
                script.doubtful.discard(name)
            return
        if edits and files.is_folder(name):
            kind = Kind.DIRECTORY
        if edits or is_doubtful or name in script.reads:
            with suppress(Refused):
                script.edits[name] = files.read(path, kind)
        if is_doubtful and name not in script.edits:
            script.doubtful.add(name)
        script.writes[name] = files.write(path, kind, script.number, _slot(name), ())
        script.removes.pop(name, None)
        self._note_fixed(script, path)
        self._order(script)

    def remove(self, script: Script, path: str) -> None:
        self.recording.globals.touches_files()
        files = self.recording.files
        name = files.normal(path)
        if files.is_written(path):
            self._let_read(script, name)
            self.read(script, path)
        script.writes.pop(name, None)
        script.removes[name] = None
        files.remove(path, script.number)
        self._order(script)

    def _let_read(self, script: Script, name: str) -> None:
        """What is removed has been read by all who read it before."""
        files = self.recording.files
        gone = [made for path, made in files.current.items() if path == name or path.startswith(f"{name}/")]
        for number in self.readers.of([each for made in gone for each in artefacts(made)]):
            entry = self.recording.entries[number]
            if not isinstance(entry, Invocation):
                self._wait(script, [number])
            elif (sign := sign_of(entry, script.domains)) is not None:
                script.after.setdefault(number, sign)
            else:
                self.recording.listings.disturbs(number)

    def _certain(self, script: Script, found: Holding) -> Holding:
        """What is there in any case; who perhaps writes a file is waited for without it."""
        doubtful: list[Artefact | Each] = [
            each for each in found.members if isinstance(each, Artefact) and self._is_doubtful(each)
        ]
        doubtful += [each for each in found.members if any(made.kind is Kind.OBJECT for made in artefacts(each))]
        if not doubtful:
            return found
        self._wait(script, [made.producer for each in doubtful for made in artefacts(each)])
        return Holding(found.path, tuple(each for each in found.members if each not in doubtful))

    def _is_doubtful(self, made: Artefact) -> bool:
        """Whether only the run knows whether the script writes it, to whom nobody says that it has to."""
        if made.producer < 0:
            return False
        writer = self.recording.entries[made.producer]
        return isinstance(writer, Script) and made.path in writer.doubtful and made.path not in writer.edits

    def _sees(self, script: Script, path: str) -> None:
        """The script looks at what is at the path, or in it: what is written there afterwards has to wait."""
        self.recording.listings.sees(path, script.number)

    def _read_all(self, script: Script, *, sees: bool = True) -> None:
        """Read what may be any file. sees: which files there are is seen as well, so that later ones must not be there
        yet; who opens a file that it knows to be there does not see that."""
        files = self.recording.files
        if sees:
            self._sees(script, ".")
        everything = self._certain(script, files.prefixed("", script.number))
        if everything.members:
            script.reads.setdefault(everything.path, everything)
            self.readers.reads(script.number, everything)

    def _anything(self, script: Script) -> None:
        script.anywhere = self.recording.unsure = True
        self._keep(script)

    def _run_program(self, script: Script, described: Described) -> None:
        """Methods and functions of the program may be run, on objects of which nothing is known."""
        if not described.methods and not described.runs_program:
            return
        every = [self.touching.by_methods(name) for name in described.methods]
        if described.runs_program:
            values = [operand.value for operand in described.operands]
            every += [self.touching.by(value) for value in values if isinstance(value, FunctionCell)]
        found = reduce(or_, every, NOTHING)
        if found.reads or found.writes:
            self._read_all(script)
        for path in sorted(found.sources):
            self.read(script, path)
        if found.writes:
            self._anything(script)
        script.prints = script.prints or found.speaks

    def _unknown(self, script: Script, site: Site, operands: Sequence[Any]) -> None:
        """A function of which nothing is known reads the files that it gets by name, and may write them."""
        called = _called(site)
        reads_only = called.startswith(_READS_LIKE) or called.endswith(_READS_LIKE)
        for value in operands:
            if isinstance(value, Computed) and value.type in _PATHS:
                self._read_all(script)
                if not reads_only:
                    self._anything(script)
            for path in paths_of(value):
                if self._is_there(path):
                    if reads_only:
                        self.read(script, path)
                    else:
                        self.write(script, path, edits=True)
                elif _is_like_path(path):
                    self._perhaps(script, path, reads_only=reads_only)

    def _perhaps(self, script: Script, path: str, *, reads_only: bool) -> None:
        """A text that may be the path of a file, which nobody has written so far."""
        self.read(script, path)
        if reads_only:
            return
        self._keep(script)
        if not os.path.exists(self.recording.machine.world.real(path)):
            with suppress(Refused):
                self.write(script, path)
                script.doubtful.add(self.recording.files.normal(path))

    def _keep(self, script: Script) -> None:
        """What it does besides is not known: it is not left out, and comes before or after others that may do any."""
        script.anything = True
        self.recording.globals.touches_files()
        self._order(script)

    def _order(self, script: Script) -> None:
        """Effects that may be any wait for all effects before, and are waited for by all after."""
        for other in reversed(self.effectful):
            if other is not script and (script.anything or other.anything):
                self._wait(script, [other.number])
            if other.anything and other is not script and set(other.domains) <= set(script.domains):
                # It waited for all before.
                break
        if script not in self.effectful:
            self.effectful.append(script)

    def _wait_for_anything(self, script: Script) -> None:
        """What is read may be what a script left of which nothing is known."""
        for other in reversed(self.effectful):
            if other is not script and other.anywhere:
                self._wait(script, [other.number])
                if set(other.domains) <= set(script.domains):
                    break

    def _wait(self, script: Script, numbers: Iterable[int]) -> None:
        """Let a script come after others, of which it reads nothing."""
        for number in numbers:
            other = self.recording.entries[number]
            if isinstance(other, Invocation):
                # It writes at a path that only the run knows.
                each = next(outside for outside in self.recording.files.outside if outside.token.producer == number)
                script.after.setdefault(number, self.recording.files.around(each, script.domains))
                continue
            if other is script or not isinstance(other, Script):
                continue
            if other.token is None:
                other.token = Artefact(Kind.OBJECT, "", 1, other.number, "done", (), False)
            token: Artefact | Each = other.token
            for domain in reversed(other.domains):
                if domain not in script.domains:
                    token = Each(domain, (token,))
            script.after.setdefault(other.number, token)

    def _note_fixed(self, script: Script, path: str) -> None:
        name = self.recording.files.normal(path)
        if name.startswith(("/", "..")) or path.startswith("..") or "/../" in path:
            script.fixed.add(name)


def paths_of(value: Any) -> Iterator[str]:
    """The paths that a known value names: a text or path, or several in a list."""
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, PurePath):
        yield str(getattr(value, "_text", None) or value)
    elif isinstance(value, tuple):
        for item in value:
            yield from paths_of(item)
    elif isinstance(value, Cell) and value.kind == "list" and not value.is_computed:
        for item in value.content:
            yield from paths_of(item)


def _is_like_path(text: str) -> bool:
    return "\n" not in text and ("/" in text or bool(re.search(r"\w\.\w{1,8}$", text)))


def _with_suffix(path: str, effect: FileEffect) -> str:
    if not effect.suffix or path.endswith(effect.suffix):
        return path
    if effect.suffix_is_default and os.path.splitext(path)[1]:
        return path
    return rewritten(path, path + effect.suffix) if isinstance(path, Text) else path + effect.suffix


def _mode(effect: FileEffect, described: Described) -> str | None:
    """The mode in which a file is opened; None where it is not known."""
    assert described.facts is not None
    given = described.arguments.get(effect.mode_parameter, [])
    if given:
        return given[0] if isinstance(given[0], str) else None
    parameter = described.facts.parameter(effect.mode_parameter)
    default = None if parameter is None else parameter.default
    return default.strip("\"'") if default else "r"


def _called(site: Site) -> str:
    from eflows2smk.frontend.core.texts import called_name

    return called_name(site.operation.origin)


def _is_for_shell(word: Any) -> bool:
    return not isinstance(word, str) or bool(set(word) & set("*?[]`$<>|&;(){} \n"))


def _slot(path: str) -> str:
    """A name for a file of a rule."""
    base = path.rstrip("/").rpartition("/")[2]
    name = "".join(c if c.isalnum() and c.isascii() else "_" for c in base).strip("_") or "file"
    return name if name[0].isalpha() else f"file_{name}"
