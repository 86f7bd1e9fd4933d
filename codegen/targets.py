"""What the workflow is asked for, and the barriers in it."""

from __future__ import annotations

from typing import Any

from eflows2smk.codegen.computed import around
from eflows2smk.codegen.family import Family, Slot
from eflows2smk.codegen.places import own_shape
from eflows2smk.codegen.references import Place, Ref
from eflows2smk.codegen.rule import BARRIER
from eflows2smk.codegen.storage import Storage
from eflows2smk.folders import DONE
from eflows2smk.rules.directives import LOCAL
from eflows2smk.workflow.model import ABSENT, DECIDING, Artefact, Invocation, Joined, Workflow, artefacts, leaves
from eflows2smk.workflow.paths import above

# Snakemake walks from a target to what it needs recursively; a longer chain is asked for step by step, from its start.
LONGEST_CHAIN = 200


class Targets:
    """For each invocation, a path that stands for it and whether anything reads what it makes."""

    def __init__(self, workflow: Workflow, families: list[Family], storage: Storage) -> None:
        self.workflow = workflow
        self.storage = storage
        self._done: dict[int, Ref] = {}
        self._families = {number: family for family in families for number in family.numbers}
        for family in families:
            for slot in family.outputs:
                self._note_touches(family, slot)

    def _note_touches(self, family: Family, slot: Slot) -> None:
        if slot.column and slot.column[0] is None:
            shape = own_shape(DONE, family, "", "")
            for number, row in zip(family.numbers, family.values, strict=True):
                self._done[number] = Ref(shape, row)

    def representative(self, invocation: Invocation) -> Ref:
        """An output of the invocation: one that the program names, if it can be."""
        if invocation.number in self._done:
            return self._done[invocation.number]
        made = written(invocation)
        chosen = next((a for a in made if self.storage.is_direct(a)), made[0])
        return self.storage.of(chosen)

    def left(self, invocation: Invocation) -> list[Ref]:
        """What a run of the program leaves of what the invocation writes, under the names that the program gives."""
        deleted, gone = self.workflow.deleted, self.workflow.gone
        return [
            self.storage.of(made)
            for made in written(invocation)
            if made.named
            and self.storage.is_direct(made)
            and (made.path, made.version) not in deleted
            and not (gone and (made.path in gone or gone.intersection(above(made.path))))
        ]

    def needed(self) -> list[Ref]:
        """Targets of the whole workflow: all that a run of the program leaves, what else nobody reads, and all steps of
        long chains. What is not asked for is not made again when it is missing."""
        used = self._used(len(self.workflow.invocations))
        copied = {id(a) for family in self.storage.published for a in artefacts(family.inputs[0].column)}
        depths = self._depths()
        steps: list[Ref] = []
        by_shape: dict[int, list[Ref]] = {}
        for invocation in self.workflow.invocations:
            if invocation.domains or invocation.site.software.kind in DECIDING:
                continue
            made = self.left(invocation)
            if depths[invocation.number] > LONGEST_CHAIN:
                steps += made or [self.representative(invocation)]
                continue
            if not (made or used[invocation.number] or any(id(a) in copied for a in written(invocation))):
                made = [self.representative(invocation)]
            for target in made:
                by_shape.setdefault(id(target.shape), []).append(target)
        return [target for alike in by_shape.values() for target in alike] + steps

    def computed(self) -> list[tuple[Family, list[Any]]]:
        """Targets in computed loops and branches: what is left, what nobody reads, all states of what is carried on.

        For each family those of its jobs that count, with what they make.
        """
        used = self._used(len(self.workflow.invocations))
        copied = {id(a) for family in self.storage.published for a in artefacts(family.inputs[0].column)}
        carried = {
            id(leaf.then)
            for invocation in self.workflow.invocations
            for argument in invocation.arguments
            for leaf in leaves(argument.reads)
            if isinstance(leaf, Joined) and leaf.how == "carried"
        }
        found: dict[int, list[Any]] = {}
        first: set[int] = set()
        for invocation in self.workflow.invocations:
            if not invocation.domains or invocation.site.software.kind in DECIDING:
                continue
            made = written(invocation)
            goes_on = any(id(artefact) in carried for artefact in made)
            is_read = used[invocation.number] or any(id(artefact) in copied for artefact in made)
            if goes_on or not is_read or self.left(invocation):
                family = self._families[invocation.number]
                found.setdefault(id(family), [family]).append((invocation.number, self._made(invocation)))
                if goes_on:
                    first.add(id(family))
        # A chain is asked for from its start, before anything that needs its end.
        ordered = sorted(found.values(), key=lambda entries: id(entries[0]) not in first)
        return [_jobs_of(entries[0], dict(entries[1:])) for entries in ordered]

    def _made(self, invocation: Invocation) -> Any:
        left = self.left(invocation) or [self.representative(invocation)]
        return around(invocation, *map(Place, left))

    def barriers(self) -> list[Family]:
        """A rule for each barrier; behind it stands what nobody before it reads."""
        found = []
        start = 0
        for number, position in enumerate(self.workflow.barriers, start=1):
            used = self._used(position)
            needed: list[Any] = [
                around(i, Place(self.representative(i)))
                for i in self.workflow.invocations[start:position]
                if not used[i.number]
            ]
            if start == position and number > 1:
                # Nothing stands between two barriers: the second one waits for the first.
                needed = [Ref(BARRIER, (str(number - 1),))]
            start = position
            family = Family(
                name=f"barrier_{number}",
                size=1,
                shell=("touch {output.done:q} > {log:q} 2>&1",),
                inputs=[Slot("before", [needed])],
                outputs=[Slot("done", [Place(Ref(BARRIER, (str(number),)))])],
                comment=f"all that stands before barrier {number}",
                directives=LOCAL,
            )
            family.wildcards, family.values = (), [()]
            found.append(family)
        return found

    def _used(self, position: int) -> list[bool]:
        """For each invocation whether one of the first `position` reads what it makes."""
        used = [False] * len(self.workflow.invocations)
        for invocation in self.workflow.invocations[:position]:
            for argument in invocation.arguments:
                for read in artefacts(argument.reads):
                    if read.producer >= 0:
                        used[read.producer] = True
        return used

    def _depths(self) -> list[int]:
        depths: list[int] = []
        for invocation in self.workflow.invocations:
            depth = 0
            for argument in invocation.arguments:
                for read in artefacts(argument.reads):
                    # What an iteration takes from the one before it may be made further down.
                    if 0 <= read.producer < len(depths) and depths[read.producer] > depth:
                        depth = depths[read.producer]
            depths.append(depth + 1)
        return depths


def _jobs_of(family: Family, made: dict[int, Any]) -> tuple[Family, list[Any]]:
    """A family with only some of its jobs, and what these make."""
    rows = [row for number, row in zip(family.numbers, family.values, strict=True) if number in made]
    part = Family(family.name, len(rows), (), site=family.site, wildcards=family.wildcards, values=rows)
    return part, [made[number] for number in family.numbers if number in made]


def written(invocation: Invocation) -> list[Artefact]:
    """All artefacts that the invocation makes."""
    found = [
        leaf
        for argument in invocation.arguments
        if argument.writes is not ABSENT
        for leaf in leaves(argument.writes)
        if isinstance(leaf, Artefact)
    ]
    return [*found, *invocation.results]
