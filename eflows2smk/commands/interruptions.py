"""Signals while Snakemake runs: it ends its jobs before it ends, and we do not end before it.

Snakemake cancels its jobs on an interruption only: a termination lets them run to their end, and where nobody reads its
output any more it ends without them. So whatever ends us becomes an interruption of its process group, once: a second
one would end Snakemake before its jobs.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from types import TracebackType

# As shells tell that a signal ended a command.
ENDED_BY = 128
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Interruptions after which Snakemake gets no more time.
_IMPATIENT = 3
_PATIENCE = b"eflows2smk: Snakemake is ending its jobs; another interruption ends Snakemake at once\n"
_RUN = re.compile(r"SLURM run ID: ([\w-]+)")
# Of what Snakemake started and did not end, after a termination.
_GRACE = 5
# For Slurm to end jobs that don't end by themselves.
_LEFT = 40


class Interruptions:
    """While it is entered, signals that would end this process end Snakemake. number: of the first one, 0 for none."""

    def __init__(self) -> None:
        self.number = 0
        self._times = 0
        self._process: subprocess.Popen[str] | None = None
        self._read = threading.Event()
        self._runs: list[str] = []

    def __enter__(self) -> Interruptions:
        # What is caught here has its default in Snakemake: shells let commands in the background ignore interruptions.
        ignored = {number for number in _ENDING if signal.getsignal(number) is signal.SIG_IGN}
        caught = [number for number in _ENDING if number not in ignored or number == signal.SIGINT]
        self._before = {number: signal.signal(number, self._come) for number in caught}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def reach(self, process: subprocess.Popen[str]) -> None:
        """The leader of the group that interruptions are passed on to, also those that have already come."""
        self._process = process
        if self._before[signal.SIGINT] is signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        if self.number:
            self._send(signal.SIGINT)
        threading.Thread(target=self._watch, daemon=True).start()

    def until(self, lines: Iterable[str]) -> Iterator[str]:
        """What Snakemake says before an interruption."""
        for line in lines:
            if found := _RUN.search(line):
                self._runs.append(found[1])
            if self.number:
                return
            yield line

    def come(self, number: int) -> None:
        """As if this signal had come."""
        self._times += 1
        if self._times == 1:
            self.number = number
            self._send(signal.SIGINT)
        elif self._times < _IMPATIENT:
            with suppress(OSError):
                os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, _PATIENCE)
        else:
            self._send(signal.SIGKILL)

    def wait(self, lines: Iterable[str]) -> int:
        """Snakemake's exit code, once it has ended and with it what it started, if there was an interruption."""
        process = self._process
        assert process is not None
        for line in lines:
            if found := _RUN.search(line):
                self._runs.append(found[1])
        self._read.set()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        if self.number:
            # Processes that jobs started in the background ignore interruptions.
            self._send(signal.SIGTERM)
        self._process = None
        code = process.wait()
        if self.number or code < 0:
            # It may have been ended while it submitted a job, or by somebody else.
            for run in self._runs:
                _cancel(run)
        return code

    def _come(self, number: int, frame: object) -> None:
        self.come(number)

    def _send(self, number: int) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def _watch(self) -> None:
        """End what holds Snakemake's output open after its end."""
        process = self._process
        if process is None:
            return
        try:
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        except ChildProcessError:
            return
        if self.number and not self._read.wait(1):
            self._send(signal.SIGTERM)
            if not self._read.wait(_GRACE):
                self._send(signal.SIGKILL)


def _cancel(run: str) -> None:
    """Cancel the Slurm jobs of a run that are left, and wait for their end: nobody else may write their files yet."""
    if shutil.which("scancel") is None:
        return
    end = time.monotonic() + _LEFT
    try:
        _said("scancel", f"--name={run}")
        while time.monotonic() < end and _said("squeue", "--noheader", f"--name={run}", "--format=%i"):
            time.sleep(0.5)
    except (OSError, subprocess.TimeoutExpired):
        return


def _said(*command: str) -> str:
    """Out of reach of further interruptions."""
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=_LEFT, check=False, stdin=subprocess.DEVNULL, process_group=0
    )
    return done.stdout.strip()
