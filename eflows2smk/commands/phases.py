"""The phases of a compilation, one after the other: evaluate, check, generate, write."""

from __future__ import annotations

import functools
import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eflows2smk.commands.reporting import has_errors
from eflows2smk.diagnostics import NOWHERE, Diagnostic, ProgramError, Severity

if TYPE_CHECKING:
    from eflows2smk.codegen.jobs import Jobs
    from eflows2smk.codegen.order import Order
    from eflows2smk.codegen.project import Choices
    from eflows2smk.frontend.compiling import Probe
    from eflows2smk.frontend.evaluation.bounds import Bounds
    from eflows2smk.workflow.model import Workflow


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a program became. `workflow` and `files` are None where a diagnostic is an error.

    files: the text of each file by its path below the output folder. jobs: what is known of them.
    """

    workflow: Workflow | None
    files: dict[str, str] | None
    diagnostics: tuple[Diagnostic, ...]
    jobs: Jobs | None = None


def evaluate(
    main: Path, argv: Sequence[str], bounds: Bounds | None = None, probe: Probe | None = None
) -> tuple[Workflow | None, list[Diagnostic]]:
    """The checked workflow of a program; None where there are errors."""
    missing = missing_program(main)
    if missing is not None:
        return None, [missing]
    from eflows2smk.frontend.compiling import evaluate as evaluate_program
    from eflows2smk.frontend.library.library import Library
    from eflows2smk.workflow.checker import BrokenWorkflow, check

    wrong = Library(main.parent).problems()
    if wrong:
        return None, list(wrong)
    try:
        workflow, diagnostics = evaluate_program(main, argv, bounds=bounds, probe=probe)
    except ProgramError as error:
        return None, list(error.diagnostics)
    if workflow is None or has_errors(diagnostics):
        return None, diagnostics
    try:
        check(workflow)
    except BrokenWorkflow as error:
        help = "this is a mistake of eflows2smk, not of the program: please report it"
        return None, [*diagnostics, Diagnostic("E004", str(error), NOWHERE, help)]
    return workflow, diagnostics


@contextmanager
def _rarely_collecting() -> Iterator[None]:
    """Search for garbage less often: nearly all that a compiler makes it needs to the end."""
    before = gc.get_threshold()
    gc.set_threshold(500_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@_rarely_collecting()
def compile_program(
    main: Path, argv: Sequence[str], output: Path, choices: Choices | None = None, bounds: Bounds | None = None
) -> Compiled:
    """All but the writing. output: the folder for which the files are meant. bounds: see `eflows2smk.frontend`."""
    workflow, diagnostics = evaluate(main, argv, bounds)
    if workflow is None:
        return Compiled(None, None, tuple(diagnostics))
    from eflows2smk.codegen import record
    from eflows2smk.codegen.jobs import Jobs
    from eflows2smk.codegen.project import generate
    from eflows2smk.commands.following import Search, rules_of
    from eflows2smk.frontend.checks.lints import ADVICE

    try:
        places = _folder_to_run(output), choices, os.path.relpath(output)

        @functools.cache
        def today(said: frozenset[str]) -> tuple[dict[str, str], Jobs]:
            jobs = Jobs()
            return generate(workflow, *places, jobs, said=said), jobs

        files, jobs = today(frozenset())
        search = Search(
            workflow,
            lambda said: rules_of(today(said)[0]),
            lambda probe: evaluate(main, argv, bounds, probe)[0],
            lambda made, its, settings: generate(made, *places, its, settings),
        )
        project = search.project()
        if project is not None:
            files, jobs = project.files, today(project.said)[1]
    except ProgramError as error:
        # What calls are good for is no question of a program that has to change anyway.
        kept = [each for each in diagnostics if each.code not in ADVICE]
        return Compiled(None, None, (*kept, *error.diagnostics))
    diagnostics += jobs.changed_inputs(record.read(output))
    if has_errors(diagnostics):
        return Compiled(None, None, tuple(diagnostics))
    return Compiled(workflow, files, tuple(diagnostics), jobs)


def write(compiled: Compiled, output: Path, *, force: bool, wishes: object = None) -> list[str]:
    """The paths that changed. wishes: what was asked of the compilation.

    Raises ProgramError where a file can't be written, or is somebody else's.
    """
    from eflows2smk.codegen.record import Sources
    from eflows2smk.codegen.writer import write as write_files

    assert compiled.workflow is not None and compiled.files is not None
    try:
        return write_files(compiled.files, output, force, Sources.of(compiled.workflow, wishes), compiled.jobs)
    except OSError as error:
        place = error.filename or output
        reason = error.strerror or str(error)
        raise ProgramError(
            Diagnostic(
                "E002",
                f"'{_shown(Path(os.fsdecode(place)))}' can't be written: {reason}",
                NOWHERE,
                "choose another folder with -o, or make room in this one",
            )
        ) from None


def missing_program(main: Path) -> Diagnostic | None:
    """Why there is no program at this path, None if there is one."""
    if main.is_dir():
        help = f"name its main program: {main / 'main.py'}" if (main / "main.py").is_file() else ""
        return Diagnostic("E001", f"'{main}' is a folder, not a program", NOWHERE, help)
    if not main.exists():
        return Diagnostic("E001", f"there is no program '{main}'", NOWHERE, "the path is relative to this folder")
    return None


def _folder_to_run(output: Path) -> str:
    """From the output folder to the one in which the program runs: this one."""
    return os.path.relpath(Path.cwd(), output.resolve())


def _shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def unchanged(output: Path, argv: Sequence[str], wishes: object) -> Order | None:
    """The order of the jobs of the project in a folder, if compiling again would write the same; None if it may not.

    wishes: what is asked of the compilation, as for `write`.
    """
    from eflows2smk.codegen import record
    from eflows2smk.codegen.order import Order

    known = record.read(output)
    sources = known.sources
    if sources is None or sources.arguments != tuple(argv) or sources.wishes != record.wished(wishes):
        return None
    if sources.changed() or any(record.of_path(str(output / path)) != text for path, text in known.written.items()):
        return None
    try:
        return Order.of(known.order)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def outdated(compiled: Compiled) -> list[Diagnostic]:
    """Whether the project in this folder is what a program would become; says what is different now."""
    from eflows2smk.codegen import record

    known = record.read(Path())
    sources = known.sources
    if sources is None or compiled.workflow is None or compiled.workflow.program not in sources.files:
        return []
    made = compiled.files or {}
    if made and all(known.written.get(path) == record.fingerprint(text.encode()) for path, text in made.items()):
        # Something is different, but nothing comes of it.
        return []
    changed = sources.changed()
    if changed:
        shown = ", ".join(changed[:5]) + (", …" if len(changed) > 5 else "")
        why = f"what it was compiled from has changed: {shown}"
    elif sources.arguments != compiled.workflow.argv:
        why = f"it was compiled with the arguments {list(sources.arguments)}"
    else:
        return []
    return [
        Diagnostic(
            "W110",
            f"'workflow/Snakefile' is out of date: {why}",
            NOWHERE,
            "compile again",
            (),
            Severity.WARNING,
        )
    ]
