"""Snakemake's messages, told in a few words: which jobs are done, and for a failed one where it is called and its log.

Enters the lines that Snakemake prints, leaves lines or a progress bar on standard error. What is not understood is
kept, and shown in full if Snakemake fails for a reason that is no job's.
"""

from __future__ import annotations

import re
import sys
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from eflows2smk.commands.reporting import is_terminal, say
from eflows2smk.commands.slurm_reasons import reasons

TAIL = 20
KEPT = 200

# The jobs of a group are told four spaces to the right.
_JOB = re.compile(r"(?P<indent>(?:    )?)(?:local)?(?:rule|checkpoint) (?P<rule>\w+):$")
_FAILED = re.compile(r"(?P<indent>(?:    )?)Error in (?:rule|checkpoint) (?P<rule>\w+)")
_GROUP = re.compile(r"    message: (.*)Error in group \w+(.*)")
_FIELD = re.compile(r"(?P<indent>(?:    )?)    (?P<name>jobid|wildcards|log|message): (?P<value>.*)$")
_FINISHED = re.compile(r"Finished jobid: (\d+)")
_SCRIPTED = re.compile(r'^(?:rule|checkpoint) (\w+):\n    input:\n        script="', re.MULTILINE)
_STEPS = re.compile(r"(\d+) of (\d+) steps")


@dataclass
class Job:
    """What Snakemake says of one job. logs: its own first, then that of the cluster. indent: not empty in a group."""

    rule: str
    wildcards: str = ""
    logs: tuple[str, ...] = ()
    number: str = ""
    message: str = ""
    indent: str = ""

    def __str__(self) -> str:
        return f"{self.rule} {self.wildcards}".rstrip()


class Messages:
    """Reads Snakemake's output line by line. `done` and `total` count jobs."""

    def __init__(self) -> None:
        self.jobs: dict[str, Job] = {}
        self.failed: list[Job] = []
        self.kept: deque[str] = deque(maxlen=KEPT)
        self.done = self.total = 0
        self._current: Job | None = None
        # What is said of a group as a whole, before its jobs.
        self._group = Job("")
        self._finished: Job | None = None

    def read(self, line: str) -> Job | None:
        """The job that this line says is done, if any."""
        self.kept.append(line)
        if found := _JOB.match(line):
            self._current = Job(found["rule"], indent=found["indent"])
        elif found := _FAILED.match(line):
            self._current = Job(found["rule"], indent=found["indent"])
            if self._current.indent:
                self._current.message = self._group.message
            self.failed.append(self._current)
        elif found := _GROUP.match(line):
            self._current = self._group = Job("", message=f"{found[1]}{found[2]}")
        elif self._current is not None and (found := _FIELD.match(line)) and found["indent"] == self._current.indent:
            self._field(self._current, found["name"], found["value"])
        elif found := _FINISHED.match(line):
            self._finished = self.jobs.get(found[1])
            # It may have failed before, and was tried again.
            self.failed = [job for job in self.failed if job.number != found[1]]
        elif found := _STEPS.match(line):
            self.done, self.total = int(found[1]), int(found[2])
            job, self._finished = self._finished, None
            return job
        return None

    def _field(self, job: Job, name: str, value: str) -> None:
        match name:
            case "jobid":
                job.number = value
                if job in self.failed:
                    self.failed = [other for other in self.failed if other is job or other.number != value]
                known = self.jobs.setdefault(value, job)
                # A failure repeats a job without its wildcards.
                job.wildcards = job.wildcards or known.wildcards
            case "wildcards":
                job.wildcards = value
            case "log":
                job.logs = tuple(value.split(" (check log file")[0].split(", "))
                if job.indent:
                    job.logs += self._group.logs
            case "message" if value != "None":
                job.message = value


def follow(lines: Iterable[str], snakefile: str, *, quiet: bool) -> Callable[[], None]:
    """Show the progress until the lines end; the function returned tells what failed.

    What plain Python of the program printed is shown when its job is done. snakefile: its text; the comment above each
    rule says where it is called.
    """
    messages = Messages()
    scripted = frozenset(_SCRIPTED.findall(snakefile))
    if not quiet and is_terminal(sys.stderr):
        _bar(lines, messages, scripted)
    else:
        for line in lines:
            job = messages.read(line.rstrip("\n"))
            if job is None:
                continue
            if job.rule in scripted and (printed := _printed(job)):
                say(printed)
            if not quiet:
                say(f"[{messages.done}/{messages.total}] {job}", sys.stderr)
        if not quiet and not messages.done and not messages.failed:
            _say_nothing_done(messages)
    return lambda: _failures(messages, snakefile)


def _printed(job: Job) -> str:
    """What a job printed, without the last end of line."""
    try:
        return Path(job.logs[0]).read_text(errors="replace").removesuffix("\n") if job.logs else ""
    except OSError:
        return ""


def _bar(lines: Iterable[str], messages: Messages, scripted: frozenset[str]) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), redirect_stdout=False) as progress:
        task = progress.add_task("snakemake", total=None)
        for line in lines:
            job = messages.read(line.rstrip("\n"))
            if job is not None and job.rule in scripted and (printed := _printed(job)):
                if is_terminal(sys.stdout):
                    progress.console.print(printed, markup=False, highlight=False, soft_wrap=True)
                else:
                    say(printed)
            if job is not None:
                progress.update(task, completed=messages.done, total=messages.total, description=str(job)[:60])
        if not messages.done and not messages.failed:
            _say_nothing_done(messages)


def _say_nothing_done(messages: Messages) -> None:
    if any(line.startswith("Nothing to be done") for line in messages.kept):
        say("everything is up to date", sys.stderr)


def _failures(messages: Messages, snakefile: str) -> None:
    if not messages.failed:
        say("\n".join(messages.kept), sys.stderr)
        return
    started = [job for job in messages.failed if not job.indent or _has_said_something(job)]
    for job in started or messages.failed:
        say(f"failed: {job}", sys.stderr)
        for comment in calls_of(job.rule, snakefile):
            say(f"  called at {comment}", sys.stderr)
        for line in reasons(job.message, job.logs):
            say(f"  {line}", sys.stderr)
        if job.logs:
            say(f"  its log, {job.logs[0]}, ends with:", sys.stderr)
            for line in _tail(Path(job.logs[0])):
                say(f"  | {line}", sys.stderr)


def _has_said_something(job: Job) -> bool:
    """Of a group Snakemake reports all jobs as failed, also those that never began."""
    return bool(job.logs) and Path(job.logs[0]).exists() and Path(job.logs[0]).stat().st_size > 0


def calls_of(rule: str, snakefile: str) -> list[str]:
    """The comment lines above a rule."""
    found: list[str] = []
    for line in snakefile.splitlines():
        if line.startswith("# "):
            found.append(line[2:])
        elif line == f"rule {rule}:":
            return found
        else:
            found = []
    return []


def _tail(log: Path) -> list[str]:
    try:
        text = log.read_text(errors="replace")
    except OSError:
        return ["(there is no such file)"]
    return text.splitlines()[-TAIL:] or ["(it is empty)"]
