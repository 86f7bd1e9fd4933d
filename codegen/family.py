"""Families: the invocations that become one rule, as columns of values."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from eflows2smk import rules
from eflows2smk.diagnostics import Diagnostic, ProgramError
from eflows2smk.rules.directives import Directives
from eflows2smk.rules.recipe import Context, Recipe
from eflows2smk.rules.told import told
from eflows2smk.workflow.model import (
    DECIDING,
    Artefact,
    CallSite,
    Domain,
    Each,
    Holding,
    Invocation,
    Joined,
    Meaning,
    Software,
    Somewhere,
    Workflow,
    deciders,
)

# Calls of one function that stand one by one in the source share a rule from this number on.
FEW = 8


@dataclass(slots=True, eq=False)
class Slot:
    """An input, output or parameter with its value in each job. For outputs None asks for a path of our choice."""

    name: str
    column: list[Any]
    marks: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Family:
    """One rule to be. All columns have one entry a job.

    levels: candidates for wildcards, by loop: (name, column of scalars or None), the loop's index last.
    publishes: of which family and slot it copies what is final. batch: how many of its jobs share one of a cluster,
        None where nothing was said; is_short: since each says that it takes little time.
    checkpoint: what it writes decides which jobs there are; decides: the iterations that its first job decides on;
        limits: how many there are at most, in each job; elements: what it gives to each of these. gathers: whose
        decisions it gathers.
    domains: the computed loops and branches around it, the same for all jobs but for what decides on them.
    meanings: digests of the code that its jobs run. units: those of what it consists of, by name. told: what else each
        job gets, see `rules.told`.
    stored: its name in paths of our own, "" for the same name. purpose: what the program calls what its jobs return.
    separator: what stands between wildcards in paths of our own, "" as long as nobody asked.
    """

    name: str
    size: int
    shell: tuple[str, ...]
    inputs: list[Slot] = field(default_factory=list)
    outputs: list[Slot] = field(default_factory=list)
    params: list[Slot] = field(default_factory=list)
    resources: list[Slot] = field(default_factory=list)
    levels: list[list[tuple[str, list[Any]]]] = field(default_factory=list)
    comment: str = ""
    note: tuple[str, ...] = ()
    directives: Directives = Directives()
    functions: tuple[tuple[str, str], ...] = ()
    scripts: tuple[tuple[str, str], ...] = ()
    slurm: dict[str, object] = field(default_factory=dict)
    on_failure: str = ""
    batch: int | None = None
    is_short: bool = False
    site: CallSite | None = None
    publishes: tuple[str, str] | None = None
    checkpoint: bool = False
    decides: Domain | None = None
    limits: list[int | Domain | None] = field(default_factory=list)
    elements: list[tuple[Artefact, ...]] = field(default_factory=list)
    domains: tuple[Domain, ...] = ()
    gathers: Family | None = None
    separator: str = ""
    stored: str = ""
    purpose: str = ""
    numbers: list[int] = field(default_factory=list)
    meanings: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    wildcards: tuple[str, ...] = ()
    values: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def local(self) -> bool:
        """Whether Snakemake runs its jobs itself."""
        return self.directives.localrule


def families(
    workflow: Workflow, project: str = ".", alone: frozenset[int] = frozenset(), known: frozenset[int] = frozenset()
) -> list[Family]:
    """All rules of the program's invocations, in the order of their first one; names are proposals.

    alone: ids of call sites whose invocations can't share a rule. known: numbers of invocations that need none.
    Raises ProgramError.
    """
    groups: dict[Hashable, list[Invocation]] = {}
    computed = any(invocation.domains for invocation in workflow.invocations)
    for invocation in workflow.invocations:
        if invocation.number in known:
            continue
        key: Hashable = (id(invocation.site), rules.form(invocation))
        if computed:
            key = (key, _structure(invocation), invocation.number if id(invocation.site) in alone else -1)
        groups.setdefault(key, []).append(invocation)
    merged = _merged(list(groups.values()), alone)
    context = Context(workflow.program, workflow.argv, project, workflow.search)
    domains = _domains(workflow)
    found: list[Family] = []
    problems: list[Diagnostic] = []
    for invocations in merged:
        try:
            family = _family(invocations, context)
            family.decides = domains.get(invocations[0].number)
            asked = [domains.get(invocation.number, family.decides) for invocation in invocations]
            family.limits = [each.limit for each in asked if each is not None]
            meaning = _meaning(invocations, workflow)
            family.meanings, family.units = [meaning.digest] * family.size, dict(meaning.units)
            family.told = [told(invocation, workflow.environment) for invocation in invocations]
            found.append(family)
        except ProgramError as error:
            problems.extend(error.diagnostics)
    if problems:
        raise ProgramError(*problems)
    return found


def _meaning(invocations: list[Invocation], workflow: Workflow) -> Meaning:
    """Of all call sites of one software that share a rule."""
    sites = dict.fromkeys(invocation.site for invocation in invocations)
    found = {each.digest: each for site in sites if (each := workflow.meanings.get(site)) is not None}
    units = {name: digest for each in found.values() for name, digest in each.units.items()}
    return Meaning(" ".join(sorted(found)), units)


def _domains(workflow: Workflow) -> dict[int, Domain]:
    """By the number of the invocation that decides: what the Snakefile asks for."""
    if not any(invocation.site.software.kind in DECIDING for invocation in workflow.invocations):
        return {}
    found: dict[int, Domain] = {}
    for invocation in workflow.invocations:
        for domain in deciders(invocation.domains, (argument.reads for argument in invocation.arguments)):
            found.setdefault(domain.decides.producer, domain)
    ended = [domain.limit for domain in workflow.ended.values() if isinstance(domain.limit, Domain)]
    for domain in deciders(ended, workflow.joined):
        found.setdefault(domain.decides.producer, domain)
    return found


def _structure(invocation: Invocation) -> Hashable:
    """On which computed loops and branches an invocation depends, and how."""
    return (
        tuple([domain.name for domain in invocation.domains]),
        tuple([_computed(argument.reads) for argument in invocation.arguments]),
    )


def _computed(held: object) -> Hashable:
    match held:
        case Joined():
            return (held.how, "" if held.domain is None else held.domain.name, held.then is None)
        case Each():
            return (held.domain.name, held.domain.negated, tuple([_computed(item) for item in held.items]))
        case Holding():
            return _computed(list(held.members))
        case Somewhere():
            return _computed([held.text, *held.after])
        case list() | tuple():
            found = tuple([_computed(item) for item in held])
            return found if any(found) else ()
        case _:
            return ()


def _merged(groups: list[list[Invocation]], alone: frozenset[int]) -> list[list[Invocation]]:
    """Single calls of one software, in many places, become one group, if they depend on computed loops and branches in
    the same way."""

    def kind(invocation: Invocation) -> Hashable:
        return id(invocation.site.software), rules.form(invocation), _structure(invocation)

    def is_single(group: list[Invocation]) -> bool:
        return len(group) == 1 and not group[0].domains and id(group[0].site) not in alone

    singles: dict[Hashable, list[Invocation]] = {}
    for group in groups:
        if is_single(group):
            singles.setdefault(kind(group[0]), []).append(group[0])
    many = {key: found for key, found in singles.items() if len(found) > FEW}
    result: list[list[Invocation]] = []
    for group in groups:
        together = many.get(kind(group[0])) if is_single(group) else None
        if together is None:
            result.append(group)
        elif together[0] is group[0]:
            result.append(together)
    return result


def _inputs(recipe: Recipe, invocations: list[Invocation]) -> Iterator[Slot]:
    """Without those that are empty lists in all jobs, and that no shell text names."""
    shell = "".join(recipe.shell)
    for slot in recipe.inputs:
        column = [slot.of(invocation) for invocation in invocations]
        if f"{{input.{slot.name}:" in shell or any(entry != [] for entry in column):
            yield Slot(slot.name, column, slot.marks)


def _family(invocations: list[Invocation], context: Context) -> Family:
    sample = invocations[0]
    software: Software = sample.site.software
    kind = rules.kind(software.kind)
    if kind is None:
        raise ProgramError(
            Diagnostic("E230", f"there is no rule for software of type '{software.kind}'", software.span)
        )
    recipe = kind.recipe(software, invocations, context)
    family = Family(
        name=recipe.name or sample.site.name,
        size=len(invocations),
        shell=recipe.shell,
        inputs=list(_inputs(recipe, invocations)),
        outputs=[Slot(slot.name, [slot.of(i) for i in invocations], slot.marks) for slot in recipe.outputs],
        params=[Slot(slot.name, [slot.of(i) for i in invocations], slot.marks) for slot in recipe.params],
        resources=_resources(recipe.resources, invocations),
        levels=_levels(invocations),
        comment=_comment(invocations),
        note=recipe.note,
        directives=recipe.directives,
        functions=recipe.functions,
        scripts=recipe.scripts,
        slurm=dict(recipe.slurm_resources),
        on_failure=software.on_failure.upper(),
        site=sample.site,
        numbers=[invocation.number for invocation in invocations],
        checkpoint=recipe.checkpoint,
        domains=sample.domains,
        purpose=_purpose(invocations),
    )
    if recipe.checkpoint:
        family.elements = [_elements(invocation) for invocation in invocations]
    if sample.barrier:
        family.inputs.append(Slot("barrier", [invocation.barrier for invocation in invocations], ("barrier",)))
    return family


def _purpose(invocations: list[Invocation]) -> str:
    """What the program calls the results; "" where it calls them differently."""
    names = {invocation.site.purpose for invocation in invocations}
    return names.pop() if len(names) == 1 else ""


def _elements(invocation: Invocation) -> tuple[Artefact, ...]:
    """What a checkpoint gives to the iterations, beside how many there are."""
    made = tuple(argument.writes for argument in invocation.arguments if isinstance(argument.writes, Artefact))
    return made[1:]


def _resources(stated: Sequence[tuple[str, Any]], invocations: list[Invocation]) -> list[Slot]:
    first = invocations[0].resources
    # Most families ask for the same throughout, and then share one object.
    rows = invocations[:1] if all(i.resources is first for i in invocations) else invocations
    slots = [Slot(name, [of(i) for i in rows]) for name, of in stated]
    for slot in slots:
        if len(rows) == 1:
            slot.column = slot.column * len(invocations)
    return [slot for slot in slots if any(value is not None for value in slot.column)]


def _levels(invocations: list[Invocation]) -> list[list[tuple[str, list[Any]]]]:
    """For each loop the columns of its variables, and last that of its index."""
    site = invocations[0].site
    if any(invocation.site is not site for invocation in invocations):
        return []
    found = []
    position = 0
    for depth, names in enumerate(site.levels):
        columns: list[tuple[str, list[Any]]] = []
        for name in names:
            columns.append((name, [invocation.variables[position] for invocation in invocations]))
            position += 1
        index = names[0] if names and names[0].isidentifier() else "n"
        columns.append((index, [invocation.indices[depth] for invocation in invocations]))
        found.append(columns)
    return found


def _comment(invocations: list[Invocation]) -> str:
    site = invocations[0].site
    sites = dict.fromkeys(invocation.site for invocation in invocations)
    if len(sites) > 1:
        lines = [each.span.line for each in sites]
        return f"{site.span.file}:{min(lines)}-{max(lines)} {site.software.name}, called in {len(sites)} places"
    if site.software.transformation is not None:
        made = site.software.transformation
        function = made.function.split(":")[1]
        return f'{site.span.file}:{site.software.span.line} @data_transformation("{made.target}", {function})'
    text = site.text if len(site.text) <= 80 else site.text[:77] + "..."
    return f"{site.span.file}:{site.span.line} {text}"
