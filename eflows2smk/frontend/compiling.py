"""The compilation of a program to its workflow graph: evaluation and recording, then checks of what came out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eflows2smk.diagnostics import Diagnostic, ProgramError, Severity
from eflows2smk.frontend.checks.importability import importability
from eflows2smk.frontend.checks.jobless import jobless
from eflows2smk.frontend.checks.lints import lints
from eflows2smk.frontend.checks.unsupported import unsupported
from eflows2smk.frontend.control.deciding import Deciding
from eflows2smk.frontend.evaluation.bounds import Bounds
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Look, Machine, Site
from eflows2smk.frontend.evaluation.observing import Observer
from eflows2smk.frontend.evaluation.program import new_machine, on_large_stack, run
from eflows2smk.frontend.library.library import Library
from eflows2smk.frontend.library.tables import known_tables
from eflows2smk.frontend.meaning.digests import digests
from eflows2smk.frontend.meaning.sources import with_sources
from eflows2smk.frontend.record import api
from eflows2smk.frontend.record.file_effects import FileEffects
from eflows2smk.frontend.record.graph import workflow_of
from eflows2smk.frontend.record.notes import note, warn
from eflows2smk.frontend.record.recording import Recording, new_recording
from eflows2smk.frontend.record.residual_places import ResidualPlaces
from eflows2smk.frontend.record.touching import Touching
from eflows2smk.frontend.residual.described import Describing
from eflows2smk.frontend.residual.outside import note_look
from eflows2smk.frontend.residual.residue import Residue
from eflows2smk.frontend.residual.undecided import Undecided
from eflows2smk.frontend.trusted import interface as trusted
from eflows2smk.workflow.model import Workflow

Outcome = tuple[Workflow | None, list[Diagnostic]]


@dataclass(slots=True, eq=False)
class Probe:
    """An evaluation with other contents of files.

    instead: these, by path. values: what in them stands nowhere else, with what is told of it. drawn: finds these
    values in texts. observer: of the last evaluation: what looked at these values.
    """

    instead: Mapping[str, bytes]
    values: Mapping[Any, Any]
    drawn: re.Pattern[str]
    observer: Observer | None = None


def evaluate(
    main: Path,
    argv: Sequence[str] = (),
    folder: Path | None = None,
    bounds: Bounds | None = None,
    probe: Probe | None = None,
) -> Outcome:
    """The workflow of a program, and all that there is to say about it; no workflow where there are errors.

    main: path of the main file. argv: the program's own arguments. folder: where it is run, the current one unless
    said otherwise; the paths in the workflow are relative to it. bounds: the usual ones unless said otherwise.
    """
    where = (folder or Path.cwd()).resolve()

    def work() -> Outcome:
        try:
            outcome, assumed = _judged(main, argv, where, frozenset(), bounds or Bounds(), probe)
            if outcome[0] is None and assumed:
                # The shape of the workflow may need what stands in a file that is there.
                instead, _ = _judged(main, argv, where, assumed, bounds or Bounds(), probe)
                return outcome if instead[0] is None else instead
            return outcome
        except ProgramError as error:
            return None, list(error.diagnostics)

    outcome: Outcome = on_large_stack(work)
    return outcome


def _judged(
    main: Path, argv: Sequence[str], folder: Path, present: frozenset[str], bounds: Bounds, probe: Probe | None
) -> tuple[Outcome, frozenset[str]]:
    """The outcome where the right files are taken as there, and those that are there, but were not taken so.

    present: paths that are there before the run, also where the program asks whether they are.
    """
    while True:
        outcome, assumed, misjudged = _evaluated(main, argv, folder, present, bounds, probe)
        if not misjudged:
            return outcome, assumed
        present |= misjudged


def _evaluated(
    main: Path, argv: Sequence[str], folder: Path, present: frozenset[str], bounds: Bounds, probe: Probe | None
) -> tuple[Outcome, frozenset[str], frozenset[str]]:
    """The second value: paths that were taken as not there; the third one: those of them that the workflow does not
    write, and that belong to `present`."""
    known = Library(main.parent)
    residue = Residue(Describing(known))
    undecided = Undecided(residue)
    machine = new_machine(main, argv, folder, residue, undecided)
    machine.bounds = bounds
    if probe is not None:
        probe.observer = Observer(probe.values, probe.drawn)
        machine.world.instead, machine.observed = probe.instead, probe.observer.watched
    machine.program.search.is_library = _is_known
    recording = new_recording(machine)
    undecided.domains = Deciding(residue, recording)
    touching = Touching(machine, known)
    recording.may_write = lambda function: touching.by(function).writes
    residue.machine, residue.recording = machine, ResidualPlaces(recording, FileEffects(recording, touching))
    api.install(machine, recording)
    assumed = _see_the_outside(machine, recording, folder, present)
    machine.world.looked = lambda *seen: note_look(residue.statements, machine.place, Look(*seen))
    try:
        run(machine)
    except ProgramError as error:
        for diagnostic in error.diagnostics:
            machine.report(diagnostic)
    except trusted.ProgramExit as error:
        if error.status or error.message:
            source = machine.program.main
            span = machine.place.span if machine.place is not None else source.span(source.tree)
            machine.report(Diagnostic("E308", f"the program ends here: {error.message}", span))
    residue.close()
    for site in assumed.values():
        if site is not None:
            note(machine, "N303", site)
    misjudged = frozenset(path for path in assumed if not recording.files.is_written(path))
    workflow = None if misjudged else _checked(machine, recording, touching, tuple(argv))
    return (workflow, list(machine.diagnostics.values())), frozenset(assumed), misjudged


def _is_known(package: str) -> bool:
    """Whether the compiler itself has facts about a package, which is a library then."""
    start = f"{package}."
    tables = known_tables(f"{package}.x")
    return trusted.library(package) or any(
        name.startswith(start) for table in tables for name in (*table.names(), *table.types())
    )


def _see_the_outside(
    machine: Machine, recording: Recording, folder: Path, present: frozenset[str]
) -> dict[str, Site | None]:
    """Let the program see files as they are for the workflow. What this gives fills while the program is evaluated:
    the paths that were taken as not there, with the places that asked."""
    assumed: dict[str, Site | None] = {}

    def absent(path: str) -> bool:
        # ``if not os.path.exists(out): task(out)`` is Snakemake's own business: what the workflow writes is not there.
        if path in present or not (folder / path).exists():
            return False
        assumed.setdefault(path, machine.place)
        return True

    def make_folder(path: str) -> None:
        recording.globals.touches_files()
        recording.folders.setdefault(path, machine.place)

    def log_file(path: str) -> None:
        if machine.place is not None:
            warn(
                machine,
                "W315",
                machine.place,
                f"the workflow does not write '{path}': each job has messages of its own",
                "look into the folder logs, or write with open() what belongs to the results",
            )

    world = machine.world
    world.log_file = log_file
    world.written = recording.files.is_touched
    world.matched = recording.files.may_match
    world.unsure = lambda: recording.unsure
    world.absent = absent
    world.undeclared = lambda: recording.waits
    world.make_folder = make_folder
    return assumed


def _checked(machine: Machine, recording: Recording, touching: Touching, argv: tuple[str, ...]) -> Workflow | None:
    for diagnostic in (*unsupported(machine), *importability(machine, recording)):
        machine.report(diagnostic)
    if any(each.severity is Severity.ERROR for each in machine.diagnostics.values()):
        return None
    try:
        workflow = workflow_of(recording, argv)
    except Refused as refused:
        main = machine.program.main
        machine.report(refused.diagnostic(main.span(main.tree)))
        return None
    if any(each.severity is Severity.ERROR for each in machine.diagnostics.values()):
        return None
    for diagnostic in (*lints(recording, workflow.invocations), *jobless(recording, workflow.invocations)):
        machine.report(diagnostic)
    meanings = digests(machine, workflow, touching)
    given = with_sources(workflow.invocations, Path(machine.world.folder), meanings, recording.files.is_written)
    return replace(workflow, invocations=given, meanings=meanings)
