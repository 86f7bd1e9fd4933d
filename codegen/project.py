"""The whole project: from the workflow graph to the text of each file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from eflows2smk.codegen import environments, guard, in_turn, profile, readme, seals, standalone
from eflows2smk.codegen.batching import Batches, batch
from eflows2smk.codegen.computed import Computed, Unlike
from eflows2smk.codegen.constraints import Ambiguous, constrain, separators
from eflows2smk.codegen.deleted import mark_deleted
from eflows2smk.codegen.family import Family, families
from eflows2smk.codegen.fitting import Axes, Fitter
from eflows2smk.codegen.forms import Sealed
from eflows2smk.codegen.gathering import gathered
from eflows2smk.codegen.grouping import HostRules, Transformations, place, submit_host_rules
from eflows2smk.codegen.jobs import Jobs
from eflows2smk.codegen.known import Known, known
from eflows2smk.codegen.last_versions import divided
from eflows2smk.codegen.merging import merged
from eflows2smk.codegen.naming import named
from eflows2smk.codegen.places import own_shape
from eflows2smk.codegen.printed import Rule
from eflows2smk.codegen.prologue import Prologue
from eflows2smk.codegen.references import is_computed
from eflows2smk.codegen.reserved import refuse
from eflows2smk.codegen.rule import Maker
from eflows2smk.codegen.settings import Settings
from eflows2smk.codegen.snakefile import Printer, entry_lines, header, regex
from eflows2smk.codegen.storage import Storage
from eflows2smk.codegen.tables import FILE, FOLDER, Tables
from eflows2smk.codegen.targets import Targets
from eflows2smk.diagnostics import NOWHERE, Diagnostic, Label, ProgramError
from eflows2smk.folders import LOGS, RESULTS, VERSIONS
from eflows2smk.rules.failures import goes_on
from eflows2smk.rules.recipe import PLACES
from eflows2smk.workflow.model import Environment, Workflow
from eflows2smk.workflow.text import has_symbol, readable

# What the functions use that ask checkpoints: each decision is read once, however often it is asked for.
DECIDED = [
    "@functools.cache",
    "def decided(path):",
    '    """What a checkpoint decided."""',
    "    with open(path) as file:",
    "        return json.load(file)",
]
SNAKEFILE = "workflow/Snakefile"


@dataclass(frozen=True, slots=True)
class Choices:
    """What its user may choose about a project.

    site: see `profile.slurm`. environment: of jobs that run Python. standalone: whether it brings the runtime.
    """

    transformations: Transformations = Transformations.GROUP
    site: Mapping[str, Any] = field(default_factory=dict)
    batches: Batches = field(default_factory=Batches)
    host_rules: HostRules = HostRules.LOCAL
    environment: Environment | None = None
    standalone: bool = False


def generate(
    workflow: Workflow,
    folder_to_run: str = ".",
    choices: Choices | None = None,
    project: str = ".",
    jobs: Jobs | None = None,
    settings: Settings | None = None,
    said: frozenset[str] = frozenset(),
) -> dict[str, str]:
    """The files of the project, by path relative to its folder.

    folder_to_run: the folder in which the program runs, as seen from that of the project. project: the other way
    round. jobs: learns of the jobs. settings: what follows the program's configuration. said: known values that have a
    job, by its name. Raises ProgramError with diagnostics for what can't be written as a Snakefile.
    """
    choices = choices or Choices()
    apart: set[tuple[str, str]] = set()
    alone: set[int] = set()
    values = known(workflow, project, (lambda name, _: name in said) if settings is None else settings.says)
    while True:
        try:
            storage = Storage(workflow, frozenset(apart), values.paths)
            made = _stored(workflow, storage, project, frozenset(alone), values)
            files, everything, digests = _generate(workflow, storage, made, folder_to_run, choices, project, settings)
            files |= values.files
            if jobs is not None:
                jobs.note(workflow, made, storage, everything, digests)
            return files
        except Unlike as error:
            alone.add(id(error.site))
        except Ambiguous as error:
            family = error.family
            found = family.publishes or (family.name, "")
            if found in apart or family.size == 1:
                raise ProgramError(_two_makers(error)) from None
            apart.add(found)


def _two_makers(found: Ambiguous) -> Diagnostic:
    family, other = found.family, found.other
    help = (
        f"what is written to one path several times is kept below {VERSIONS}/, what is changed in a file that was"
        f" there before below {RESULTS}/: write into another folder"
    )
    labels: tuple[Label, ...] = ()
    if other is None:
        message = f"the rule for '{family.name}' would write '{found.path}' too, which is there already"
    elif other is family or not found.path:
        message = f"the outputs of '{family.name}' and '{other.name}' can't be told apart by their paths"
    else:
        message = f"the rules for '{family.name}' and '{other.name}' would both write '{found.path}'"
        if other.site is not None:
            labels = (Label(other.site.span, f"'{other.name}' is called here"),)
    span = family.site.span if family.site is not None else NOWHERE
    return Diagnostic("E502", message, span, help, labels)


def _stored(workflow: Workflow, storage: Storage, project: str, alone: frozenset[int], values: Known) -> list[Family]:
    """All families, once it is known where they store what they write."""
    made = named(divided(merged(families(workflow, project, alone, values.numbers), alone), storage))
    for family in made:
        storage.place(family)
    return made


def _generate(
    workflow: Workflow,
    storage: Storage,
    made: list[Family],
    folder_to_run: str,
    choices: Choices,
    project: str,
    settings: Settings | None,
) -> tuple[dict[str, str], list[Family], dict[str, dict[str, str]]]:
    """The files, all families, and what the code behind each digest consists of.

    Raises Ambiguous for a family that can't store what it writes where the program says.
    """
    storage.published = mark_deleted(made, storage.published, workflow)
    place(made, workflow, choices.transformations)
    submit_host_rules(made, choices.host_rules)
    batch(made, choices.batches, profile.at_once(choices.site))
    targets = Targets(workflow, made, storage)
    everything = [*gathered(made, workflow), *storage.published, *targets.barriers()]
    _rename(everything)
    environments_files = environments.equip(everything, choices.environment)
    tables = Tables() if settings is None else Tables(settings.constants)
    if settings is not None:
        settings.tables = tables.content
    retries = any(family.on_failure == "RETRY" for family in made)
    computed = Computed(storage, everything, workflow.ended)
    maker = Maker(storage, tables, computed, project, retries=retries, settings=settings)
    rules = [maker.rule(family) for family in everything]
    shared = constrain(rules, everything, storage.existing(everything))
    if settings is not None:
        shared = _configured(rules, everything, shared, settings)
    printer = Printer(tables)
    body = []
    for rule, family in zip(rules, everything, strict=True):
        body += ["", "", *printer.rule(rule)]
        if family.gathers is not None or (family.checkpoint and family.decides is not None):
            body += computed.function(family)
    wanted = _all(targets, storage, tables, printer, computed, settings)
    functions = dict(function for family in everything for function in family.functions)
    moved = "" if folder_to_run == "." else folder_to_run
    if settings is not None:
        columns = tables.follow(settings.follows, settings.expression)
        settings.constants.update({name.upper(): text for name, text in columns.items()})
    guarded = guard.is_needed(workflow, tables, maker.manifests.files)
    asked = [family.decides for family in everything if family.decides is not None]
    has_seals = any(isinstance(entry.form, Sealed) for rule in rules for entry in rule.inputs)
    has_turns = in_turn.is_needed(workflow)
    prologue = Prologue(
        any(map(environments.runs_python, everything)),
        bool(environments_files),
        choices.standalone or environments.lacks_runtime(everything),
        functions,
    )
    lines = header(
        rules,
        tables,
        workflow.program,
        prologue,
        moved=moved,
        asks=asked,
        folders=workflow.folders,
        seals=has_seals,
        digests=bool(maker.digests),
        guarded=guarded,
        in_turn=has_turns,
        settings=settings,
        shared=shared,
    )
    loaded = _tables(tables, workflow.program)
    guarding = guard.files(workflow, loaded, maker.manifests.files, folder_to_run, project) if guarded else {}
    if settings is not None:
        guarding |= settings.files(guard.command(workflow, project))
    if shared:
        lines += ["", "", "wildcard_constraints:"]
        lines += [f"    {name}={regex(pattern)}," for name, pattern in shared.items()]
    if asked:
        lines += ["", "", *DECIDED]
    files = {
        SNAKEFILE: "\n".join([*lines, *wanted, *body]) + "\n",
        "workflow/profiles/default/config.yaml": profile.local(retries=retries, goes_on=goes_on(workflow)),
        f"{profile.system(choices.site)}/config.yaml": profile.slurm(everything, choices.site),
    }
    files |= prologue.files | environments_files
    configuration = "" if settings is None else settings.document.path
    files[readme.FILE] = readme.readme(workflow, rules, everything, prologue, configuration)
    for family in everything:
        files.update({f"workflow/scripts/{name}": text for name, text in family.scripts})
    files |= loaded | maker.manifests.files | guarding
    places = {
        own_shape(LOGS, family, "", "").literals[0].rstrip("/"): f"{family.site.span.file}:{family.site.span.line}"
        for family in everything
        if family.site is not None and any(PLACES in piece for piece in family.shell)
    }
    if has_seals:
        files[seals.FILE] = seals.TEXT
    if has_turns:
        files[in_turn.FILE] = in_turn.TEXT
    if places:
        files[PLACES] = json.dumps(places, indent=1) + "\n"
    refuse(workflow, storage, everything, files, project)
    for name, text in files.items():
        if has_symbol(text):
            line = next(line for line in text.split("\n") if has_symbol(line))
            what = f"{name} has no wildcard for a variable in: {readable(line.strip())}"
            raise ProgramError(Diagnostic("E004", what, NOWHERE, "this is a mistake of eflows2smk: please report it"))
    if prologue.runs_python and prologue.standalone:
        files |= standalone.files()
    return files, everything, maker.digests


def _tables(tables: Tables, program: str) -> dict[str, str]:
    """The files of the tables, by path."""
    files = {FILE: profile.tables(tables.small, program)} if tables.small else {}
    return files | {f"{FOLDER}/{key}.json": profile.table(value) for key, value in tables.large.items()}


def _rename(everything: list[Family]) -> None:
    """Rules that publish or gather get names that no other rule has."""
    taken: set[str] = {"all"}
    for family in everything:
        name, number = family.name, 2
        while name in taken:
            name, number = f"{family.name}_{number}", number + 1
        family.name = name
        taken.add(name)


def _configured(
    rules: Sequence[Rule], families: Sequence[Family], shared: Mapping[str, str], settings: Settings
) -> dict[str, str]:
    """The shared constraints; these and those of rules take the values that they list from the configuration."""
    columns: dict[str, list[str]] = {}
    for rule, family in zip(rules, families, strict=True):
        settings.apart |= separators(rule, family) if settings.follows(family.values) else set()
        for position, name in enumerate(family.wildcards):
            column = [row[position] for row in family.values]
            columns.setdefault(name, column)
            if name in rule.constraints:
                rule.constraints[name] = settings.constraint(rule.constraints[name], column)
    return {name: settings.constraint(text, columns.get(name, [])) for name, text in shared.items()}


def _all(
    targets: Targets,
    storage: Storage,
    tables: Tables,
    printer: Printer,
    computed: Computed,
    settings: Settings | None,
) -> list[str]:
    """``rule all``, the first one."""
    refs = targets.needed()
    later = [f"lambda wildcards: {computed.targets(*made, printer.domain)}" for made in targets.computed()]
    for family in storage.published:
        perhaps = computed.if_any(family) if is_computed(family.inputs[0].column) else ""
        if perhaps:
            later.append(f"lambda wildcards: {perhaps}")
            continue
        for entry in family.outputs[0].column:
            refs += [storage.of(each) for each in (entry if isinstance(entry, list) else [entry])]
    if not refs and not later:
        return ["", "", "rule all:", "    input:", "        [],"]
    lines = ["", "", "rule all:", "    input:"]
    for part in later:
        lines += entry_lines("", part)
    if not refs:
        return lines
    fitter = Fitter("all", Axes((), [()]), tables, paths=True)
    form = fitter.joined([refs]) or fitter.texts("targets", [refs])
    if settings is not None:
        form = settings.form(form, partial(tables.column, "all"))
    for part in printer.parts(form, "all"):
        lines += entry_lines("", part)
    return lines
