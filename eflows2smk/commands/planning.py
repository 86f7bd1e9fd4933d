"""What Snakemake would do: the jobs of a dry run, and why each of them would run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from eflows2smk.diagnostics import NOWHERE, Diagnostic, ProgramError

_JOB = re.compile(r"(?P<indent> *)(?:local)?(?P<kind>rule|checkpoint) (?P<rule>\w+):$")
_FIELD = re.compile(r" +(?P<name>input|output|log|reason|wildcards): (?P<value>.*)$")
_KINDS = (
    "Missing output",
    "Params have",
    "Code has",
    "Set of input",
    "Updated input",
    "Input files updated",
    "Software",
)
_PARTS = re.compile(f"; (?={'|'.join((*_KINDS, 'Forced', 'Incomplete'))})")


@dataclass(slots=True)
class Planned:
    """A job that would run. reasons: in Snakemake's words. decides: whether further jobs depend on what it writes."""

    rule: str
    decides: bool = False
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    logs: tuple[str, ...] = ()
    wildcards: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """jobs: those that would run. made: the outputs of all jobs that are known, with the rules that make them."""

    jobs: tuple[Planned, ...]
    made: dict[str, str] = field(default_factory=dict)


def plan() -> Plan:
    """Of the project in this folder. Raises ProgramError where Snakemake can't make one."""
    said = _snakemake("--dry-run")
    found = tuple(job for job in _jobs(said.splitlines()) if job.rule != "all")
    summary = [line.split("\t") for line in _snakemake("--summary").splitlines()]
    made = {row[0]: row[2] for row in summary if len(row) >= 6 and row[0] != "output_file"}
    return Plan(found, made)


def _snakemake(*options: str) -> str:
    """Standard output and standard error of Snakemake with these options. Raises ProgramError."""
    done = subprocess.run(
        [sys.executable, "-m", "snakemake", "--cores", "1", *options],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        env={**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])},
    )
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).strip().splitlines()[-3:])
        raise ProgramError(
            Diagnostic("E017", f"Snakemake can't plan the workflow: {said}", NOWHERE, "run snakemake -n")
        )
    return done.stdout + done.stderr


def _jobs(lines: Iterable[str]) -> Iterator[Planned]:
    """From what a dry run prints."""
    current: Planned | None = None
    for line in lines:
        begins = _JOB.match(line)
        if begins is not None:
            if current is not None:
                yield current
            current = Planned(begins["rule"], begins["kind"] == "checkpoint")
        elif current is not None and (found := _FIELD.match(line)):
            _note(current, found["name"], found["value"])
    if current is not None:
        yield current


def _note(job: Planned, name: str, value: str) -> None:
    match name:
        case "input":
            job.inputs = tuple(value.split(", "))
        case "output":
            job.outputs = tuple(value.split(", "))
        case "log":
            job.logs = tuple(value.split(", "))
        case "wildcards":
            job.wildcards = value
        case "reason":
            job.reasons = tuple(part.strip() for part in _PARTS.split(value))
