"""Measure it all, and print one table of ratios.

``python -m tests.benchmarks`` takes some minutes; ``--full`` adds the largest sizes; ``--smallest`` only shows that
everything still runs.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.benchmarks import on_slurm
from tests.benchmarks.measuring import HEAD, Measure, Row, above_noise, cost, interleaved, line
from tests.benchmarks.workflows import (
    CHAINS,
    CHAINS_BY_HAND,
    FUNCTIONS,
    FUNCTIONS_BY_HAND,
    LOOP,
    LOOP_BY_HAND,
    PROGRAMS,
    PROGRAMS_BY_HAND,
    STEPS_BY_HAND,
    by_hand,
    compiled,
    steps,
)

PLAN = ("snakemake", "-n", "--quiet")
COMPILE = (sys.executable, "-m", "eflows2smk", "compile", "main.py")
RUN = (sys.executable, "-m", "eflows2smk", "run", "--cores", "1", "main.py")
SNAKEMAKE = (sys.executable, "-m", "snakemake", "--cores", "1")
# What `run` may cost more than Snakemake itself, where nothing has changed.
MORE_SECONDS = 0.5
LIMIT_SECONDS = 10.0
LIMIT_MEMORY = 1024.0


def planning(measure: Measure, scratch: Path, jobs: int, repetitions: int) -> Iterator[Row]:
    """``snakemake -n`` of the generated Snakefile, against the one by hand."""
    ours = compiled(CHAINS, scratch / f"plan{jobs}", "CHAINS", jobs // 3)
    theirs = by_hand(CHAINS_BY_HAND, scratch / f"plan{jobs}-by-hand", "CHAINS", jobs // 3)
    _same_profile(ours, theirs)
    found = interleaved({"ours": lambda: measure(PLAN, ours), "theirs": lambda: measure(PLAN, theirs)}, repetitions)
    yield Row(f"snakemake -n, {jobs:,} jobs: CPU", found["ours"].cpu, found["theirs"].cpu, "s", 1.0)
    yield Row(f"snakemake -n, {jobs:,} jobs: memory", found["ours"].memory, found["theirs"].memory, "MB", 1.0)


def compilation(measure: Measure, scratch: Path, invocations: tuple[int, ...], repetitions: int) -> Iterator[Row]:
    """Compile time for growing programs, each against ten times the smaller one; the largest against its limits."""
    before = None
    empty = compiled(CHAINS, scratch / "compile0", "CHAINS", 0)
    start = interleaved({"start": lambda: measure(COMPILE, empty)}, repetitions)["start"].cpu
    for count in invocations:  # all multiples of three
        folder = compiled(CHAINS, scratch / f"compile{count}", "CHAINS", count // 3)
        found = interleaved({"all": partial(measure, COMPILE, folder)}, repetitions)["all"]
        spent = above_noise(found.cpu - start)
        if before is not None:
            yield Row(f"compile, {count:,} invocations: CPU; ten times fewer, × 10", spent, 10 * before, "s", 1.2)
        before = spent
        if count > 90_000:
            yield Row(f"compile, {count:,} invocations: wall clock; limit", found.wall, LIMIT_SECONDS, "s", 1.0)
            yield Row(f"compile, {count:,} invocations: memory; limit", found.memory, LIMIT_MEMORY, "MB", 1.0)


def functions_apart(measure: Measure, scratch: Path, counts: tuple[int, ...], repetitions: int) -> Iterator[Row]:
    """Functions that differ in constants, each called once: compile time, and planning against one rule by hand."""
    before = None
    empty = compiled(steps(0), scratch / "steps0", "STEPS", 0)
    start = interleaved({"start": lambda: measure(COMPILE, empty)}, min(repetitions, 3))["start"].cpu
    for count in counts:
        ours = compiled(steps(count), scratch / f"steps{count}", "STEPS", count)
        found = interleaved({"all": partial(measure, COMPILE, ours)}, min(repetitions, 3))
        spent = above_noise(found["all"].cpu - start)
        if before is not None:
            yield Row(f"compile, {count:,} functions: CPU; ten times fewer, × 10", spent, 10 * before, "s", 1.2)
        before = spent
    theirs = by_hand(STEPS_BY_HAND, scratch / "steps-by-hand", "STEPS", counts[-1])
    _same_profile(ours, theirs)
    found = interleaved({"ours": lambda: measure(PLAN, ours), "theirs": lambda: measure(PLAN, theirs)}, repetitions)
    what = f"snakemake -n, {counts[-1]:,} functions"
    yield Row(f"{what}: CPU", found["ours"].cpu, found["theirs"].cpu, "s", 1.0)
    yield Row(f"{what}: memory", found["ours"].memory, found["theirs"].memory, "MB", 1.0)


def computed_loops(measure: Measure, scratch: Path, count: int, repetitions: int) -> Iterator[Row]:
    """Planning a loop over a computed number, before and after its checkpoint, against a checkpoint by hand."""
    ours = compiled(LOOP, scratch / f"loop{count}", "ELEMENTS", count)
    theirs = by_hand(LOOP_BY_HAND, scratch / f"loop{count}-by-hand", "ELEMENTS", count)
    _same_profile(ours, theirs)
    sides = {"ours": partial(measure, PLAN, ours), "theirs": partial(measure, PLAN, theirs)}
    for when in ("before", "after"):
        found = interleaved(sides, repetitions)
        what = f"snakemake -n, a computed loop over {count:,} elements, {when} it is known"
        yield Row(f"{what}: CPU", found["ours"].cpu, found["theirs"].cpu, "s", 1.0)
        if when == "before":
            for folder, checkpoint in ((ours, "each_i"), (theirs, "count")):
                measure(("snakemake", "-c", "1", "--quiet", "all", "--until", checkpoint), folder)


def nothing_changed(measure: Measure, scratch: Path, repetitions: int) -> Iterator[Row]:
    """``eflows2smk run`` again, against its limit over Snakemake alone."""
    folder = compiled(CHAINS, scratch / "again", "CHAINS", 1)
    measure(RUN, folder)
    sides = {"ours": partial(measure, RUN, folder), "theirs": partial(measure, SNAKEMAKE, folder)}
    found = interleaved(sides, repetitions)
    more = above_noise(found["ours"].cpu - found["theirs"].cpu)
    yield Row("eflows2smk run, nothing changed: CPU over Snakemake's; limit", more, MORE_SECONDS, "s", 1.0)


def jobs_of_programs(measure: Measure, scratch: Path, jobs: int, repetitions: int) -> Iterator[Row]:
    """One job of an external program, against a rule by hand that gives it a private folder too."""
    ours = compiled(PROGRAMS, scratch / "programs", "JOBS", jobs)
    theirs = by_hand(PROGRAMS_BY_HAND, scratch / "programs-by-hand", "JOBS", jobs)
    yield _per_job(measure, "an external program", ours, theirs, jobs, repetitions, goal=1.02)


def jobs_of_functions(measure: Measure, scratch: Path, jobs: int, repetitions: int) -> Iterator[Row]:
    """One job of a Python function, against ``script:``."""
    ours = compiled(FUNCTIONS, scratch / "functions", "JOBS", jobs)
    theirs = by_hand(FUNCTIONS_BY_HAND, scratch / "functions-by-hand", "JOBS", jobs)
    yield _per_job(measure, "a Python function, against script:", ours, theirs, jobs, repetitions, goal=0.25)


def _per_job(measure: Measure, what: str, ours: Path, theirs: Path, jobs: int, repetitions: int, *, goal: float) -> Row:
    """CPU of a whole run without that of a run in which all is done, for one job, in milliseconds."""
    _same_profile(ours, theirs)

    def fresh(folder: Path) -> float:
        for made in ("copies", "squares", "logs", "done", ".snakemake"):
            shutil.rmtree(folder / made, ignore_errors=True)
        return measure(("snakemake", "-c", "1", "--quiet", "all"), folder).cpu

    def nothing_to_do(folder: Path) -> float:
        return measure(("snakemake", "-c", "1", "--quiet", "all"), folder).cpu

    spent: dict[Path, list[float]] = {ours: [], theirs: []}
    for _ in range(repetitions):
        for folder, all_of_it in spent.items():
            all_of_it.append(above_noise(fresh(folder) - nothing_to_do(folder)))
    each = {folder: 1000 * sorted(all_of_it)[len(all_of_it) // 2] / jobs for folder, all_of_it in spent.items()}
    return Row(f"a job of {what}: CPU", each[ours], each[theirs], "ms", goal)


def _same_profile(ours: Path, theirs: Path) -> None:
    """The scheduler settings that we generate, for both sides."""
    profiles = ours / "workflow" / "profiles"
    if profiles.exists():
        shutil.copytree(profiles, theirs / "workflow" / "profiles", dirs_exist_ok=True)


def rows(scratch: Path, *, full: bool, smallest: bool, measure: Measure = cost) -> Iterator[Row]:
    repetitions = 1 if smallest else 5
    for jobs in (300,) if smallest else (300, 3_000, 30_000) if full else (300, 3_000):
        yield from planning(measure, scratch, jobs, repetitions if jobs < 30_000 else 3)
    sizes = (99,) if smallest else (99, 999, 9_999, 99_999) if full else (99, 999, 9_999)
    yield from compilation(measure, scratch, sizes, min(repetitions, 3))
    counts = (10,) if smallest else (100, 1_000, 10_000) if full else (100, 1_000)
    yield from functions_apart(measure, scratch, counts, repetitions)
    for count in (2,) if smallest else (1_000, 10_000) if full else (1_000,):
        yield from computed_loops(measure, scratch, count, min(repetitions, 3))
    yield from nothing_changed(measure, scratch, repetitions)
    jobs = 2 if smallest else 100
    yield from jobs_of_programs(measure, scratch, jobs, repetitions)
    yield from jobs_of_functions(measure, scratch, jobs, repetitions)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="30,000 jobs and 100,000 invocations too")
    parser.add_argument("--smallest", action="store_true", help="one short repetition of the smallest sizes")
    parser.add_argument("--slurm", action="store_true", help="what runs on a private cluster costs, and nothing else")
    options = parser.parse_args()
    if options.slurm:
        print(on_slurm.HEAD)
        for bill in on_slurm.bills():
            print(bill, flush=True)
        return
    with tempfile.TemporaryDirectory() as scratch:
        print(HEAD)
        for row in rows(Path(scratch), full=options.full, smallest=options.smallest):
            print(line(row), flush=True)


if __name__ == "__main__":
    main()
