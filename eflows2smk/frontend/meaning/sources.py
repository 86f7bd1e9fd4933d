"""Files of the project that command lines name beside their declared arguments, as scripts, their modules, settings;
and those that Python functions read by a path that stands in their code.

They are inputs of the calls that name them, so that a change of one runs these calls again. A program without a
`working_dir` runs in a folder of its own, so what it names and what is there already is nothing that it makes. In a
`working_dir` a file may be left from an earlier run: there only what looks like a script counts.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from eflows2smk.folders import INTERMEDIATE, LOGS, RESULTS
from eflows2smk.software.references import REFERENCE
from eflows2smk.software.texts import command_texts
from eflows2smk.workflow.model import Argument, Artefact, CallSite, Invocation, Meaning, leaves

# Endings of scripts and of images.
SCRIPTS = (
    ".py", ".sh", ".awk", ".sed", ".R", ".r", ".jl", ".pl", ".m", ".lua", ".rb", ".tcl", ".gp", ".sif", ".simg",
)  # fmt: skip
# Ours, and what Snakemake has.
_OURS = (".snakemake/", "workflow/", f"{INTERMEDIATE}/", f"{LOGS}/", f"{RESULTS}/")
_SEPARATORS = re.compile(r"""[\s'"`;|&<>(){}=:,$]+""")
_IMPORTED = re.compile(r"^[ \t]*(?:from|import)[ \t]+([\w.]+)", re.MULTILINE)
# Bytes of a script that jobs look at, too.
_LOOKED_AT = 65536
_UNKNOWN = "\0"


def with_sources(
    invocations: Sequence[Invocation],
    folder: Path,
    meanings: Mapping[CallSite, Meaning],
    is_written: Callable[[str], bool],
) -> tuple[Invocation, ...]:
    """The same invocations with the files that their command lines and their code name. folder: of the run. is_written:
    whether calls write a path."""
    read = {site: meaning.sources for site, meaning in meanings.items() if meaning.sources}
    if not read and all(command_texts(each.site.software) == () for each in invocations):
        return tuple(invocations)
    # What code writes without saying so may be there from an earlier run.
    made = {posixpath.normpath(path) for meaning in meanings.values() for path in meaning.targets}
    finder = _Finder(folder, lambda path: path in made or is_written(path), read)
    return tuple(finder.given(each) for each in invocations)


class _Finder:
    def __init__(
        self, folder: Path, is_written: Callable[[str], bool], read: Mapping[CallSite, frozenset[str]]
    ) -> None:
        self.folder = folder
        self.is_written = is_written
        self.read = read
        self._files: dict[str, str] = {}
        self._named: dict[tuple[Any, ...], tuple[str, ...]] = {}

    def given(self, invocation: Invocation) -> Invocation:
        texts = command_texts(invocation.site.software)
        read = self.read.get(invocation.site, frozenset())
        if not texts:
            paths = map(posixpath.normpath, sorted(read))
            return self._with(invocation, filter(self._file, paths)) if read else invocation
        known = {each.parameter: str(each.reads) for each in invocation.arguments if isinstance(each.reads, str | int)}
        where = self._replaced(str(invocation.site.software.execution.get("working_dir") or ""), known)
        used = tuple([self._replaced(text, known) for text in texts])
        if invocation.site.software.execution.get("args") is None:
            used = (*used, *known.values())
        key = (where, used)
        found = self._named.get(key)
        if found is None:
            found = self._named[key] = tuple(dict.fromkeys(self._all(where, used)))
        return self._with(invocation, found)

    def _with(self, invocation: Invocation, found: Iterable[str]) -> Invocation:
        own = set(_own(invocation.arguments))
        sources = tuple([path for path in found if path not in own])
        return replace(invocation, sources=sources) if sources else invocation

    def _replaced(self, text: str, known: Mapping[str, str]) -> str:
        return REFERENCE.sub(lambda match: known.get(match[1], _UNKNOWN), text)

    def _all(self, where: str, texts: tuple[str, ...]) -> Iterator[str]:
        if _UNKNOWN in where or posixpath.isabs(where):
            return
        is_private = posixpath.normpath(where or ".") == "."
        for text in texts:
            for path in self._in_text(text, where):
                if is_private or path.endswith(SCRIPTS):
                    yield from self._with_modules(path, is_private=is_private)

    def _in_text(self, text: str, where: str) -> Iterator[str]:
        """The files that a text names. where: the folder in which it does."""
        for word in (*_SEPARATORS.split(text), *text.split()):
            path = self._file(posixpath.normpath(posixpath.join(where, word)) if word else "")
            if path:
                yield path

    def _file(self, path: str) -> str:
        """The path again, if it is that of a file of the project that no call writes; else ""."""
        found = self._files.get(path)
        if found is None:
            is_ours = path.startswith((*_OURS, "/", "../", "-"))
            found = ""
            if path and not is_ours and "\0" not in path and not self.is_written(path):
                found = path if os.path.isfile(self.folder / path) else ""  # noqa: PTH113 - as the job sees it
            self._files[path] = found
        return found

    def _with_modules(self, path: str, *, is_private: bool) -> Iterator[str]:
        """A script, and the modules beside it that it imports. is_private: it runs in a folder of its own, where it
        finds what it names itself, and nothing else."""
        pending, seen = [path], {path}
        while pending:
            current = pending.pop()
            yield current
            for candidate in self._named_by(current, posixpath.dirname(path), is_private=is_private):
                if candidate not in seen:
                    seen.add(candidate)
                    pending.append(candidate)

    def _named_by(self, script: str, home: str, *, is_private: bool) -> Iterator[str]:
        """The files that a script imports from a folder, or names."""
        try:
            with (self.folder / script).open("rb") as file:
                text = file.read(_LOOKED_AT).decode(errors="replace")
        except OSError:
            return
        if script.endswith(".py"):
            for name in dict.fromkeys(_IMPORTED.findall(text)):
                base = posixpath.join(home, *name.split("."))
                yield from filter(self._file, (f"{base}.py", posixpath.join(base, "__init__.py")))
        if is_private and (text.startswith("#!") or script.endswith((".py", ".sh"))):
            yield from self._in_text(text, "")


def _own(arguments: Sequence[Argument]) -> Iterator[str]:
    """The paths that the arguments declare."""
    for argument in arguments:
        for held in (argument.reads, argument.writes):
            yield from (leaf.path for leaf in leaves(held) if isinstance(leaf, Artefact))
