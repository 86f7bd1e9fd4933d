"""The command line: options in, exit codes out.

0: fine. 1: the program can't be compiled, or its run failed. 2: wrong use of the command. 130: interrupted, or 128 and
the number of the signal that ended a run.
Nothing but the options is dealt with here, and nothing else is imported before a command is known.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

INTERRUPTED = 130

app = typer.Typer(
    name="eflows2smk",
    help="Compile eFlows4HPC / PyCOMPSs workflows to Snakemake.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Form(StrEnum):
    """What can be printed instead of files being written."""

    WORKFLOW = "workflow"
    CORE = "core"


class Report(StrEnum):
    """How diagnostics are told."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


class Drawn(StrEnum):
    """How a workflow is drawn."""

    SVG = "svg"
    DOT = "dot"
    MERMAID = "mermaid"
    JSON = "json"


class Place(StrEnum):
    """Where data transformations run."""

    JOB = "job"
    GROUP = "group"
    LOCAL = "local"


class Submission(StrEnum):
    """Where the plain Python between the calls runs."""

    LOCAL = "local"
    SUBMIT = "submit"


@dataclass(frozen=True, slots=True)
class Behind:
    """The words behind the first and the second ``--``."""

    program: tuple[str, ...]
    snakemake: tuple[str, ...]


Main = Annotated[Path, typer.Argument(metavar="MAIN.PY", help="The main program.", show_default=False)]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing unless something fails.")]
Transformations = Annotated[
    Place,
    typer.Option(
        help="Where data transformations run on a cluster: each as a job of its own, as a group with the rule that they"
        " feed, or on the node of Snakemake."
    ),
]
HostRules = Annotated[
    Submission,
    typer.Option(
        help="Where the plain Python between the calls runs: on the node of Snakemake, or as jobs of a cluster."
    ),
]
Batch = Annotated[
    list[str] | None,
    typer.Option(
        "--batch",
        metavar="[RULE=]N",
        show_default=False,
        help="How many invocations share a job on a cluster: of all rules, or of one.",
    ),
]
Environment = Annotated[
    Path | None,
    typer.Option(
        "--env",
        metavar="FILE",
        show_default=False,
        help="An environment of conda for jobs that run Python; 'eflows2smk init env' proposes one.",
    ),
]
Standalone = Annotated[
    bool,
    typer.Option("--standalone", help="Bring what jobs need of eflows2smk, so that it need not be installed for them."),
]
_ARGUMENTS = "Words behind '--' are the program's own arguments: eflows2smk {} main.py -- ARGS"


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        typer.echo(f"eflows2smk {version('eflows2smk')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


@app.command("compile", epilog=_ARGUMENTS.format("compile"))
def _compile(
    context: typer.Context,
    main: Main,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write to.", show_default=False)
    ] = Path(),
    emit: Annotated[
        Form | None,
        typer.Option(
            help="Print the workflow graph, or the operations that the program is lowered to, and write nothing.",
            show_default=False,
        ),
    ] = None,
    transformations: Transformations = Place.GROUP,
    host_rules: HostRules = Submission.LOCAL,
    batch: Batch = None,
    env: Environment = None,
    standalone: Standalone = False,
    force: Annotated[bool, typer.Option("--force", help="Write over files that eflows2smk did not write.")] = False,
    quiet: Quiet = False,
) -> None:
    """Write the Snakemake project of a program."""
    from eflows2smk.commands import compiling

    argv = _behind(context).program
    if emit is Form.WORKFLOW:
        raise typer.Exit(compiling.emit_command(main, argv))
    if emit is Form.CORE:
        raise typer.Exit(compiling.emit_core_command(main))
    raise typer.Exit(
        compiling.compile_command(
            main,
            argv,
            output,
            compiling.Wishes(transformations, host_rules, *_batches(batch), env, standalone),
            force=force,
            quiet=quiet,
        )
    )


