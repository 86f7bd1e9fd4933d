"""Warnings about programs that compile, but whose workflow leaves something else than plain Python does.

Enters the evaluated program with its invocations, leaves diagnostics. What is only likely is not reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eflows2smk.diagnostics import Diagnostic, Severity
from eflows2smk.frontend.checks.changes import changed_globals, changed_parameters
from eflows2smk.frontend.checks.libraries import lacking
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.parameters import COMMUTATIVE, CONCURRENT, IN, INOUT
from eflows2smk.workflow.model import ABSENT, Artefact, CallSite, Invocation, Software, artefacts

# Of these the workflow would be right all the same.
ADVICE = ("W312", "W313", "W402", "W403")
# Rules of ours, which no line of the program calls.
_OURS = ("host", "loop", "condition", "copy", "folder", "transformation")


def lints(recording: Recording, invocations: Sequence[Invocation]) -> Iterator[Diagnostic]:
    """Warnings: of the program's tasks, then of its calls, each in their order."""
    last = _last_readers(invocations)
    used = {*last, *recording.waited, *_before_barriers(recording)}
    yield from _of_tasks(recording, invocations, last)
    sites: dict[CallSite, list[Invocation]] = {}
    for invocation in invocations:
        if invocation.site.software.kind not in _OURS:
            sites.setdefault(invocation.site, []).append(invocation)
    for site, together in sites.items():
        if all(_is_for_nothing(call, used) for call in together):
            yield Diagnostic(
                "W402",
                f"nobody uses what '{site.software.name}' returns here, and it writes nothing that it declares",
                site.span,
                "use the result, or declare the files that it writes: FILE_OUT",
                (),
                Severity.WARNING,
            )
        for parameter in _unread_changes(together, last):
            yield Diagnostic(
                "W403",
                f"'{site.software.name}' changes '{parameter}', which nobody reads afterwards",
                site.span,
                f"declare '{parameter}' as IN if it is only read, or use what it has become",
                (),
                Severity.WARNING,
            )


def _of_tasks(
    recording: Recording, invocations: Sequence[Invocation], last: dict[Artefact, int]
) -> Iterator[Diagnostic]:
    calls: dict[Software, list[Invocation]] = {}
    for invocation in invocations:
        calls.setdefault(invocation.site.software, []).append(invocation)
    softwares = {task: described.software for task, described in recording.softwares.items()}
    # An image has libraries of its own.
    here = [task for task, each in softwares.items() if each.kind == "task" and each in calls and not each.container]
    yield from lacking(recording, here)
    for task, software in softwares.items():
        if software.kind != "task" or software not in calls:
            continue
        for name, function in sorted(changed_globals(recording.machine, task.function).items()):
            yield Diagnostic(
                "W404",
                f"'{function}' changes the global '{name}' in the job of '{task.name}'; nobody else sees the change",
                software.span,
                f"pass '{name}' as an argument (INOUT), or return what it becomes",
                (),
                Severity.WARNING,
            )
        for parameter, node in changed_parameters(task.function):
            if any(_is_read_later(call, parameter, last) for call in calls[software]):
                yield Diagnostic(
                    "W401",
                    f"'{task.name}' changes '{parameter}' in place, which it declares as IN: calls that get the object"
                    " after it see the change when the program is run by plain Python, and not in the workflow",
                    task.function.code.module.span(node),
                    f"declare it: @task({parameter}=INOUT), or change a copy",
                    (),
                    Severity.WARNING,
                )


def _last_readers(invocations: Sequence[Invocation]) -> dict[Artefact, int]:
    return {
        artefact: invocation.number
        for invocation in invocations
        for argument in invocation.arguments
        for artefact in artefacts(argument.reads)
    }


def _before_barriers(recording: Recording) -> Iterator[Artefact]:
    """Results of calls that a barrier waits for: they may have been made for what they do beside."""
    for entry in recording.entries[: max(recording.barriers, default=0)]:
        if isinstance(entry, Invocation):
            yield from entry.results


def _is_for_nothing(call: Invocation, used: set[Artefact]) -> bool:
    """Whether all that a call gives are objects without a name, which nobody reads or waits for."""
    if not call.results or any(argument.writes is not ABSENT for argument in call.arguments):
        return False
    return used.isdisjoint(call.results)


def _unread_changes(calls: Sequence[Invocation], last: dict[Artefact, int]) -> list[str]:
    """The parameters of a call site that are objects, declared as changed, and never read behind any of its calls."""
    software = calls[0].site.software
    found = []
    for name, direction in software.parameters:
        # What a method does to its own object is declared by nobody.
        if direction not in (INOUT, COMMUTATIVE, CONCURRENT) or (name == "self" and "." in software.qualname):
            continue
        made = [argument.writes for call in calls for argument in call.arguments if argument.parameter == name]
        if made and all(isinstance(each, Artefact) and each not in last for each in made):
            found.append(name)
    return found


def _is_read_later(call: Invocation, parameter: str, last: dict[Artefact, int]) -> bool:
    return any(
        argument.parameter == parameter
        and argument.direction is IN
        and isinstance(argument.reads, Artefact)
        and any(last[artefact] > call.number for artefact in artefacts(argument.reads))
        for argument in call.arguments
    )
