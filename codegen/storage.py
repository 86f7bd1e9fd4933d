"""Where each artefact is stored.

The last version of a path is stored at the path that the program names, unless its rule can't be written that way
(several versions of one path from one rule): then it is published by a copy. A file that existed before the run is
never touched: what the workflow makes of it goes below ``results/``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from typing import Any

from eflows2smk.codegen import wildcards
from eflows2smk.codegen.family import Family, Slot
from eflows2smk.codegen.fitting import Axes, fit_refs, is_number
from eflows2smk.codegen.forms import Pattern
from eflows2smk.codegen.references import Ref, below, ref
from eflows2smk.diagnostics import NOWHERE, Diagnostic, ProgramError
from eflows2smk.workflow.model import ABSENT, Artefact, Holding, Inside, Invocation, Kind, Workflow, artefacts, leaves
from eflows2smk.workflow.text import Shape, Text, shape_of


class Storage:
    """The refs of all artefacts, filled family by family."""

    def __init__(self, workflow: Workflow) -> None:
        self.refs: dict[int, Ref] = {}
        self.final: dict[str, Artefact] = {}
        self.sources: set[str] = set()
        self.published: list[Family] = []
        for invocation in workflow.invocations:
            self._note(invocation)

    def _note(self, invocation: Invocation) -> None:
        for argument in invocation.arguments:
            for read in artefacts(argument.reads):
                if read.version == 0:
                    # Snakemake fills in wildcards even in what an input function returns.
                    if re.search(r"\{\s*\w+\s*[,}]", read.path):
                        raise ProgramError(_braces(read.path, invocation))
                    self.sources.add(read.path)
            if argument.writes is ABSENT:
                continue
            for written in leaves(argument.writes):
                if isinstance(written, Artefact) and written.path:
                    if "{" in written.path or "}" in written.path:
                        raise ProgramError(_braces(written.path, invocation))
                    self.final[written.path] = written

    def of(self, held: Any) -> Ref:
        """The path of what a slot holds in one job."""
        if isinstance(held, Artefact):
            found = self.refs.get(id(held))
            if found is None:
                found = self.refs[id(held)] = ref(held.path)
            return found
        if isinstance(held, Inside):
            return below(self.of(held.directory), held.member)
        if isinstance(held, Holding):
            return ref(held.path)
        return held if isinstance(held, Ref) else ref(held)

    def is_direct(self, artefact: Artefact) -> bool:
        """Whether it is what is to be found at the path that the program names, when all is done."""
        return bool(artefact.path) and self.final.get(artefact.path) is artefact

    def named(self, artefact: Artefact) -> Ref:
        """The path at which the program's user finds it."""
        path = artefact.path
        if path not in self.sources:
            return ref(path)
        if path.startswith("/"):
            return ref(f"results{path}")
        if isinstance(path, Text):
            first, *rest = path.shape.literals
            return Ref(shape_of((f"results/{first}", *rest), path.shape.labels), path.holes)
        return ref(f"results/{path}")

    def place(self, family: Family) -> None:
        """Choose the wildcards of a family and store all that it writes."""
        direct = [slot for slot in family.outputs if all(self.is_direct(a) for a in _written(slot.column))]
        direct = [slot for slot in direct if any(True for _ in _written(slot.column[:1]))]
        if family.size == 1:
            family.wildcards, family.values = (), [()]
        elif not self._by_paths(family, direct):
            direct = []
            family.wildcards, family.values = wildcards.free(family, self._hints(family))
        for slot in family.outputs:
            if slot in direct:
                self._store_named(family, slot)
            else:
                self._store_own(family, slot)

    def _hints(self, family: Family) -> list[tuple[str, list[Any]]]:
        """What is in the holes of the paths that a family reads, under the names of the holes."""
        found: list[tuple[str, list[Any]]] = []
        for slot in family.inputs:
            if slot.marks or any(isinstance(entry, list) and not entry for entry in slot.column):
                continue
            lists = [
                [self.of(e) for e in entry] if isinstance(entry, list) else [self.of(entry)] for entry in slot.column
            ]
            shape = lists[0][0].shape
            if any(each.shape is not shape for members in lists for each in members):
                continue
            for position, label in enumerate(shape.labels):
                column = [{each.holes[position] for each in members} for members in lists]
                if label.isidentifier() and all(len(values) == 1 for values in column):
                    found.append((label, [next(iter(values)) for values in column]))
        return found

    def _by_paths(self, family: Family, direct: list[Slot]) -> bool:
        """Whether the paths that the program names give wildcards with which all of them can be written."""
        for base in direct:
            firsts = [next(iter(_written([entry])), None) for entry in base.column]
            if any(first is None for first in firsts):
                continue
            found = wildcards.from_paths(family, [self.named(a) for a in firsts if a is not None], base.name)
            if found is not None and all(self._fits(slot, Axes(*found)) for slot in direct):
                family.wildcards, family.values = found
                return True
        return False

    def _fits(self, slot: Slot, axes: Axes) -> bool:
        columns = _columns(slot.column)
        return columns is not None and all(
            self._plain([self.named(artefact) for artefact in column], axes) is not None for column in columns
        )

    def _plain(self, refs: list[Ref], axes: Axes) -> Pattern | None:
        found = fit_refs(refs, axes)
        if isinstance(found, Pattern) and found.is_plain and set(found.names) == set(axes.names):
            return found
        return None

    def _store_named(self, family: Family, slot: Slot) -> None:
        if family.size == 1:
            for artefact in _written(slot.column):
                self.refs[id(artefact)] = self.named(artefact)
            return
        axes = Axes(family.wildcards, family.values)
        for column in _columns(slot.column) or []:
            found = self._plain([self.named(artefact) for artefact in column], axes)
            assert found is not None
            # Consumers see the rule's own template, so that their rules can use the same wildcards.
            shape = shape_of(found.literals, found.names)
            places = [family.wildcards.index(name) for name in found.names]
            for artefact, row in zip(column, family.values, strict=True):
                self.refs[id(artefact)] = Ref(shape, tuple([row[place] for place in places]))

    def _store_own(self, family: Family, slot: Slot) -> None:
        several = sum(1 for other in family.outputs if not _is_named(other)) > 1
        for job, entry in enumerate(slot.column):
            if entry is None:
                continue
            row = family.values[job]
            members = list(_written([entry]))
            for position, artefact in enumerate(members):
                if isinstance(entry, list | tuple):
                    shape = self._own_shape(family, slot, artefact, several, ("member",))
                    self.refs[id(artefact)] = Ref(shape, (*row, str(position)))
                else:
                    self.refs[id(artefact)] = Ref(self._own_shape(family, slot, artefact, several, ()), row)
        self._publish(family, slot)

    def _own_shape(
        self, family: Family, slot: Slot, artefact: Artefact, several: bool, member: tuple[str, ...]
    ) -> Shape:
        if artefact.kind is Kind.OBJECT:
            return own_shape("objects", family, slot.name if several else "", ".obj", member)
        base = posixpath.basename(artefact.path)
        if member:
            return own_shape("versions", family, "", f"/{base}", member)
        return own_shape("versions", family, base, "")

    def _publish(self, family: Family, slot: Slot) -> None:
        finals = [artefact for artefact in _written(slot.column) if self.is_direct(artefact)]
        if not finals:
            return
        is_directory = "directory" in slot.marks
        name = re.sub(r"\W", "_", posixpath.basename(finals[0].path)) if len(finals) == 1 else slot.name
        copy = (
            "cp -a --reflink=auto {input.source:q}/. {output.published:q}"
            if is_directory
            else ("cp --reflink=auto {input.source:q} {output.published:q}")
        )
        self.published.append(
            Family(
                name=f"publish_{name}",
                size=len(finals),
                shell=(copy, " > {log:q} 2>&1"),
                inputs=[Slot("source", list(finals))],
                outputs=[Slot("published", [_Published(self.named(artefact)) for artefact in finals], slot.marks)],
                comment=f"the last version that '{family.name}' writes, under its own name",
                local=True,
            )
        )

    def place_published(self, family: Family) -> None:
        """Wildcards for a rule that publishes, from the paths that it writes."""
        refs = [entry.ref for entry in family.outputs[0].column]
        if family.size == 1:
            family.wildcards, family.values = (), [()]
            return
        found = wildcards.from_paths(family, refs, "name")
        if found is None or self._plain(refs, Axes(*found)) is None:
            raise ProgramError(
                Diagnostic(
                    "E501",
                    f"no rule can be written for the paths {', '.join(each.text for each in refs[:3])}, …",
                    NOWHERE,
                    "write each of them once, or give each a name that contains the loop variables",
                )
            )
        family.wildcards, family.values = found


