"""Running Snakemake as a child: its output is followed, progress is shown, and a failure is told in a few lines."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eflows2smk.commands.failures import Failures
from eflows2smk.commands.progress import progress
from eflows2smk.commands.showing import show
from eflows2smk.diagnostics import NOWHERE, Diagnostic

INTERRUPTED = 130
_REMEMBERED_LINES = 60
_FORWARDED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_snakemake(folder: Path, cores: int, *, quiet: bool) -> int:
    """Run the project in `folder` with the Snakemake of this Python. Returns 0, 1 or, interrupted, 130."""
    command = [sys.executable, "-m", "snakemake", "-c", str(cores), "--nocolor"]
    try:
        # A process group of its own: signals are passed on to Snakemake and its jobs, and to nobody twice.
        child = subprocess.Popen(
            command,
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            process_group=0,
        )
    except OSError as error:
        show([Diagnostic("E003", f"Snakemake can't be started: {error.strerror}", NOWHERE)], folder)
        return 1
    failures = Failures(folder)
    last: deque[str] = deque(maxlen=_REMEMBERED_LINES)
    with _forwarding(child) as received, progress(quiet) as advance:
        assert child.stdout is not None
        for line in child.stdout:
            last.append(line.rstrip("\n"))
            failures.line(line)
            advance(line)
        code = child.wait()
    if received:
        sys.stderr.write("Interrupted; run the same command again to continue.\n")
        return INTERRUPTED
    if code:
        sys.stderr.write(failures.report(last))
        return 1
    return 0


def _environment() -> dict[str, str]:
    """Ours, with the commands of this Python found first: jobs may start what is installed next to it."""
    paths = [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]
    return {**os.environ, "PATH": os.pathsep.join(paths)}


@contextmanager
def _forwarding(child: subprocess.Popen[str]) -> Iterator[list[int]]:
    """While this lasts the signals that end us go to the child's group instead; gives those that came."""
    received: list[int] = []

    def forward(number: int, _: object) -> None:
        received.append(number)
        if child.poll() is None:
            os.killpg(child.pid, number)

    before = {number: signal.signal(number, forward) for number in _FORWARDED}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
