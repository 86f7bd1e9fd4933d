"""Processor time and peak memory of a command, and the medians of interleaved repetitions."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.programs import environment


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one command with all its children: processor time and wall clock in seconds, peak memory in MiB."""

    cpu: float
    wall: float
    memory: float


# What a command in a folder costs.
Measure = Callable[[Sequence[str], Path], Cost]


def cost(command: Sequence[str], folder: Path) -> Cost:
    """Run the command; raises CalledProcessError, with what it said, if it fails."""
    with tempfile.TemporaryFile() as said:
        begin = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise subprocess.CalledProcessError(process.returncode, command, said.read()[-3000:])
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def interleaved(runs: Mapping[str, Callable[[], Cost]], repetitions: int) -> dict[str, Cost]:
    """The median cost of each run; the runs take turns, so that a busy machine is busy for all of them."""
    costs: dict[str, list[Cost]] = {name: [] for name in runs}
    for _ in range(repetitions):
        for name, run in runs.items():
            costs[name].append(run())
    return {name: median(all_of_it) for name, all_of_it in costs.items()}


def median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(each.cpu for each in costs),
        statistics.median(each.wall for each in costs),
        statistics.median(each.memory for each in costs),
    )


def above_noise(seconds: float) -> float:
    """A difference of two processor times; no less than a tick of the clock, which is all that a short run can show."""
    return max(seconds, 0.01)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, for us and for the other side, and what we want of the ratio."""

    what: str
    ours: float
    theirs: float
    unit: str
    goal: float

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs


HEAD = f"{'':56}{'compiled':>12}{'reference':>12}{'ratio':>8}{'goal':>8}"


def line(row: Row) -> str:
    """The row as text, below `HEAD`."""
    mark = "" if round(row.ratio, 2) <= row.goal else "  above"
    return (
        f"{row.what:56}{row.ours:>9.2f} {row.unit:2}{row.theirs:>9.2f} {row.unit:2}"
        f"{row.ratio:>8.2f}{row.goal:>8.2f}{mark}"
    )
