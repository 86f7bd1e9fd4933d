"""``eflows2smk run``: compile, then Snakemake in a process of its own, with its progress in a few words."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eflows2smk.commands import locks
from eflows2smk.commands.compiling import Wishes, asked, compile_to_files
from eflows2smk.commands.interruptions import ENDED_BY, Interruptions
from eflows2smk.commands.phases import missing_program, unchanged
from eflows2smk.commands.printing import Prints
from eflows2smk.commands.progress import follow
from eflows2smk.commands.reporting import say, show, silence
from eflows2smk.diagnostics import NOWHERE, Diagnostic, ProgramError

if TYPE_CHECKING:
    from eflows2smk.codegen.order import Order

SNAKEFILE = "workflow/Snakefile"
ELSEWHERE = ("--profile", "--executor", "-e")


def run_command(
    main: Path,
    argv: Sequence[str],
    options: Sequence[str],
    cores: int | None,
    wishes: Wishes,
    *,
    force: bool,
    quiet: bool,
) -> int:
    order = compiled_order(main, argv, wishes, force=force, quiet=quiet)
    if order is None:
        return 1
    command = [sys.executable, "-m", "snakemake", *_cores(cores, options), *options]
    try:
        lock = locks.take()
    except locks.Occupied as occupied:
        show([occupied.diagnostic])
        return 1
    except OSError as error:
        show([Diagnostic("E003", f"Snakemake can't be started here: {error.strerror}", NOWHERE)])
        return 1
    return _snakemake(command, Path(SNAKEFILE).read_text(), Prints(order), lock, quiet=quiet)


def compiled_order(main: Path, argv: Sequence[str], wishes: Wishes, *, force: bool, quiet: bool) -> Order | None:
    """The order of the program's jobs, after it was compiled where anything that decides about it has changed.

    None, after its diagnostics were shown, where there are errors.
    """
    try:
        known = None if force else unchanged(Path(), argv, asked(main, wishes))
    except ProgramError as error:
        show(error.diagnostics)
        return None
    if known is not None:
        return known
    done = compile_to_files(main, argv, Path(), wishes, force=force, quiet=quiet)
    if done is None:
        return None
    assert done[0].jobs is not None
    return done[0].jobs.order


def _cores(cores: int | None, options: Sequence[str]) -> list[str]:
    """All of this machine, unless a profile or an executor says where else jobs run: there it would be a limit."""
    if cores is None and any(option.startswith(ELSEWHERE) for option in options):
        return []
    return ["--cores", str(cores or os.cpu_count() or 1)]


def sequential_command(main: Path, argv: Sequence[str]) -> int:
    missing = missing_program(main)
    if missing is not None:
        show([missing])
        return 1
    from eflows2smk.runtime.sequential import run

    return 1 if run(main, list(argv)) else 0


def _snakemake(command: list[str], snakefile: str, prints: Prints, lock: int | None, *, quiet: bool) -> int:
    """lock: a file that is handed on to Snakemake."""
    with Interruptions() as interruptions:
        try:
            # A process group of its own: an interruption reaches it once, through us, and all of its jobs with it.
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                process_group=0,
                pass_fds=() if lock is None else (lock,),
                env=_environment(),
            )
        except OSError as error:
            show([Diagnostic("E003", f"Snakemake can't be started: {error.strerror}", NOWHERE)])
            return 1
        interruptions.reach(process)
        assert process.stdout is not None
        try:
            report = follow(interruptions.until(process.stdout), snakefile, prints, quiet=quiet)
            if interruptions.number:
                say("interrupted: Snakemake ends its jobs", sys.stderr)
        except OSError:
            # Whoever read our output has gone (`| head`), or the terminal has.
            interruptions.come(signal.SIGPIPE)
            silence()
        code = interruptions.wait(process.stdout)
        if interruptions.number:
            return ENDED_BY + interruptions.number
        if code:
            report()
    return 1 if code else 0


def _environment() -> dict[str, str]:
    """Ours, with the commands of this Python found first: jobs may start what is installed next to it."""
    places = [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]
    return {**os.environ, "PATH": os.pathsep.join(places), "PYTHONUNBUFFERED": "1"}
