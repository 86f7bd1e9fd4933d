"""Snakemake's messages, told in a few words: which jobs are done, and for a failed one where it is called and its log.

Enters the lines that Snakemake prints, leaves lines or a progress bar on standard error. A failure is told when it is
known, since others may take hours; at the end a line says which there were. What is not understood is kept, and shown
in full if Snakemake fails for a reason that is no job's.
"""

from __future__ import annotations

import re
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from eflows2smk.commands.printing import Prints
from eflows2smk.commands.reporting import is_terminal, say
from eflows2smk.commands.slurm_reasons import reasons

TAIL = 20
KEPT = 200
NAMED = 10

# The jobs of a group are told four spaces to the right.
_JOB = re.compile(r"(?P<indent>(?:    )?)(?:local)?(?:rule|checkpoint) (?P<rule>\w+):$")
_FAILED = re.compile(r"(?P<indent>(?:    )?)Error in (?:rule|checkpoint) (?P<rule>\w+)")
_GROUP = re.compile(r"    message: (.*)Error in group \w+(.*)")
_MEMBER = re.compile(r"        (?:rule|checkpoint) \w+:$")
_FIELD = re.compile(r"(?P<indent>(?:    )?)    (?P<name>jobid|wildcards|log|message|shell):(?: (?P<value>.*))?$")
_FINISHED = re.compile(r"Finished jobid: (\d+)")
_AGAIN = re.compile(r"Trying to restart job (\d+)\.")
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


@dataclass(frozen=True, slots=True)
class Done:
    """A job has ended well."""

    job: Job


@dataclass(frozen=True, slots=True)
class Failed:
    """Jobs have failed: one, or all of a group that are worth telling."""

    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class Again:
    """A job that failed is tried again."""

    job: Job


Event = Done | Failed | Again


class Messages:
    """Reads Snakemake's output line by line. `done` and `total` count jobs. failed: those that did not end well."""

    def __init__(self) -> None:
        self.jobs: dict[str, Job] = {}
        self.failed: list[Job] = []
        self.kept: deque[str] = deque(maxlen=KEPT)
        self.done = self.total = 0
        self._current: Job | None = None
        # The failed job that is being told.
        self._failing: Job | None = None
        # What is said of a group as a whole, before its jobs; how many of these are still to come, and which came.
        self._group = Job("")
        self._members = 0
        self._told: list[Job] = []
        self._finished: Job | None = None

    def events(self, lines: Iterable[str]) -> Iterator[Event]:
        """What happens, as soon as the lines say it."""
        for line in lines:
            yield from self._read(line.rstrip("\n"))
        yield from self._failure()

    def _read(self, line: str) -> Iterator[Event]:
        self.kept.append(line)
        begins = _JOB.match(line) or _FAILED.match(line) or _GROUP.match(line)
        failing = self._failing
        # A message of several lines comes before the number of its job; what comes behind the number is indented.
        if failing is not None and (begins or (failing.number and not line.startswith(f"{failing.indent}    "))):
            yield from self._failure()
        if found := _JOB.match(line):
            self._current = Job(found["rule"], indent=found["indent"])
        elif found := _FAILED.match(line):
            self._current = self._failing = Job(found["rule"], indent=found["indent"])
            if self._current.indent:
                self._current.message = self._group.message
            self.failed.append(self._current)
        elif found := _GROUP.match(line):
            self._current = self._group = Job("", message=f"{found[1]}{found[2]}")
            self._members, self._told = 0, []
        elif self._current is self._group and _MEMBER.match(line):
            self._members += 1
        elif self._current is not None and (found := _FIELD.match(line)) and found["indent"] == self._current.indent:
            self._field(self._current, found["name"], found["value"] or "")
            if found["name"] == "shell":
                yield from self._failure()
        elif self._failing is not None and not self._failing.number:
            self._failing.message += f"\n{line}"
        elif found := _FINISHED.match(line):
            self._finished = self.jobs.get(found[1])
            # It may have failed before, and was tried again.
            self.failed = [job for job in self.failed if job.number != found[1]]
        elif (found := _AGAIN.match(line)) and found[1] in self.jobs:
            yield Again(self.jobs[found[1]])
        elif found := _STEPS.match(line):
            self.done, self.total = int(found[1]), int(found[2])
            job, self._finished = self._finished, None
            if job is not None:
                yield Done(job)

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

    def _failure(self) -> Iterator[Failed]:
        """The failed job whose lines have ended; of a group once all of its jobs have been told."""
        job, self._failing = self._failing, None
        if job is None:
            return
        if not job.indent:
            yield Failed((job,))
            return
        self._told.append(job)
        if len(self._told) == self._members:
            # Snakemake reports all jobs of a group as failed, also those that never began.
            began = tuple(each for each in self._told if _has_said_something(each))
            yield Failed(began or tuple(self._told))
            self.failed = [each for each in self.failed if not began or each in began or each not in self._told]


