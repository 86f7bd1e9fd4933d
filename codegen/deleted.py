"""Files that the program deletes: Snakemake does it, when all that read them is done."""

from __future__ import annotations

from collections.abc import Iterator

from eflows2smk.codegen.family import Family, Slot
from eflows2smk.workflow.model import Artefact, Workflow, artefacts, leaves


def mark_deleted(families: list[Family], published: list[Family], workflow: Workflow) -> list[Family]:
    """Make outputs temporary; the families that still publish something."""
    if not workflow.deleted:
        return published
    for family in families:
        for slot in family.outputs:
            made = [leaf for entry in slot.column for leaf in leaves(entry) if isinstance(leaf, Artefact)]
            # Where others of the same rule are kept, all of them are versions of ours, of which the kept are published.
            if made and all((artefact.path, artefact.version) in workflow.deleted for artefact in made):
                slot.marks = ("temp", *slot.marks)
        if _unread(family, workflow):
            # What is asked for is not deleted, so something else has to be asked for.
            family.outputs.append(Slot("done", [None] * family.size, ("touch",)))
    return [family for family in published if not _is_gone(family, workflow)]


def _unread(family: Family, workflow: Workflow) -> bool:
    """Whether a job of the family makes only files that are deleted, and nobody reads them."""
    read = {id(a) for i in workflow.invocations for argument in i.arguments for a in artefacts(argument.reads)}
    return any(
        all((a.path, a.version) in workflow.deleted and id(a) not in read for a in made)
        for made in ([*_made(family, job)] for job in range(family.size))
        if made
    )


def _made(family: Family, job: int) -> Iterator[Artefact]:
    for slot in family.outputs:
        yield from (leaf for leaf in leaves(slot.column[job]) if isinstance(leaf, Artefact))


def _is_gone(family: Family, workflow: Workflow) -> bool:
    """Whether it publishes nothing but what is deleted."""
    sources = [leaf for entry in family.inputs[0].column for leaf in leaves(entry) if isinstance(leaf, Artefact)]
    return all((source.path, source.version) in workflow.deleted for source in sources)