@app.command("check", epilog=_ARGUMENTS.format("check"))
def _check(
    context: typer.Context,
    main: Main,
    form: Annotated[
        Report, typer.Option("--format", help="How to tell it: for people, or for programs that read it.")
    ] = Report.TEXT,
    json: Annotated[bool, typer.Option("--json", help="The same as '--format json'.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show errors only.")] = False,
) -> None:
    """Show what is wrong with a program, and write nothing."""
    from eflows2smk.commands import compiling

    chosen = Report.JSON if json else form
    raise typer.Exit(compiling.check_command(main, _behind(context).program, chosen.value, quiet=quiet))


@app.command(
    "run",
    epilog="Words behind '--' are the program's own arguments, words behind a second '--' Snakemake's options:"
    " eflows2smk run main.py -- ARGS -- --keep-going",
)
def _run(
    context: typer.Context,
    main: Main,
    cores: Annotated[int | None, typer.Option("--cores", "-c", min=1, metavar="N", help="Cores to use.")] = None,
    sequential: Annotated[
        bool, typer.Option("--sequential", help="Run it as plain Python, one call after the other.")
    ] = False,
    transformations: Transformations = Place.GROUP,
    host_rules: HostRules = Submission.LOCAL,
    batch: Batch = None,
    env: Environment = None,
    standalone: Standalone = False,
    force: Annotated[bool, typer.Option("--force", help="Write over files that eflows2smk did not write.")] = False,
    quiet: Quiet = False,
) -> None:
    """Compile a program, then run it with Snakemake."""
    from eflows2smk.commands import compiling, running

    behind = _behind(context)
    if sequential:
        if behind.snakemake or cores is not None:
            raise typer.BadParameter("--sequential runs without Snakemake: it takes no cores and no options for it")
        raise typer.Exit(running.sequential_command(main, behind.program))
    raise typer.Exit(
        running.run_command(
            main,
            behind.program,
            behind.snakemake,
            cores,
            compiling.Wishes(transformations, host_rules, *_batches(batch), env, standalone),
            force=force,
            quiet=quiet,
        )
    )


Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
Force = Annotated[bool, typer.Option("--force", help="Write over files that eflows2smk did not write.")]


@app.command("status", epilog=_ARGUMENTS.format("status"))
def _status(
    context: typer.Context,
    main: Main,
    json: Json = False,
    transformations: Transformations = Place.GROUP,
    host_rules: HostRules = Submission.LOCAL,
    batch: Batch = None,
    env: Environment = None,
    standalone: Standalone = False,
    force: Force = False,
) -> None:
    """Compile a program, then say which jobs would run and why, and what is left over."""
    from eflows2smk.commands import compiling, status

    wishes = compiling.Wishes(transformations, host_rules, *_batches(batch), env, standalone)
    raise typer.Exit(status.status_command(main, _behind(context).program, wishes, force=force, as_json=json))


def _codes(incomplete: str) -> list[tuple[str, str]]:
    """For shells that complete a code; none for what is the beginning of a path."""
    from eflows2smk.commands import explaining

    return explaining.completions(incomplete)


@app.command("explain", epilog=_ARGUMENTS.format("explain"))
def _explain(
    context: typer.Context,
    subject: Annotated[
        str,
        typer.Argument(
            metavar="CODE|MAIN.PY",
            help="A code of a message, or a program.",
            show_default=False,
            autocompletion=_codes,
        ),
    ],
    file: Annotated[
        str | None,
        typer.Argument(metavar="FILE", help="A file that the program's workflow makes.", show_default=False),
    ] = None,
    json: Json = False,
    transformations: Transformations = Place.GROUP,
    host_rules: HostRules = Submission.LOCAL,
    batch: Batch = None,
    env: Environment = None,
    standalone: Standalone = False,
    force: Force = False,
) -> None:
    """Show what a code means, or compile a program and say which call makes a file, and whether it is up to date."""
    from eflows2smk.commands import compiling, explaining, status

    code = explaining.code_of(subject)
    if file is None and code:
        try:
            raise typer.Exit(explaining.explain_code_command(code, as_json=json))
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None
    if file is None:
        raise typer.BadParameter(f"name a code, as E210, or a file that '{subject}' makes, behind it")
    wishes = compiling.Wishes(transformations, host_rules, *_batches(batch), env, standalone)
    argv = _behind(context).program
    raise typer.Exit(status.explain_command(Path(subject), argv, wishes, file, force=force, as_json=json))


