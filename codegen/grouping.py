"""Where small rules run on a cluster: each as a job, together with the rule that they feed, or beside Snakemake."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from eflows2smk.codegen.family import Family
from eflows2smk.codegen.rule import LAUNCHERS
from eflows2smk.workflow.model import Workflow, artefacts


class HostRules(StrEnum):
    """Where the plain Python between the calls runs."""

    LOCAL = "local"
    SUBMIT = "submit"


class Transformations(StrEnum):
    """Where data transformations run."""

    JOB = "job"
    GROUP = "group"
    LOCAL = "local"


def place(families: list[Family], workflow: Workflow, choice: Transformations) -> None:
    """Set ``localrule`` or ``group`` of the transformations, and of the rules that they feed.

    choice: of those whose decorator says nothing.
    """
    small = []
    for family in families:
        stated = _stated(family)
        where = choice if stated == "" else stated
        if stated is not None and where == Transformations.LOCAL:
            family.directives = replace(family.directives, localrule=True)
        elif stated is not None and where == Transformations.GROUP:
            small.append(family)
    if not small:
        return
    call = _calls(workflow)
    for consumer, feeding in _feeding(small, families, call).items():
        texts = _texts(consumer)
        # Where its transformations can't be together with a rule, they can be with one another.
        together = feeding if texts is None else [*feeding, consumer]
        if len(together) > 1 and not _is_chained(together, workflow, call):
            for family in together:
                family.directives = replace(family.directives, group=consumer.name)
            for family in together[:-1]:
                # Snakemake asks for the sum of the times of a group, which may be more than its partition allows, and
                # refuses a group in which a resource that is a text differs.
                family.slurm.update({**(texts or {}), "runtime": 0})


def submit_host_rules(families: list[Family], choice: HostRules) -> None:
    """Unset ``localrule`` of rules that run lines of the main program; bookkeeping of ours stays where Snakemake is."""
    if choice is HostRules.SUBMIT:
        for family in families:
            if family.site is not None and "script" in family.site.software.execution:
                family.directives = replace(family.directives, localrule=False)


def _calls(workflow: Workflow) -> dict[int, int]:
    """For each invocation the number of the call to which it belongs: transformations come right before theirs."""
    call: dict[int, int] = {}
    waiting: list[int] = []
    for invocation in workflow.invocations:
        waiting.append(invocation.number)
        if invocation.site.software.transformation is None:
            call.update(dict.fromkeys(waiting, invocation.number))
            waiting = []
    return call


def _feeding(small: list[Family], families: list[Family], call: dict[int, int]) -> dict[Family, list[Family]]:
    """The transformations of each rule that has some. One that feeds several rules belongs to none."""
    owner = {number: family for family in families for number in family.numbers}
    found: dict[Family, list[Family]] = {}
    for feeding in small:
        consumers = {owner[call[number]] for number in feeding.numbers if number in call}
        if len(consumers) == 1:
            found.setdefault(consumers.pop(), []).append(feeding)
    return found


def _stated(family: Family) -> str | None:
    """What the decorator of a transformation says of its place; None for other rules."""
    transformation = None if family.site is None else family.site.software.transformation
    return None if transformation is None else transformation.placement


def _texts(family: Family) -> dict[str, object] | None:
    """The resources of a rule that are texts; None for MPI, which starts processes its own way, and if jobs differ."""
    found: dict[str, object] = {key: value for key, value in family.slurm.items() if isinstance(value, str)}
    for slot in family.resources:
        if any(isinstance(value, str) for value in slot.column):
            if len(set(slot.column)) > 1 or slot.name in LAUNCHERS:
                return None
            found[slot.name] = slot.column[0]
    return found


def _is_chained(together: list[Family], workflow: Workflow, call: dict[int, int]) -> bool:
    """Whether one call's result reaches another call of the same rules: all of them would become one long job."""
    members = {number for family in together for number in family.numbers}
    return any(
        artefact.producer in members and call[artefact.producer] != call[invocation.number]
        for invocation in workflow.invocations
        if invocation.number in members
        for argument in invocation.arguments
        for artefact in artefacts(argument.reads)
    )
