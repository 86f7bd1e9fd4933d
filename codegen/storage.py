"""Where each artefact is stored.

The last version of a path is stored at the path that the program names, unless its rule can't be written that way
(several versions of one path from one rule): then it is published by a copy. A file that existed before the run is
never touched: what the workflow makes of it goes below ``results/``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from eflows2smk.codegen import wildcards
from eflows2smk.codegen.family import FEW, Family, Slot
from eflows2smk.codegen.fitting import Axes, fit_refs
from eflows2smk.codegen.forms import Pattern
from eflows2smk.codegen.places import MEMBER, bases, columns, own_shape, version_shape, written
from eflows2smk.codegen.references import Place, Ref, below, is_computed, ref
from eflows2smk.diagnostics import Diagnostic, ProgramError
from eflows2smk.folders import DECISIONS, OBJECTS, RESULTS, VERSIONS
from eflows2smk.rules.directives import LOCAL
from eflows2smk.workflow.model import (
    ABSENT,
    Artefact,
    Holding,
    Inside,
    Invocation,
    Joined,
    Kind,
    Workflow,
    artefacts,
    leaves,
)
from eflows2smk.workflow.paths import above
from eflows2smk.workflow.text import SYMBOL, Text, shape_of, symbol


class Storage:
    """The refs of all artefacts, filled family by family.

    apart: families whose paths, as the program names them, can't be told from others: what they write is published
        under these. With the name of a slot: what is published of it needs no wildcards. known: the paths of objects
        that are files of the project.
    """

    def __init__(
        self,
        workflow: Workflow,
        apart: frozenset[tuple[str, str]] = frozenset(),
        known: Mapping[Artefact, str] = MappingProxyType({}),
    ) -> None:
        self.apart = apart
        self.refs: dict[int, Ref] = {id(artefact): ref(path) for artefact, path in known.items()}
        self.final: dict[str, Artefact] = {}
        self.sources = set(known.values())
        self.published: list[Family] = []
        self._deleted = workflow.deleted
        for invocation in workflow.invocations:
            self._note(invocation)
        self._leave_to_folders()
        for joined in workflow.joined:
            # Neither version is the last one for sure.
            self.final[joined.path] = joined
            self._publish_joined(joined)

    def _publish_joined(self, joined: Joined) -> None:
        marks = ("directory",) if joined.kind is Kind.DIRECTORY else ()
        domain = joined.domain
        assert domain is not None
        family = Family("a branch", 1, ())
        slot = Slot(re.sub(r"\W", "_", posixpath.basename(joined.path)), [joined], marks)
        made = _publishing(family, slot, slot.name, (_copy(marks),), [joined], [Place(self.named(joined))])
        made.comment = f"what is written where this is decided: {domain.text}"
        self.published.append(made)

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
            for made in leaves(argument.writes):
                if isinstance(made, Artefact) and made.path:
                    if "{" in made.path or "}" in made.path:
                        raise ProgramError(_braces(made.path, invocation))
                    self.final[made.path] = made

    def _leave_to_folders(self) -> None:
        """What lies in a folder that is written as a whole is found there, and not written by a rule of its own."""
        wholes = {path for path, made in self.final.items() if made.kind is Kind.DIRECTORY}
        for path in [path for path in self.final if wholes.intersection(above(path))] if wholes else ():
            del self.final[path]

    def existing(self, families: Iterable[Family]) -> set[str]:
        """Files that existed before the run and that a rule reads: sources, scripts, contents of outputs that fail."""
        plain = {entry for family in families for slot in family.inputs for entry in slot.column if type(entry) is str}
        return self.sources | (plain - self.final.keys())

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
        if isinstance(held, Place):
            return held.ref
        return held if isinstance(held, Ref) else ref(held)

    def is_direct(self, artefact: Artefact) -> bool:
        """Whether it is what is to be found at the path that the program names, when all is done."""
        return bool(artefact.path) and self.final.get(artefact.path) is artefact

    def is_left(self, artefact: Artefact) -> bool:
        """Whether a run leaves it at the path that the program names."""
        return self.is_direct(artefact) and not self._is_deleted(artefact)

    def can_name(self, family: Family) -> bool:
        """Whether one rule can write all that the family writes at the paths that the program names."""
        named = [slot for slot in family.outputs if written(slot.column[:1])]
        named = [slot for slot in named if all(self.is_direct(made) for made in written(slot.column))]
        return family.size == 1 or self._by_paths(family, named)

    def named(self, artefact: Artefact) -> Ref:
        """The path at which the program's user finds it."""
        path = artefact.path
        if path not in self.sources:
            return ref(path)
        if path.startswith("/"):
            return ref(f"{RESULTS}{path}")
        if isinstance(path, Text):
            first, *rest = path.shape.literals
            return Ref(shape_of((_below_results(first), *rest), path.shape.labels), path.holes)
        return ref(_below_results(path))

    def place(self, family: Family) -> None:
        """Choose the wildcards of a family and store all that it writes."""
        direct = [slot for slot in family.outputs if all(self.is_direct(a) for a in written(slot.column))]
        direct = [slot for slot in direct if not self._is_partly_deleted(slot)]
        direct = [slot for slot in direct if written(slot.column[:1])]
        variables = _variables(family, direct)
        if family.size == 1:
            family.wildcards, family.values = _with_variables(((), [()]), variables)
            if variables and not all(self._fits(slot, Axes(family.wildcards, family.values)) for slot in direct):
                direct = []
        elif (family.name, "") in self.apart or not self._by_paths(family, direct):
            direct = []
            family.wildcards, family.values = _with_variables(
                wildcards.free(family, self._hints(family)), _variables(family, [])
            )
        own = [slot for slot in family.outputs if slot not in direct]
        # First all wildcards, then paths with all of them.
        found = [bases(family, slot) for slot in own]
        for slot in direct:
            self._store_named(family, slot)
        objects = sum(not each for each in found) > 1
        for slot, each in zip(own, found, strict=True):
            alike = found.count(each) > 1 if each else objects
            self._store_own(family, slot, each, slot.name if alike else "")

    def _is_deleted(self, artefact: Artefact) -> bool:
        return (artefact.path, artefact.version) in self._deleted

    def _is_partly_deleted(self, slot: Slot) -> bool:
        """Whether the program deletes some of the files, so that only the others may be found under their names."""
        return len(set(map(self._is_deleted, written(slot.column)))) > 1

    def _hints(self, family: Family) -> list[tuple[str, list[Any]]]:
        """What is in the holes of the paths that a family reads, under the names of the holes."""
        found: list[tuple[str, list[Any]]] = []
        for slot in family.inputs:
            if slot.marks or any(
                (isinstance(entry, list) and not entry) or is_computed(entry) for entry in slot.column
            ):
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
            firsts = [next(iter(written([entry])), None) for entry in base.column]
            if any(first is None for first in firsts):
                continue
            found = wildcards.from_paths(family, [self.named(a) for a in firsts if a is not None], base.name)
            if found is not None:
                found = _with_variables(found, _variables(family, direct))
            if found is not None and all(self._fits(slot, Axes(*found)) for slot in direct):
                family.wildcards, family.values = found
                return True
        return False

    def _fits(self, slot: Slot, axes: Axes) -> bool:
        return all(
            self._plain([self.named(artefact) for artefact in column], axes) is not None
            for column in columns(slot.column)
        )

    def _plain(self, refs: list[Ref], axes: Axes) -> Pattern | None:
        found = fit_refs(refs, axes)
        if isinstance(found, Pattern) and found.is_plain and set(found.names) == set(axes.names):
            return found
        return None

    def _store_named(self, family: Family, slot: Slot) -> None:
        if family.size == 1 and not family.wildcards:
            for artefact in written(slot.column):
                self.refs[id(artefact)] = self.named(artefact)
            return
        axes = Axes(family.wildcards, family.values)
        for column in columns(slot.column):
            found = self._plain([self.named(artefact) for artefact in column], axes)
            assert found is not None
            # Consumers see the rule's own template, so that their rules can use the same wildcards.
            shape = shape_of(found.literals, found.names)
            places = [family.wildcards.index(name) for name in found.names]
            for artefact, row in zip(column, family.values, strict=True):
                self.refs[id(artefact)] = Ref(shape, tuple([row[place] for place in places]))

    def _store_own(self, family: Family, slot: Slot, bases: list[Pattern], name: str) -> None:
        """Store below a folder of ours, in one named after the slot if `name` says so."""
        many = isinstance(slot.column[0], list | tuple)
        for position, column in enumerate(columns(slot.column)):
            if family.checkpoint:
                shape = own_shape(DECISIONS, family, "", ".json" if slot.name == "condition" else "")
            elif bases:
                shape = version_shape(family, name, bases[position], many=many)
            elif "directory" in slot.marks:
                shape = own_shape(VERSIONS, family, name, "")
            else:
                shape = own_shape(OBJECTS, family, name, ".obj", (MEMBER,) if many else ())
            places = [family.wildcards.index(label) if label in family.wildcards else -1 for label in shape.labels]
            for artefact, row in zip(column, family.values, strict=True):
                holes = tuple([row[place] if place >= 0 else str(position) for place in places])
                self.refs[id(artefact)] = Ref(shape, holes)
        if family.elements and slot.name == "iterations":
            self._store_elements(family)
        self._publish(family, slot)

    def _store_elements(self, family: Family) -> None:
        """What a loop's checkpoint gives to each iteration lies in its folder."""
        assert family.decides is not None or not family.elements[0]
        folder = own_shape(DECISIONS, family, "", "")
        for elements, row in zip(family.elements, family.values, strict=True):
            for element in elements:
                assert family.decides is not None
                tail = f"/{element.slot}.obj" if len(elements) > 1 else ".obj"
                literals = (*folder.literals[:-1], f"{folder.literals[-1]}/", tail)
                shape = shape_of(literals, (*folder.labels, family.decides.name))
                self.refs[id(element)] = Ref(shape, (*row, symbol(family.decides.name)))

    def _publish(self, family: Family, slot: Slot) -> None:
        """Families that copy what is final to where the program's user finds it."""
        finals = [made for made in written(slot.column) if self.is_left(made)]
        if not finals:
            return
        whole = self._copies(family, slot, finals)
        if whole is not None:
            self.published.append(whole)
            return
        by_shape: dict[int, list[Artefact]] = {}
        for artefact in finals:
            by_shape.setdefault(id(self.named(artefact).shape), []).append(artefact)
        rest: list[Artefact] = []
        for group in by_shape.values():
            alike = self._copies(family, slot, group) if len(group) > 1 else None
            if alike is None:
                rest += group
            else:
                self.published.append(alike)
        if len(rest) > FEW:
            self.published.append(self._copy_of_all(family, slot, rest))
        else:
            self.published += [copy for artefact in rest if (copy := self._copies(family, slot, [artefact]))]

    def _copies(self, family: Family, slot: Slot, finals: list[Artefact]) -> Family | None:
        """A rule with a job for each copy; None if no pattern tells them apart."""
        name = re.sub(r"\W", "_", posixpath.basename(finals[0].path)) if len(finals) == 1 else slot.name
        copy = _copy(slot.marks)
        refs = [self.named(artefact) for artefact in finals]
        made = _publishing(family, slot, name, (copy,), list(finals), [Place(each) for each in refs])
        if len(finals) == 1:
            return made
        if made.publishes in self.apart:
            return None
        found = wildcards.from_paths(made, refs, "name")
        if found is None or self._plain(refs, Axes(*found)) is None:
            return None
        made.wildcards, made.values = found
        return made

    def _copy_of_all(self, family: Family, slot: Slot, finals: list[Artefact]) -> Family:
        """A rule with one job for all copies."""
        copy = "cp -a --reflink=auto --" if "directory" in slot.marks else "cp --reflink=auto --"
        content = "/." if "directory" in slot.marks else ""
        shell = (
            "(old=({input.source:q}); new=({output.published:q});",
            f' for i in "${{{{!old[@]}}}}"; do {copy} "${{{{old[i]}}}}"{content} "${{{{new[i]}}}}"; done)',
        )
        targets = [Place(self.named(artefact)) for artefact in finals]
        return _publishing(family, slot, slot.name, shell, [list(finals)], [targets])


