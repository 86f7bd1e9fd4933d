"""``eflows2smk compile`` and ``eflows2smk check``."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from eflows2smk.commands import site
from eflows2smk.commands.phases import Compiled, compile_program, evaluate, missing_program, outdated, write
from eflows2smk.commands.reporting import activity, has_errors, say, show
from eflows2smk.diagnostics import ProgramError, Severity

if TYPE_CHECKING:
    from eflows2smk.codegen.project import Choices


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line says about jobs: where they run, and in what.

    transformations: where they run, "job", "group" or "local". host_rules: where plain Python runs, "local" or
    "submit". each, rules: how many invocations share a job. environment: the file of one of conda, for jobs that run
    Python. standalone: whether the project brings what these need of the runtime.
    """

    transformations: str
    host_rules: str
    each: int | None = None
    rules: Mapping[str, int] = field(default_factory=dict)
    environment: Path | None = None
    standalone: bool = False


def choices_of(wishes: Wishes) -> Choices:
    """Raises ProgramError for a site profile or an environment that can't be read."""
    from eflows2smk.codegen.batching import Batches
    from eflows2smk.codegen.grouping import HostRules, Transformations
    from eflows2smk.codegen.project import Choices
    from eflows2smk.software import of_file

    environment = wishes.environment
    return Choices(
        Transformations(wishes.transformations),
        site.read(),
        Batches(wishes.each, wishes.rules),
        HostRules(wishes.host_rules),
        None if environment is None else of_file(environment, str(environment)),
        wishes.standalone,
    )


def asked(main: Path, wishes: Wishes) -> object:
    """What a compilation depends on beside the program and its arguments. Raises ProgramError as `choices_of`."""
    environment = wishes.environment
    content = environment.read_bytes() if environment is not None and environment.is_file() else b""
    return str(main.absolute()), wishes, content, site.read()


def compile_to_files(
    main: Path, argv: Sequence[str], output: Path, wishes: Wishes, *, force: bool, quiet: bool
) -> tuple[Compiled, list[str]] | None:
    """Write the project of a program; None, after its diagnostics were shown, where there are errors."""
    with activity(f"compiling {main}"):
        try:
            choices = choices_of(wishes)
        except ProgramError as error:
            show(error.diagnostics)
            return None
        compiled = compile_program(main, argv, output, choices)
    show(d for d in compiled.diagnostics if not quiet or d.severity == "error")
    if compiled.files is None:
        return None
    try:
        return compiled, write(compiled, output, force=force, wishes=asked(main, wishes))
    except ProgramError as error:
        show(error.diagnostics)
        return None


def compile_command(main: Path, argv: Sequence[str], output: Path, wishes: Wishes, *, force: bool, quiet: bool) -> int:
    done = compile_to_files(main, argv, output, wishes, force=force, quiet=quiet)
    if done is None:
        return 1
    if not quiet:
        say(_summary(*done, output))
        say(f"run it with: {'' if output == Path() else f'cd {output} && '}snakemake -c 2")
    return 0


def emit_command(main: Path, argv: Sequence[str]) -> int:
    """The workflow graph as text, on standard output; nothing is written."""
    from eflows2smk.workflow.printer import print_workflow

    with activity(f"evaluating {main}"):
        workflow, diagnostics = evaluate(main, argv)
    show(diagnostics)
    if workflow is None:
        return 1
    say(print_workflow(workflow).rstrip("\n"))
    return 0


def emit_core_command(main: Path) -> int:
    """The core language of the program's own modules as text, on standard output; nothing is written."""
    missing = missing_program(main)
    if missing is not None:
        show([missing])
        return 1
    from eflows2smk.frontend.core.modules import lower_program
    from eflows2smk.frontend.core.printing import print_code

    try:
        codes = lower_program(main, Path.cwd())
    except ProgramError as error:
        show(error.diagnostics)
        return 1
    say("\n".join(map(print_code, codes)).rstrip("\n"))
    return 0


def check_command(main: Path, argv: Sequence[str], form: str, *, quiet: bool) -> int:
    """Everything but the writing, so that it finds what `compile` would. form: "text", or one of `FORMATS`."""
    from eflows2smk.codegen.project import Choices

    with activity(f"checking {main}"):
        try:
            compiled = compile_program(main, argv, Path(), Choices(site=site.read()))
            diagnostics = [*compiled.diagnostics, *outdated(compiled)]
        except ProgramError as error:
            diagnostics = list(error.diagnostics)
    shown = [each for each in diagnostics if not quiet or each.severity is Severity.ERROR]
    if form != "text":
        from eflows2smk.diagnostics.formats import FORMATS

        text = FORMATS[form](shown)
        if text:
            say(text.rstrip("\n"))
    else:
        show(shown)
        if not diagnostics and not quiet:
            say(f"{main}: nothing to complain about", sys.stderr)
    return 1 if has_errors(diagnostics) else 0


def _summary(compiled: Compiled, changed: list[str], output: Path) -> str:
    assert compiled.workflow is not None and compiled.files is not None
    invocations = compiled.workflow.invocations
    sites = len({invocation.site for invocation in invocations})
    what = f"{_count(len(invocations), 'invocation')} at {_count(sites, 'call site')}"
    snakefile = output / "workflow" / "Snakefile"
    if not changed:
        return f"{snakefile} is up to date: {what}"
    return f"wrote {snakefile} and {_count(len(compiled.files) - 1, 'other file')}: {what}"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' * (number != 1)}"