def follow(lines: Iterable[str], snakefile: str, prints: Prints, *, quiet: bool) -> Callable[[], None]:
    """Show the progress until the lines end; the function returned says at last which jobs failed.

    prints: what jobs print, which is shown in the order of the program. snakefile: its text; the comment above each
    rule says where it is called.
    """
    messages = Messages()
    events, teller = messages.events(lines), Teller(snakefile)
    if not quiet and is_terminal(sys.stderr):
        _bar(events, messages, prints, teller)
    else:
        for event in events:
            match event:
                case Done(job):
                    for printed in prints.done(job.logs[0]) if job.logs else ():
                        say(printed)
                    if not quiet:
                        say(f"[{messages.done}/{messages.total}] {job}", sys.stderr)
                case _:
                    teller.tell(event)
    for printed in prints.rest(texts=messages.done > 0 and not messages.failed):
        say(printed)
    if not quiet and not messages.done and not messages.failed:
        _say_nothing_done(messages)
    return lambda: _conclude(messages)


def _bar(events: Iterable[Event], messages: Messages, prints: Prints, teller: Teller) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), redirect_stdout=False) as progress:
        task = progress.add_task("snakemake", total=None)
        for event in events:
            if not isinstance(event, Done):
                teller.tell(event)
                continue
            job = event.job
            for printed in prints.done(job.logs[0]) if job.logs else ():
                if is_terminal(sys.stdout):
                    progress.console.print(printed, markup=False, highlight=False, soft_wrap=True)
                else:
                    say(printed)
            progress.update(task, completed=messages.done, total=messages.total, description=str(job)[:60])


def _say_nothing_done(messages: Messages) -> None:
    if any(line.startswith("Nothing to be done") for line in messages.kept):
        say("everything is up to date", sys.stderr)


class Teller:
    """Tells failures: where the job is called, why it ended, the end of its log. snakefile: its text."""

    def __init__(self, snakefile: str) -> None:
        self.snakefile = snakefile
        self._told: dict[str, list[str]] = {}

    def tell(self, event: Failed | Again) -> None:
        if isinstance(event, Again):
            say(f"tried again: {event.job}", sys.stderr)
            return
        for job in event.jobs:
            lines = self._lines(job)
            if self._told.get(job.number) == lines:
                say(f"failed again, in the same way: {job}", sys.stderr)
            else:
                say("\n".join([f"failed: {job}", *lines]), sys.stderr)
            self._told[job.number] = lines

    def _lines(self, job: Job) -> list[str]:
        lines = [f"  called at {comment}" for comment in calls_of(job.rule, self.snakefile)]
        lines += [f"  {line}" for line in reasons(job.message, job.logs)]
        if job.logs:
            lines.append(f"  its log, {job.logs[0]}, ends with:")
            lines += [f"  | {line}" for line in _tail(Path(job.logs[0]))]
        return lines


def _conclude(messages: Messages) -> None:
    if not messages.failed:
        say("\n".join(messages.kept), sys.stderr)
        return
    names = [str(job) for job in messages.failed]
    others = f", and {len(names) - NAMED} more" if len(names) > NAMED else ""
    count = "1 job has failed" if len(names) == 1 else f"{len(names)} jobs have failed"
    done = f"{messages.done} of {messages.total} steps are done; " if messages.total else ""
    say(f"{done}{count}: {', '.join(names[:NAMED])}{others}", sys.stderr)


def _has_said_something(job: Job) -> bool:
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
