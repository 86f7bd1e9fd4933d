"""One checkpoint for each loop and condition, also where it stands in a loop: Snakemake plans again after each.

A checkpoint for each iteration of a loop around would cost the square of their number. So what decides is computed by
an ordinary rule, and one checkpoint gathers all decisions, unless one of them depends on what another decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from eflows2smk.codegen.computed import around
from eflows2smk.codegen.family import Family, Slot
from eflows2smk.codegen.places import own_shape
from eflows2smk.codegen.references import Place, Ref
from eflows2smk.folders import DECISIONS
from eflows2smk.rules.directives import LOCAL
from eflows2smk.workflow.model import Artefact, Domain, Each, Holding, Invocation, Joined, Workflow, decision, leaves
from eflows2smk.workflow.text import shape_of


def gathered(families: Sequence[Family], workflow: Workflow) -> list[Family]:
    """The families, with those that gather behind those that decide. All have their wildcards."""
    found: list[Family] = []
    for family in families:
        found.append(family)
        if family.decides is None or family.decides.kind not in ("for", "if") or not family.wildcards:
            continue
        if not _is_cyclic(set(family.numbers), workflow):
            found.append(_gathering(family, workflow))
    return found


def _gathering(family: Family, workflow: Workflow) -> Family:
    made = [_decision(workflow.invocations[number]) for number in family.numbers]
    shape = own_shape(DECISIONS, family, "", ".json" if family.outputs[0].name == "condition" else "")
    suffix = f" --suffix {shape.literals[-1]}" if shape.literals[-1] else ""
    gathering = Family(
        name=f"all_{family.name}",
        size=1,
        shell=(
            "python -m eflows2smk.runtime.gathering",
            f" --prefix {shape.literals[0]}{suffix}",
            " {output.decisions:q} {input.decisions:q}",
            " > {log:q} 2>&1",
        ),
        inputs=[Slot("decisions", [made])],
        outputs=[Slot("decisions", [Place(Ref(shape_of((f"{DECISIONS}/{family.name}.json",), ()), ()))])],
        comment=f"all decisions of '{family.name}', so that Snakemake plans once",
        directives=LOCAL,
        site=family.site,
        checkpoint=True,
        wildcards=(),
        values=[()],
    )
    gathering.gathers = family
    family.checkpoint = False
    return gathering


def _decision(invocation: Invocation) -> Any:
    artefact = decision(invocation)
    return around(invocation, artefact)


def _is_cyclic(deciding: set[int], workflow: Workflow) -> bool:
    """Whether one of the decisions needs something that another one of them decides on."""
    tainted = [False] * len(workflow.invocations)
    changed = True
    while changed:
        # Again, since what an iteration leaves for the next one is made further down.
        changed = False
        for invocation in workflow.invocations:
            if tainted[invocation.number]:
                continue
            sources = [source for domain in invocation.domains for source in _deciders(domain)]
            sources += [source for argument in invocation.arguments for source in _sources(argument.reads)]
            if any(tainted[number] or (decides and number in deciding) for number, decides in sources):
                if invocation.number in deciding:
                    return True
                tainted[invocation.number] = changed = True
    return False


def _deciders(domain: Domain) -> Iterator[tuple[int, bool]]:
    """What is asked for its iterations: of a loop that is left, also what says how many there are at most."""
    yield domain.decides.producer, True
    if isinstance(domain.limit, Domain):
        yield from _deciders(domain.limit)


def _sources(held: object) -> Iterator[tuple[int, bool]]:
    """Numbers of invocations that something is read from; and of those that decide what is read."""
    match held:
        case Each():
            yield from _deciders(held.domain)
            for item in held.items:
                yield from _sources(item)
        case Joined():
            if held.domain is not None:
                yield from _deciders(held.domain)
            yield from _sources(held.then)
            yield from _sources(held.otherwise)
        case Holding():
            for member in held.members:
                yield from _sources(member)
        case Artefact():
            if held.producer >= 0:
                yield held.producer, False
        case list() | tuple():
            for item in held:
                yield from _sources(item)
        case _:
            for leaf in leaves(held):
                if leaf is not held:
                    yield from _sources(leaf)
                elif hasattr(leaf, "directory"):
                    yield from _sources(leaf.directory)
