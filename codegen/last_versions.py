"""The last version of a path is written where the program's user looks for it, by the job that makes it.

Enter the families of invocations, leave those in which either all jobs write last versions, or none does: a rule has
one template for what it writes, and earlier versions are stored under names of ours. What can't be told apart by the
program's paths stays together, and is copied to its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from eflows2smk.codegen.family import Family, Slot
from eflows2smk.codegen.places import written
from eflows2smk.codegen.storage import Storage


def divided(families: Sequence[Family], storage: Storage) -> list[Family]:
    """The families, each that makes some last versions as two."""
    return [part for family in families for part in _parts(family, storage)]


def _parts(family: Family, storage: Storage) -> Iterator[Family]:
    is_last = [_writes_last(family, job, storage) for job in range(family.size)]
    if family.checkpoint or all(is_last) or not any(is_last):
        yield family
        return
    last = _of_jobs(family, [job for job in range(family.size) if is_last[job]])
    last.name = f"{family.name}_last"
    last.comment = f"{family.comment}, for the last time"
    if not storage.can_name(last):
        yield family
        return
    yield _of_jobs(family, [job for job in range(family.size) if not is_last[job]])
    yield last


def _writes_last(family: Family, job: int, storage: Storage) -> bool:
    """Whether all files that the job writes are left under the names that the program gives."""
    made = [artefact for slot in family.outputs for artefact in written(slot.column[job : job + 1]) if artefact.path]
    return bool(made) and all(storage.is_left(artefact) for artefact in made)


def _of_jobs(family: Family, jobs: Sequence[int]) -> Family:
    """The family with only these of its jobs."""

    def chosen(column: list[Any]) -> list[Any]:
        return [column[job] for job in jobs] if column else []

    def slots(all_of: list[Slot]) -> list[Slot]:
        return [Slot(slot.name, chosen(slot.column), slot.marks) for slot in all_of]

    return replace(
        family,
        size=len(jobs),
        inputs=slots(family.inputs),
        outputs=slots(family.outputs),
        params=slots(family.params),
        resources=slots(family.resources),
        levels=[[(name, chosen(column)) for name, column in level] for level in family.levels],
        elements=chosen(family.elements),
        numbers=chosen(family.numbers),
        meanings=chosen(family.meanings),
        told=chosen(family.told),
    )