def _variables(family: Family, direct: list[Slot]) -> list[tuple[str, str]]:
    """The variables of the computed loops around a family, and what its wildcards hold of each."""
    found = []
    for domain in family.domains:
        if domain.kind == "if":
            continue
        texts = {
            match[0]
            for slot in direct
            for artefact in written(slot.column[:1])
            for match in SYMBOL.finditer(artefact.path)
            if match[1] == domain.name
        }
        # A path "{i + 1}.txt" makes the number in it the wildcard.
        found.append((domain.name, texts.pop() if len(texts) == 1 else symbol(domain.name)))
    return found


def _with_variables(
    found: tuple[tuple[str, ...], list[tuple[str, ...]]], variables: list[tuple[str, str]]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    names, rows = found
    if not variables:
        return found
    texts = tuple(text for _, text in variables)
    computed = [name for name, _ in variables]
    own: list[str] = []
    for name in names:
        own.append(wildcards.unused(name, [*computed, *own]))
    return (*own, *computed), [(*row, *texts) for row in rows]


def _below_results(path: str) -> str:
    """Of a normalised path: what lies outside of the working folder lies in a folder of that name inside of it."""
    return f"{RESULTS}/{path.replace('../', 'above/')}"


def _copy(marks: tuple[str, ...]) -> str:
    if "directory" in marks:
        return "cp -a --reflink=auto -- {input.source:q}/. {output.published:q}"
    return "cp --reflink=auto -- {input.source:q} {output.published:q}"


def _publishing(
    family: Family, slot: Slot, name: str, shell: tuple[str, ...], sources: list[Any], targets: list[Any]
) -> Family:
    return Family(
        name=f"publish_{name}",
        size=len(sources),
        shell=(*shell, " > {log:q} 2>&1"),
        inputs=[Slot("source", sources)],
        outputs=[Slot("published", targets, slot.marks)],
        comment=f"the last version that '{family.name}' writes, under its own name",
        directives=LOCAL,
        site=family.site,
        publishes=(family.name, slot.name),
        values=[()],
    )


def _braces(path: str, invocation: Invocation) -> Diagnostic:
    return Diagnostic(
        "E500",
        f"the path '{path}' has braces, which Snakemake takes for a wildcard",
        invocation.site.span,
        "use a path without braces",
    )
