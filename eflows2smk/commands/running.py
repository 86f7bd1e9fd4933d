"""``eflows2smk run``: compile, then Snakemake in a process of its own, with its progress in a few words."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from eflows2smk.commands.compiling import Wishes, compile_to_files
from eflows2smk.commands.phases import missing_program
from eflows2smk.commands.progress import follow
from eflows2smk.commands.reporting import show
from eflows2smk.diagnostics import NOWHERE, Diagnostic

INTERRUPTED = 130
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
    done = compile_to_files(main, argv, Path(), wishes, force=force, quiet=quiet)
    if done is None:
        return 1
    compiled, _ = done
    assert compiled.files is not None
    command = [sys.executable, "-m", "snakemake", *_cores(cores, options), *options]
    return _snakemake(command, compiled.files["workflow/Snakefile"], quiet=quiet)


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


def _snakemake(command: list[str], snakefile: str, *, quiet: bool) -> int:
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
            env=_environment(),
        )
    except OSError as error:
        show([Diagnostic("E003", f"Snakemake can't be started: {error.strerror}", NOWHERE)])
        return 1
    assert process.stdout is not None
    before = {number: signal.signal(number, _interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        with process.stdout as lines:
            report = follow(lines, snakefile, quiet=quiet)
        code = process.wait()
    except KeyboardInterrupt as interrupt:
        # The group is gone if Snakemake ended at the same moment. Processes started in the background ignore SIGINT.
        if process.poll() is None:
            os.killpg(process.pid, interrupt.args[0] if interrupt.args else signal.SIGINT)
        process.wait()
        return INTERRUPTED
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if code:
        report()
    return 1 if code else 0


def _environment() -> dict[str, str]:
    """Ours, with the commands of this Python found first: jobs may start what is installed next to it."""
    places = [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]
    return {**os.environ, "PATH": os.pathsep.join(places), "PYTHONUNBUFFERED": "1"}


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt(number)