@app.command("schema")
def _schema(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to write it, instead of printing it."),
    ] = None,
) -> None:
    """Print the JSON Schema of software descriptions, for editors."""
    from eflows2smk.commands import schema

    raise typer.Exit(schema.schema_command(output))


@app.command("verify", epilog=_ARGUMENTS.format("verify"))
def _verify(
    context: typer.Context,
    main: Main,
    cores: Annotated[int | None, typer.Option("--cores", "-c", min=1, metavar="N", help="Cores for Snakemake.")] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="PATTERN", help="Files that are not compared, as 'logs/*'.", show_default=False),
    ] = None,
    link: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATTERN",
            help="Files and folders that are only read: they are linked instead of copied.",
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
    keep: Annotated[bool, typer.Option("--keep", help="Leave the copies, and say where they are.")] = False,
) -> None:
    """Run a program as plain Python and compiled, in copies of this folder, and compare what both leave."""
    from eflows2smk.commands import verify

    wishes = verify.Wishes(cores, tuple(ignore or ()), tuple(link or ()), keep)
    raise typer.Exit(verify.verify_command(main, _behind(context).program, wishes, as_json=json, quiet=quiet))


@app.command("graph", epilog=_ARGUMENTS.format("graph"))
def _graph(
    context: typer.Context,
    main: Main,
    form: Annotated[Drawn, typer.Option("--format", help="A picture, or a text for other tools.")] = Drawn.SVG,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write it, instead of printing it.")
    ] = None,
) -> None:
    """Show the rules of a program's workflow, and what goes from one to the next."""
    from eflows2smk.commands import graph

    raise typer.Exit(graph.graph_command(main, _behind(context).program, form.value, output))


@app.command("prune", epilog=_ARGUMENTS.format("prune"))
def _prune(
    context: typer.Context,
    main: Main,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Take it away.")] = False,
    json: Json = False,
    transformations: Transformations = Place.GROUP,
    host_rules: HostRules = Submission.LOCAL,
    batch: Batch = None,
    env: Environment = None,
    standalone: Standalone = False,
    force: Force = False,
) -> None:
    """List what earlier compilations of a program made and this one does not, and take it away if asked to."""
    from eflows2smk.commands import compiling, status

    wishes = compiling.Wishes(transformations, host_rules, *_batches(batch), env, standalone)
    raise typer.Exit(status.prune_command(main, _behind(context).program, wishes, force=force, yes=yes, as_json=json))


init = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Begin a project, or write down what all projects on a machine share.",
)
app.add_typer(init, name="init")


@init.callback()
def _init() -> None:
    pass


@init.command("project")
def _init_project(
    folder: Annotated[Path, typer.Argument(metavar="NAME", help="The folder of the new project.", show_default=False)],
) -> None:
    """Write a small workflow to begin with: a program, a description, data, and a test."""
    from eflows2smk.commands import project

    raise typer.Exit(project.project_command(folder))


