"""Folders that are put together: one rule can't write a folder as a whole and another one a file in it.

A file inside of a folder that some invocation writes as a whole is stored apart, as earlier versions of files are. Who
reads such a folder gets one that is put together just before, and so does the user at the end.
"""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.record.files import Files
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.record.renumbering import Renumbering
from eflows2smk.parameters import COLLECTION_FILE_IN, DIRECTORY_IN, DIRECTORY_OUT, IN
from eflows2smk.workflow.model import (
    ABSENT,
    DECIDING,
    Argument,
    Artefact,
    CallSite,
    Holding,
    Invocation,
    Kind,
    Resources,
    Said,
    Software,
    Somewhere,
    artefacts,
    leaves,
)
from eflows2smk.workflow.paths import above


def assembled(
    recording: Recording,
    invocations: list[Invocation],
    barriers: list[int],
    said: list[Said],
    held: Callable[[Any], Any],
) -> tuple[list[Invocation], list[int], list[Said], Callable[[Any], Any]]:
    """The graph with what puts folders together, its barriers, what is printed, and what gives the values of the new
    graph for those of the recording. Raises Refused for a folder with files of computed loops."""
    written = list(_named(invocations))
    wholes = {made.path for made in written if made.kind is Kind.DIRECTORY}
    if not wholes and len({made.path for made in written}) == len(written):
        return invocations, barriers, said, held
    assembling = _Assembling(recording.files, {made.path: made for made in written}, wholes)
    for invocation in invocations:
        assembling.reads(invocation)
    for path in sorted(wholes):
        found = recording.files.whole(path)
        if isinstance(found, Holding):
            assembling.at_end(held(found), invocations)
    if not assembling.made:
        return invocations, barriers, said, held
    return assembling.graph(invocations, barriers, said, held)


def _named(invocations: Sequence[Invocation]) -> Iterator[Artefact]:
    for invocation in invocations:
        for argument in invocation.arguments:
            for made in leaves(argument.writes):
                if isinstance(made, Artefact) and made.path:
                    yield made


@dataclass(slots=True, eq=False)
class _Folder:
    """One that is put together, before the invocation with a number. like: the invocation whose call site and loops it
    shares. number, artefact: in the new graph."""

    path: str
    base: Artefact | None
    members: list[Artefact]
    before: int
    like: Invocation
    number: int = -1
    artefact: Artefact | None = None