class _Published:
    """An output that is the published copy of an artefact."""

    __slots__ = ("ref",)

    def __init__(self, where: Ref) -> None:
        self.ref = where


def own_shape(folder: str, family: Family, end: str, suffix: str, member: tuple[str, ...] = ()) -> Shape:
    """The shape of a path of our own: ``objects/<rule>/<wildcards>/<end>.obj``.

    member: a last hole, for the place in a list of outputs.
    """
    names = family.wildcards
    tail = f"/{end}" if end else ""
    numbers = all(is_number(value) for value in family.values[0])
    separator = "_" if numbers else "/"
    head = f"{folder}/{family.name}"
    literals = [f"{head}/", *[separator] * (len(names) - 1), tail] if names else [head + tail]
    if member:
        literals = [*literals[:-1], f"{literals[-1]}/", ""]
    literals[-1] += suffix
    return shape_of(tuple(literals), (*names, *member))


def _written(column: Iterable[Any]) -> Iterable[Artefact]:
    return (leaf for entry in column for leaf in leaves(entry) if isinstance(leaf, Artefact))


def _is_named(slot: Slot) -> bool:
    return any(artefact.path for artefact in _written(slot.column[:1]))


def _columns(column: list[Any]) -> list[list[Artefact]] | None:
    """The members of a slot as columns, one for each place in its list; None if the lists differ in length."""
    rows = [list(_written([entry])) for entry in column]
    if any(len(row) != len(rows[0]) for row in rows):
        return None
    return [list(members) for members in zip(*rows, strict=True)]


def _braces(path: str, invocation: Invocation) -> Diagnostic:
    return Diagnostic(
        "E500",
        f"the path '{path}' has braces, which Snakemake takes for a wildcard",
        invocation.site.span,
        "use a path without braces",
    )
