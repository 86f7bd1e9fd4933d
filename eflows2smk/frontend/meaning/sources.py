"""Files of the project that command lines name beside their declared arguments: scripts, their modules, settings.

They are inputs of the calls that name them, so that a change of one runs these calls again. A program without a
`working_dir` runs in a folder of its own, so what it names and what is there already is nothing that it makes. In a
`working_dir` a file may be left from an earlier run: there only what looks like a script counts.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from eflows2smk.folders import INTERMEDIATE, LOGS, RESULTS
from eflows2smk.reading import content
from eflows2smk.software.references import REFERENCE
from eflows2smk.software.texts import command_texts
from eflows2smk.workflow.model import Argument, Artefact, Invocation, leaves

# Endings of scripts and of images.
SCRIPTS = (
    ".py", ".sh", ".awk", ".sed", ".R", ".r", ".jl", ".pl", ".m", ".lua", ".rb", ".tcl", ".gp", ".sif", ".simg",
)  # fmt: skip
# Ours, and what Snakemake has.
_OURS = (".snakemake/", "workflow/", f"{INTERMEDIATE}/", f"{LOGS}/", f"{RESULTS}/")
_SEPARATORS = re.compile(r"""[\s'"`;|&<>(){}=:,$]+""")
_IMPORTED = re.compile(r"^[ \t]*(?:from|import)[ \t]+([\w.]+)", re.MULTILINE)
_UNKNOWN = "\0"


def with_sources(invocations: Sequence[Invocation], folder: Path) -> tuple[Invocation, ...]:
    """The same invocations with the files that their command lines name. folder: of the run."""
    if all(command_texts(each.site.software) == () for each in invocations):
        return tuple(invocations)
    written = {
        made.path
        for invocation in invocations
        for argument in invocation.arguments
        for made in leaves(argument.writes)
        if isinstance(made, Artefact) and made.path
    }
    finder = _Finder(folder, written)
    return tuple(finder.given(each) for each in invocations)


class _Finder:
    def __init__(self, folder: Path, written: set[str]) -> None:
        self.folder = folder
        self.written = written
        self._files: dict[str, str] = {}
        self._named: dict[tuple[Any, ...], tuple[str, ...]] = {}

    def given(self, invocation: Invocation) -> Invocation:
        texts = command_texts(invocation.site.software)
        if not texts:
            return invocation
        known = {each.parameter: str(each.reads) for each in invocation.arguments if isinstance(each.reads, str | int)}
        where = self._replaced(str(invocation.site.software.execution.get("working_dir") or ""), known)
        used = tuple([self._replaced(text, known) for text in texts])
        if invocation.site.software.execution.get("args") is None:
            used = (*used, *known.values())
        key = (where, used)
        found = self._named.get(key)
        if found is None:
            found = self._named[key] = tuple(dict.fromkeys(self._all(where, used)))
        own = set(_own(invocation.arguments)) if found else set()
        sources = tuple([path for path in found if path not in own])
        return replace(invocation, sources=sources) if sources else invocation

    def _replaced(self, text: str, known: Mapping[str, str]) -> str:
        return REFERENCE.sub(lambda match: known.get(match[1], _UNKNOWN), text)

    def _all(self, where: str, texts: tuple[str, ...]) -> Iterator[str]:
        if _UNKNOWN in where or posixpath.isabs(where):
            return
        for text in texts:
            for word in (*_SEPARATORS.split(text), *text.split()):
                path = self._file(posixpath.normpath(posixpath.join(where, word)) if word else "")
                if path and (posixpath.normpath(where or ".") == "." or path.endswith(SCRIPTS)):
                    yield from self._with_modules(path)

    def _file(self, path: str) -> str:
        """The path again, if it is that of a file of the project that no call writes; else ""."""
        found = self._files.get(path)
        if found is None:
            is_ours = path.startswith((*_OURS, "/", "../", "-"))
            found = ""
            if path and not is_ours and "\0" not in path and path not in self.written:
                found = path if os.path.isfile(self.folder / path) else ""  # noqa: PTH113 - as the job sees it
            self._files[path] = found
        return found

    def _with_modules(self, path: str) -> Iterator[str]:
        """A script, and the modules beside it that it imports."""
        pending, seen = [path], {path}
        while pending:
            current = pending.pop()
            yield current
            if not current.endswith(".py"):
                continue
            try:
                text = content(self.folder / current).decode(errors="replace")
            except OSError:
                continue
            home = posixpath.dirname(path)
            for name in dict.fromkeys(_IMPORTED.findall(text)):
                base = posixpath.join(home, *name.split("."))
                for candidate in (f"{base}.py", posixpath.join(base, "__init__.py")):
                    if candidate not in seen and self._file(candidate):
                        seen.add(candidate)
                        pending.append(candidate)


def _own(arguments: Sequence[Argument]) -> Iterator[str]:
    """The paths that the arguments declare."""
    for argument in arguments:
        for held in (argument.reads, argument.writes):
            yield from (leaf.path for leaf in leaves(held) if isinstance(leaf, Artefact))