@dataclass(slots=True, eq=False)
class _Assembling:
    """last: the last version of each path. wholes: folders that are written as a whole. made: by what is in them.
    instead: of what invocations read."""

    files: Files
    last: dict[str, Artefact]
    wholes: set[str]
    made: dict[tuple[Any, ...], _Folder] = field(default_factory=dict)
    instead: dict[Holding, _Folder] = field(default_factory=dict)
    sites: dict[tuple[Any, ...], CallSite] = field(default_factory=dict)

    def reads(self, invocation: Invocation) -> None:
        """Put together what the invocation could not read otherwise."""
        is_script = invocation.site.software.kind in DECIDING or invocation.site.software.kind == "host"
        for argument in invocation.arguments:
            for leaf in leaves(argument.reads):
                if isinstance(leaf, Somewhere):
                    self._check_places(leaf, invocation)
                if not isinstance(leaf, Holding) or not any(map(self._is_apart, artefacts(leaf))):
                    continue
                if all(made.path == leaf.path and made.kind is Kind.FILE for made in artefacts(leaf)):
                    # A word that may be the name of a file.
                    continue
                # Each file is redirected by itself for a script, unless one lies in another.
                if not is_script or _is_mixed(leaf):
                    self.instead[leaf] = self._put_together(leaf, invocation, invocation.number)

    def _check_places(self, path: Somewhere, invocation: Invocation) -> None:
        """Raises Refused for a file that a computed path may name, and that is stored elsewhere."""
        for made in (made for each in path.after for made in artefacts(each)):
            if self._is_apart(made):
                raise Refused(
                    "E405",
                    f"the path that is computed here may be that of '{made.path}', of which there are several versions",
                    "write what is found by computed paths only once, or into a folder of its own",
                    span=invocation.site.span,
                )

    def at_end(self, holding: Holding, invocations: Sequence[Invocation]) -> None:
        """The user finds a folder with all that was written in it."""
        last = max(made.producer for made in artefacts(holding))
        self._put_together(holding, invocations[last], len(invocations))

    def _is_apart(self, made: Artefact) -> bool:
        """Whether it is not stored under its name."""
        if made.version == 0 or made.kind is Kind.OBJECT:
            return False
        return self.last.get(made.path) is not made or any(folder in self.wholes for folder in above(made.path))

    def _put_together(self, holding: Holding, like: Invocation, before: int) -> _Folder:
        members = [each for each in holding.members if type(each) is Artefact]
        if like.domains or len(members) < len(holding.members):
            raise Refused(
                "E402",
                f"the folder '{holding.path}' is written as a whole, and files in it by a loop or branch that only the"
                " run knows",
                "write the files to a folder of their own",
                span=like.site.span,
            )
        members.sort(key=lambda made: (made.path.count("/"), made.path))
        key = (holding.path, *map(id, members))
        found = self.made.get(key)
        if found is None:
            base = next((made for made in members if made.path == holding.path), None)
            if base is None and os.path.isdir(os.path.join(self.files.folder, holding.path)):
                base = Artefact(Kind.DIRECTORY, holding.path, 0, -1)
            rest = [made for made in members if made is not base]
            found = self.made[key] = _Folder(holding.path, base, rest, before, like)
        return found

    # The new graph ----------------------------------------------------------------------------------------------------

    def graph(
        self, invocations: list[Invocation], barriers: list[int], said: list[Said], held: Callable[[Any], Any]
    ) -> tuple[list[Invocation], list[int], list[Said], Callable[[Any], Any]]:
        waiting = sorted(self.made.values(), key=lambda each: each.before)
        behind = [each.before for each in waiting]
        # Folders are put together directly before who reads them, and behind the barriers there.
        numbers = [number + bisect_right(behind, number) for number in range(len(invocations))]
        starts = [number + bisect_left(behind, number) for number in range(len(invocations) + 1)]
        renumbering = Renumbering(numbers, {}, {})
        for place, each in enumerate(waiting):
            each.number = each.before + place
            # One that nobody writes as a whole stays what it is: a folder with files in it.
            is_whole = each.path in self.wholes
            path = each.path if is_whole else ""
            each.artefact = Artefact(Kind.DIRECTORY, path, 1, each.number, "folder", (), is_whole)
        renumbering.versions.update(self._versions(waiting, invocations, numbers))
        for each in waiting:
            assert each.artefact is not None
            # It belongs to the new graph already.
            each.artefact = replace(each.artefact, version=renumbering.versions.get(each.artefact, 1))
            renumbering.made[each.artefact] = each.artefact
        made = []
        for old in invocations:
            arguments = tuple(self._argument(argument) for argument in old.arguments)
            made.append(renumbering.invocation(replace(old, arguments=arguments), numbers[old.number]))
        made += [self._invocation(each, renumbering.held) for each in waiting]
        made.sort(key=lambda each: each.number)
        said = [replace(each, before=starts[each.before]) for each in said]
        return made, [starts[each] for each in barriers], said, lambda old: renumbering.held(held(old))

    def _versions(
        self, waiting: Sequence[_Folder], invocations: Sequence[Invocation], numbers: Sequence[int]
    ) -> dict[Artefact, int]:
        """The versions of the folders that are put together, and of all that have the same path."""
        paths = {each.path for each in waiting} & self.wholes
        order = [(numbers[made.producer], made) for made in _named(invocations) if made.path in paths]
        order += [(each.number, each.artefact) for each in waiting if each.artefact is not None and each.path in paths]
        order.sort(key=lambda entry: entry[0])
        last = {path: int(os.path.exists(os.path.join(self.files.folder, path))) for path in paths}
        found: dict[Artefact, int] = {}
        for _, made in order:
            last[made.path] += 1
            found[made] = last[made.path]
        return found

    def _argument(self, argument: Argument) -> Argument:
        return argument if argument.reads is ABSENT else replace(argument, reads=self._replaced(argument.reads))

    def _replaced(self, held: Any) -> Any:
        if isinstance(held, Holding) and held in self.instead:
            return self.instead[held].artefact
        return [self._replaced(each) for each in held] if isinstance(held, list) else held

    def _invocation(self, each: _Folder, held: Callable[[Any], Any]) -> Invocation:
        names = [os.path.relpath(made.path, each.path) for made in each.members]
        base = [] if each.base is None else [Argument("base", DIRECTORY_IN, held(each.base))]
        arguments = (
            *base,
            Argument("members", COLLECTION_FILE_IN, held(each.members)),
            Argument("names", IN, names),
            Argument("folder", DIRECTORY_OUT, ABSENT, each.artefact),
        )
        like = each.like
        return Invocation(
            each.number, self._site(each), like.indices, like.variables, arguments, (), Resources(), like.barrier
        )

    def _site(self, each: _Folder) -> CallSite:
        like = each.like.site
        key = (id(like), each.base is None, len(each.members), each.before == each.like.number)
        found = self.sites.get(key)
        if found is None:
            label = "".join(c if c.isalnum() and c.isascii() else "_" for c in os.path.basename(each.path))
            software = Software("folder", f"folder_{label}", "", "", like.software.file, like.span)
            text = f"a folder with what was written in it, as for {like.text}"
            found = CallSite(software.name, software, like.span, text, like.levels, like.chain)
            self.sites[key] = found
        return found


def _is_mixed(holding: Holding) -> bool:
    """Whether one of the members lies in another one."""
    paths = {made.path for made in artefacts(holding)}
    return any(folder in paths for path in paths for folder in above(path))