@init.command("slurm", epilog="Asks questions on a terminal only, and none whose answer is given by an option.")
def _init_slurm(
    partition: Annotated[str | None, typer.Option(metavar="NAME", help="Of jobs that name none.")] = None,
    account: Annotated[str | None, typer.Option(metavar="NAME", help="Who pays for the jobs.")] = None,
    runtime: Annotated[
        int | None, typer.Option(min=1, metavar="MINUTES", help="Of jobs that say nothing else.")
    ] = None,
    memory: Annotated[int | None, typer.Option(min=1, metavar="MB", help="Of jobs that say nothing else.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, metavar="N", help="How many may wait or run at once.")] = None,
    mpi: Annotated[str | None, typer.Option(metavar="KIND", help="How srun starts MPI programs, as pmix.")] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Instead of ~/.config/eflows2smk/slurm.yaml."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over the file.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
) -> None:
    """Ask Slurm for partitions, accounts and limits, for the profiles that `compile` writes."""
    from eflows2smk.commands import init as initialising

    wishes = initialising.Wishes(partition, account, runtime, memory, jobs, mpi)
    raise typer.Exit(initialising.init_command(wishes, output, force=force, questions=not yes))


def _init_queue(system: str, title: str) -> None:
    """Add the command for a queue that is no Slurm."""

    def command(
        queue: Annotated[str | None, typer.Option(metavar="NAME", help="Of jobs that name none.")] = None,
        account: Annotated[str | None, typer.Option(metavar="NAME", help="Who pays for the jobs.")] = None,
        runtime: Annotated[
            int | None, typer.Option(min=1, metavar="MINUTES", help="Of jobs that say nothing else.")
        ] = None,
        memory: Annotated[int | None, typer.Option(min=1, metavar="MB", help="Of jobs that say nothing else.")] = None,
        jobs: Annotated[int | None, typer.Option(min=1, metavar="N", help="How many may wait or run at once.")] = None,
        options: Annotated[str, typer.Option(metavar="TEXT", help="Of the command that submits jobs.")] = "",
        output: Annotated[
            Path | None,
            typer.Option("--output", "-o", metavar="FILE", help="Instead of one in ~/.config/eflows2smk."),
        ] = None,
        force: Annotated[bool, typer.Option("--force", help="Write over the file.")] = False,
    ) -> None:
        from eflows2smk.commands import init_queues
        from eflows2smk.commands.init import Wishes

        wishes = Wishes(queue, account, runtime, memory, jobs)
        raise typer.Exit(init_queues.init_command(system, wishes, options, output, force=force))

    init.command(system, help=f"Ask {title} for its queues, for the profiles that `compile` writes.")(command)


for _system, _title in (
    ("pbs", "PBS Pro, OpenPBS or Torque"),
    ("lsf", "LSF"),
    ("sge", "Grid Engine"),
    ("htcondor", "HTCondor"),
):
    _init_queue(_system, _title)


@init.command("env")
def _init_env(
    main: Main,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write.")] = Path(
        "environment.yaml"
    ),
    force: Annotated[bool, typer.Option("--force", help="Write over the file.")] = False,
) -> None:
    """Propose an environment of conda for jobs that run Python, from what the program imports."""
    from eflows2smk.commands import proposing

    raise typer.Exit(proposing.propose_command(main, output, force=force))


def _batches(stated: list[str] | None) -> tuple[int | None, dict[str, int]]:
    """The number for all rules, and those for single ones."""
    each, rules = None, {}
    for word in stated or ():
        rule, _, number = word.rpartition("=")
        if not number.isdecimal() or int(number) < 1:
            raise typer.BadParameter(f"'{word}' has to be a number from 1 on, or RULE=NUMBER", param_hint="--batch")
        if rule:
            rules[rule] = int(number)
        else:
            each = int(number)
    return each, rules


def _behind(context: typer.Context) -> Behind:
    behind: Behind = context.obj
    if behind.snakemake and context.command.name != "run":
        # Only `run` starts Snakemake; to the other commands a second `--` is a word of the program's.
        return Behind((*behind.program, "--", *behind.snakemake), ())
    return behind


def split(words: Sequence[str]) -> tuple[list[str], Behind]:
    """The command's own words, and those behind the first and the second ``--``."""
    own = list(words)
    program: list[str] = []
    snakemake: list[str] = []
    if "--" in own:
        place = own.index("--")
        own, program = own[:place], own[place + 1 :]
    if "--" in program:
        place = program.index("--")
        program, snakemake = program[:place], program[place + 1 :]
    return own, Behind(tuple(program), tuple(snakemake))


def main(words: Sequence[str] | None = None) -> None:
    """Run the command and exit with its code."""
    own, behind = split(sys.argv[1:] if words is None else words)
    try:
        app(own, prog_name="eflows2smk", obj=behind)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has gone (``| head``); the interpreter shall not complain about it at its end.
        sys.stderr.close()
        sys.exit(1)
