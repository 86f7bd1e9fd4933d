"""Which version of which file or directory a path names, at each point of the program."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from posixpath import normpath
from typing import Any

from eflows2smk.diagnostics import Diagnostic
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.reading import like
from eflows2smk.workflow import paths
from eflows2smk.workflow.model import Artefact, Domain, Each, Holding, Inside, Joined, Kind, Leaf
from eflows2smk.workflow.text import SYMBOL, Text, has_symbol, rewritten, substituted, symbol


@dataclass(frozen=True, slots=True, eq=False)
class Outside:
    """What is written at a path of which only the run knows the text. token: there when it is done."""

    begins: str
    token: Artefact
    domains: tuple[Domain, ...]


State = tuple[
    dict[str, Artefact],
    set[tuple[str, int]],
    dict[str, dict[str, None]],
    dict[str, int],
    dict[str, int],
    list[Outside],
]


class Files:
    """The paths that the program's invocations read and write, in static single assignment form."""

    def __init__(
        self,
        folder: str | Path,
        domains: Callable[[], tuple[Domain, ...]] = tuple,
        sees: Callable[[str], None] = lambda path: None,
        appears: Callable[[str, int], None] = lambda path, number: None,
    ) -> None:
        """domains: the computed loops and branches around what is evaluated. sees, appears: see `Listings`."""
        self.folder = str(folder)
        self.domains = domains
        self.sees, self.appears = sees, appears
        # Paths that stand for one in each iteration of a computed loop, with the loops around their writers.
        self._symbolic: dict[str, tuple[re.Pattern[str], tuple[Domain, ...]]] = {}
        self.current: dict[str, Artefact] = {}
        # Paths that the program removed, with the entry that did it.
        self.removed: dict[str, int] = {}
        # Path and version of what the program deletes when nobody needs it any more.
        self.deleted: set[tuple[str, int]] = set()
        self._directories: dict[str, dict[str, None]] = {}
        # Files that an iteration reads and the one before writes, by the path that is still to be written.
        self._awaited: dict[str, list[Joined]] = {}
        # What these turned out to be made of: their `then`, for the graph.
        self.settled: dict[Joined, Artefact] = {}
        # Loops that are behind the program by now, by the name of the number of their iterations.
        self.ended: dict[str, Domain] = {}
        # How many versions of each path there are, those of both sides of a branch.
        self._versions: dict[str, int] = {}
        self._normal: dict[str, str] = {}
        # Of calls that are refused, by path.
        self._lost: dict[str, Diagnostic] = {}
        self.outside: list[Outside] = []

    def state(self) -> State:
        """All that is known, for `restore`."""
        directories = {folder: dict(members) for folder, members in self._directories.items()}
        versions, removed = dict(self._versions), dict(self.removed)
        return dict(self.current), set(self.deleted), directories, versions, removed, list(self.outside)

    def restore(self, state: State, *, versions: bool = True) -> None:
        """What was known at an earlier moment is what is known now. versions: their numbers are free again."""
        self.current, self.deleted, self.removed = dict(state[0]), set(state[1]), dict(state[4])
        self.outside = list(state[5])
        self._directories = {folder: dict(members) for folder, members in state[2].items()}
        self._awaited = {}
        if versions:
            self._versions = dict(state[3])

    def loops(self) -> tuple[dict[str, Any], dict[Joined, Artefact], dict[str, Domain]]:
        """What is known of computed loops, for `restore_loops`."""
        return dict(self._symbolic), dict(self.settled), dict(self.ended)

    def restore_loops(self, state: tuple[dict[str, Any], dict[Joined, Artefact], dict[str, Domain]]) -> None:
        self._symbolic, self.settled, self.ended = dict(state[0]), dict(state[1]), dict(state[2])

    def since(self, state: State | None) -> dict[str, Artefact]:
        """The paths that got another version since then, with their newest one."""
        before = {} if state is None else state[0]
        return {path: made for path, made in self.current.items() if made.version and before.get(path) is not made}

    def known(self, path: str) -> Artefact | None:
        """The newest version of a path; one that existed before the run counts even if nobody has read it yet."""
        found = self.current.get(path)
        if found is None and not has_symbol(path) and os.path.exists(os.path.join(self.folder, path)):
            leaf = self.read(path, Kind.FILE)
            return leaf if isinstance(leaf, Artefact) else None
        return found

    def joined(self) -> tuple[Joined, ...]:
        """Paths with several versions, of which only the run decides which is the last, and whether there is one."""
        found = (made for made in self.current.values() if isinstance(made, Joined) and made.then is not None)
        return tuple(made for made in found if made.otherwise is not None or made.how == "last")

    def join(self, path: str, joined: Artefact) -> None:
        """From now on the path is one of two versions."""
        self.current[path] = joined
        self._register(path)

    def normal(self, path: str) -> str:
        """The path as artefacts are compared: normalised, relative where it lies inside the folder of the run."""
        plain = normpath(path) if ".." not in path else paths.plain(path, self.folder)
        if plain.startswith("/") and (plain + "/").startswith(self.folder + "/"):
            plain = plain[len(self.folder) + 1 :] or "."
        return plain if plain == path and type(path) is not Text else rewritten(path, plain)

    def read(self, path: str, kind: Kind) -> Leaf:
        """What an invocation reads that gets this path. Raises Refused where nothing is there and nothing wrote it."""
        name = self.normal(path)
        found = self.whole(name)
        if found is not None:
            return found
        above = self._above(name)
        if above is not None:
            if above.version and self._members(name):
                raise Refused(
                    "E402",
                    f"'{name}' lies in the directory '{above.path}', which another invocation writes as a whole, and"
                    " others wrote in it since",
                    f"pass '{above.path}' as a whole",
                )
            return Inside(above, str(name)[len(above.path) + 1 :], kind)
        members = (*self._members(name), *self.done_outside(f"{name}/"))
        if members:
            self.sees(name)
            return Holding(name, members)
        written = self.done_outside(name) if not has_symbol(name) else ()
        if written:
            return Holding(name, written)
        if has_symbol(name):
            return self._of_loop(name, kind)
        self._check_symbolic(name)
        location = os.path.join(self.folder, name)
        if not os.path.exists(location):
            raise self._missing(name, kind)
        is_directory = os.path.isdir(location)
        source = self.current[name] = Artefact(Kind.DIRECTORY if is_directory else Kind.FILE, name, 0, -1)
        if is_directory:
            self.sees(name)
        return source

    def whole(self, name: str) -> Artefact | Holding | None:
        """What is written at a normalised path; of a folder that is written as a whole with what was written in it
        since."""
        found = self.current.get(name)
        if found is None or found.kind is not Kind.DIRECTORY:
            return found
        members = self._members(name)
        if not found.version:
            # Who looks at it must not see what is written there afterwards.
            self.sees(name)
            return Holding(name, members) if members else found
        return Holding(name, (found, *members)) if members else found

    def is_folder(self, name: str) -> bool:
        """Whether a normalised path is that of a folder in which invocations write."""
        found = self.current.get(name)
        return bool(self._members(name)) if found is None else found.kind is Kind.DIRECTORY

    def has_content(self, path: str) -> bool:
        """Whether an invocation wrote the path, or something in it, that is there now."""
        name = self.normal(path)
        found = self.current.get(name)
        return (found is not None and found.version > 0) or bool(self._members(name))

    def write(self, path: str, kind: Kind, producer: int, slot: str, index: tuple[int, ...]) -> Artefact:
        """A new version of a path. Raises Refused inside a directory that another invocation writes as a whole."""
        name = self.normal(path)
        if name in (".", "..") or name.startswith("../.."):
            raise Refused("E401", f"'{path}' can't be an output", "write to a path below the working folder")
        above = self._above(name)
        if above is not None and above.version > 0 and self.domains():
            raise Refused(
                "E402",
                f"'{name}' is written into the directory '{above.path}', which another invocation writes as a whole",
                "pass the directory itself, with DIRECTORY_INOUT, or write the file next to it",
            )
        if kind is Kind.DIRECTORY and self._members(name):
            if self.domains():
                raise Refused(
                    "E402",
                    f"'{name}' is written as a whole directory, but other invocations wrote files in it before",
                    "let them write to a directory of their own",
                )
            self._take_in(name)
        before = self.current.get(name)
        outside = next((each for each in self.outside if name.startswith(each.begins)), None)
        if outside is not None:
            raise _one_of(name, outside.begins)
        if before is None:
            self.appears(name, producer)
        if has_symbol(name):
            self._check_ended(name)
            self._add_symbolic(name)
        elif before is None:
            self._check_symbolic(name)
        version = self._versions[name] = self._versions.get(name, 0) + 1
        made = Artefact(kind, name, version, producer, slot, index)
        self.current[name] = made
        self.removed.pop(name, None)
        for joined in self._awaited.pop(name, ()):
            self.settled[joined] = made
        if before is None or before.version == 0:
            self._register(name)
        return made

    def _take_in(self, folder: str) -> None:
        """What was written in the folder is a part of it from now on."""
        for inside in self._directories.pop(folder, {}):
            self.current.pop(inside, None)
            for members in self._directories.values():
                members.pop(inside, None)

    def write_outside(self, begins: str, token: Artefact) -> None:
        """Something is written at a path that begins so. Raises Refused where that may be a file that others write."""
        start = self._start(begins)
        for path, made in self.current.items():
            if made.version and _may_begin(path, made.kind, start):
                raise _one_of(path, begins)
        self.outside.append(Outside(start, token, self.domains()))
        self.appears(start + "x", token.producer)

    def found_at(self, begins: str, reader: int) -> tuple[Artefact | Each, ...]:
        """All that was written so far and may be found at a path that begins so."""
        return self.prefixed(self._start(begins) if begins else "", reader).members

    def done_outside(self, start: str) -> tuple[Artefact | Each, ...]:
        """What says that something is written that may lie at a path, or begin, like this."""
        near = [each for each in self.outside if each.begins.startswith(start) or start.startswith(each.begins)]
        return tuple(self.around(each, self.domains()) for each in near)

    def around(self, outside: Outside, here: Sequence[Domain]) -> Artefact | Each:
        """The token of each iteration of the loops that are not around here."""
        member: Artefact | Each = outside.token
        for domain in reversed(outside.domains):
            if domain not in here:
                member = Each(domain, (member,))
        return member

    def _start(self, begins: str) -> str:
        folder, _, rest = begins.rpartition("/")
        folder = self.normal(folder) if folder else "."
        return rest if folder == "." else f"{folder}/{rest}"

    def remove(self, path: str, remover: int) -> None:
        """The path is gone, with all that is in it: nothing is read there before it is written again."""
        name = self.normal(path)
        for gone in (name, *self._directories.get(name, ())):
            self.current.pop(gone, None)
            for members in self._directories.values():
                members.pop(gone, None)
        self.removed[name] = remover

    def removers(self, path: str) -> list[int]:
        """The entries that removed the path, something in it, or a folder around it."""
        name = self.normal(path)
        inside = "" if name == "." else f"{name}/"
        return [
            remover
            for gone, remover in self.removed.items()
            if gone == name or gone.startswith(inside) or name.startswith(f"{gone}/")
        ]

    def may_match(self, pattern: str) -> bool:
        """Whether the pattern, as `glob` knows them, may match something that the workflow writes or removes."""
        words = self.normal(pattern).split("/")
        start = "/".join(words).partition("*")[0]
        if any(each.begins.startswith(start) or start.startswith(each.begins) for each in self.outside):
            return True
        written = (path for path, made in self.current.items() if made.version)
        return any(_may_match(words, path) for path in (*written, *self.removed))

    def is_touched(self, path: str) -> bool:
        """Whether an invocation writes or removes the path, something in it, or a directory around it."""
        return self.is_written(path) or (bool(self.removed) and bool(self.removers(path)))

    def is_written(self, path: str) -> bool:
        """Whether an invocation writes the path, something in it, or a directory around it."""
        name = self.normal(path)
        found = self.current.get(name)
        if found is not None:
            return found.version > 0
        above = self._above(name)
        if (above is not None and above.version > 0) or self._members(name):
            return True
        if any(name.startswith(each.begins) or each.begins.startswith(f"{name}/") for each in self.outside):
            return True
        return any(pattern.fullmatch(name) for pattern, _ in self._symbolic.values())

    def prefixed(self, prefix: str, reader: int) -> Holding:
        """All that was written so far at paths that begin so, or in directories around such, by others than the reader.

        prefix: the part of a pattern before its first wildcard; "" for all files.
        """
        name = self.normal(prefix) + ("/" if prefix.endswith("/") else "") if prefix else ""
        own = [path for path, made in self.current.items() if made.version and _may_begin(path, made.kind, name)]
        members = (*(self._member(path) for path in own), *self.done_outside(name))
        return self.others(Holding(name or ".", members), reader)

    def others(self, holding: Holding, reader: int) -> Holding:
        """A folder without what the reader itself writes there."""
        found = [each for each in holding.members if not (isinstance(each, Artefact) and each.producer == reader)]
        return Holding(holding.path, tuple(found))

    def _of_loop(self, name: str, kind: Kind) -> Joined:
        """What the iteration before, or the last one behind the loop, wrote at a path with the loop's number in it.

        Raises Refused where the first iteration would find nothing.
        """
        around = {domain.name: domain for domain in self.domains()} | self.ended
        variables = [found[1] for found in SYMBOL.finditer(name) if found[1] in around]
        if not variables:
            raise self._missing(name, kind)
        variable = variables[-1]
        domain = around[variable]
        first = substituted(name, variable, lambda factor, offset: str(offset))
        looped = domain.limit if domain.kind == "end" and isinstance(domain.limit, Domain) else domain
        written = substituted(name, variable, lambda factor, offset: symbol(looped.name, offset + factor, factor))
        otherwise = self.read(first, kind)
        if not isinstance(otherwise, Artefact) or isinstance(otherwise, Joined):
            raise self._missing(name, kind)
        how = "last" if domain.kind == "end" else "carried"
        made = self.current.get(written)
        joined = Joined(kind, name, otherwise.version + 1, -2, how, (), False, how, looped, made, otherwise)
        if made is None:
            if how == "last":
                raise self._missing(name, kind)
            self._awaited.setdefault(written, []).append(joined)
        return joined

    def check_awaited(self) -> None:
        """At the end of an iteration. Raise Refused for a file that no iteration writes for the next one."""
        for name in self._awaited:
            raise self._missing(name, Kind.FILE)

    def loses(self, path: str, told: Diagnostic) -> None:
        """A call that would have written the path is refused; what needs it need not be told of."""
        self._lost[self.normal(path)] = told

    def _missing(self, name: str, kind: Kind) -> Refused:
        if name in self._lost:
            return Refused("", "", reported=self._lost[name])
        instead = like(os.path.join(self.folder, name))
        instead = f"; did you mean '{os.path.relpath(instead, self.folder)}'?" if instead else ""
        return Refused(
            "E400",
            f"input {kind} '{name}' does not exist, and no invocation before writes it{instead}",
            "create it, correct the path, or declare the parameter that writes it as"
            f" {'FILE_OUT' if kind is Kind.FILE else 'DIRECTORY_OUT'}",
        )

    def _add_symbolic(self, name: str) -> None:
        pattern = "".join(
            r"-?\d+" if position % 4 == 1 else re.escape(piece)
            for position, piece in enumerate(SYMBOL.split(name))
            if position % 4 in (0, 1)
        )
        self._symbolic[name] = (re.compile(pattern), self.domains())

    def _check_ended(self, name: str) -> None:
        if any(found[1] in self.ended for found in SYMBOL.finditer(name)):
            raise Refused(
                "E330",
                f"the path '{name}' depends on how many iterations a loop has, which is only known when the workflow"
                " runs",
                "write to a path that is known when compiling, or inside of the loop",
            )

    def _check_symbolic(self, name: str) -> None:
        """Raise Refused for one of the files that a computed loop writes, under a name that is not the loop's."""
        for other, (pattern, _) in self._symbolic.items():
            if other != name and (pattern.fullmatch(name) if not has_symbol(name) else False):
                raise Refused(
                    "E405",
                    f"'{name}' may be one of the files '{other}' that a loop writes, which is only known when the"
                    " workflow runs",
                    "read it in a loop over the same values, or the folder as a whole; write to another folder",
                )

    def _above(self, name: str) -> Artefact | None:
        position = name.rfind("/")
        while position > 0:
            found = self.current.get(name[:position])
            if found is not None and found.kind is Kind.DIRECTORY:
                return found
            position = name.rfind("/", 0, position)
        return None

    def _register(self, name: str) -> None:
        position = name.rfind("/")
        while position > 0:
            folder = name[:position]
            self._directories.setdefault(folder, {})[name] = None
            position = name.rfind("/", 0, position)
        if not name.startswith("/"):
            self._directories.setdefault(".", {})[name] = None

    def _members(self, name: str) -> tuple[Artefact | Each, ...]:
        return tuple(self._member(path) for path in self._directories.get(name, ()))

    def _member(self, path: str) -> Artefact | Each:
        """What is written there, in all iterations of the loops around its writer that are not around the reader."""
        made = self.current[path]
        if path not in self._symbolic:
            return _perhaps(made)
        here = self.domains()
        found: Artefact | Each = made
        for domain in reversed(self._symbolic[path][1]):
            if domain not in here:
                found = Each(domain, (found,))
        return found


def _one_of(path: str, begins: str) -> Refused:
    return Refused(
        "E405",
        f"'{path}' may be one of the files that are written at paths of which it is only known that they begin with"
        f" '{begins}'",
        "write these into a folder of their own",
    )


def _may_begin(path: str, kind: Kind, prefix: str) -> bool:
    """Whether a path, or something in the directory that it is, may begin with the prefix."""
    return path.startswith(prefix) or (kind is Kind.DIRECTORY and prefix.startswith(path + "/"))


def _may_match(words: list[str], path: str) -> bool:
    """Whether the words of a pattern may match a path, a folder around it, or something in it if it is a folder."""
    for word, name in zip(words, path.split("/"), strict=False):
        if word == "**" or has_symbol(name):
            return True
        if not fnmatchcase(name, word):
            return False
    return True


def _perhaps(made: Artefact) -> Artefact | Each:
    """A file that is only written on one side of a branch is there where that is taken."""
    if not isinstance(made, Joined) or made.how != "branch" or made.domain is None:
        return made
    if made.otherwise is None and made.then is not None:
        return Each(made.domain, (made.then,))
    if made.then is None and made.otherwise is not None:
        return Each(replace(made.domain, negated=not made.domain.negated), (made.otherwise,))
    return made
