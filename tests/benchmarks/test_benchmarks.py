"""The benchmarks still run, on their smallest sizes; what they measure there means nothing."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from tests import forking
from tests.benchmarks.measuring import HEAD, Cost, cost, line
from tests.benchmarks.run import rows
from tests.programs import SECONDS, environment


def forked(command: Sequence[str], folder: Path) -> Cost:
    """What Snakemake takes without its start, which would be most of this test."""
    if command[0] != "snakemake":
        return cost(command, folder)
    begin = time.perf_counter()
    done = forking.run(command, folder, environment(), SECONDS)
    assert done.returncode == 0, done.stderr
    seconds = time.perf_counter() - begin
    return Cost(seconds, seconds, 1)


def test_benchmarks_run_and_give_a_table(tmp_path: Path) -> None:
    measured = list(rows(tmp_path, full=False, smallest=True, measure=forked))
    assert len({row.what for row in measured}) == len(measured) >= 6
    assert all(row.ours > 0 and row.theirs > 0 and len(line(row)) >= len(HEAD) for row in measured)


def test_snakemake_is_measured_as_any_command(tmp_path: Path) -> None:
    found = cost(("snakemake", "--version"), tmp_path)
    assert found.cpu > 0.1 and found.wall > 0.1 and found.memory > 10
