"""Decorated functions that make no job of their own, and programs that make none at all.

Enters the evaluated program with its invocations, leaves diagnostics: each says which function, where, and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import libcst as cst

from eflows2smk.diagnostics import Diagnostic, Label, Severity, Span
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import ClassCell, FunctionCell, ModuleCell
from eflows2smk.frontend.record.reading import bare, mentioned
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.record.tasks import TaskValue
from eflows2smk.frontend.residual.scripts import Script
from eflows2smk.workflow.model import Invocation

# Rules of ours, which no line of the program calls.
_OURS = ("host", "loop", "condition", "copy", "folder", "transformation")
# As many decorated functions are named.
_MANY = 5


def jobless(recording: Recording, invocations: Sequence[Invocation]) -> Iterator[Diagnostic]:
    """Warnings: of each script that calls decorated functions, then of a program without invocations."""
    machine = recording.machine
    called = {i.site.software.span for i in invocations if i.site.software.kind not in _OURS}
    inside: set[Span] = set()
    for script in _scripts(recording, invocations):
        for diagnostic, spans in _called_inside(machine, script, called):
            inside |= spans
            yield diagnostic
    if not called:
        yield _none_at_all(machine, inside)


def _scripts(recording: Recording, invocations: Sequence[Invocation]) -> Iterator[Script]:
    """Those that the workflow runs, the first of each place."""
    left = {i.site.span for i in invocations if i.site.software.kind == "host"}
    for entry in recording.entries:
        if isinstance(entry, Script) and any(line.span is not None for line in entry.lines) and entry.span in left:
            left.discard(entry.span)
            yield entry


def _called_inside(machine: Machine, script: Script, called: set[Span]) -> Iterator[tuple[Diagnostic, set[Span]]]:
    """For each value of the program that a script names: the decorated functions which that may call, and which are
    jobs nowhere else."""
    told: set[Span] = set()
    for value in script.denotes.values():
        itself = isinstance(value, TaskValue)
        tasks = [value] if itself else _reached(machine, value)
        spans = {_span(task) for task in tasks}
        tasks = [task for task in tasks if itself or _span(task) not in called]
        if not tasks or spans <= told:
            continue
        told |= spans
        one = len(tasks) == 1
        if itself:
            caller = "it is" if one else "they are"
        else:
            caller = f"'{_name(value)}', which calls {'it' if one else 'them'}, is"
        yield (
            Diagnostic(
                "W312",
                f"{_names(tasks)} no job of {'its' if one else 'their'} own: {caller} called inside of this plain"
                " Python, which is one job",
                script.span,
                "call it in the program, outside of what a library calls",
                (),
                Severity.WARNING,
            ),
            spans,
        )


def _names(tasks: Sequence[TaskValue]) -> str:
    shown = [f"'{task.name}'" for task in tasks[:_MANY]]
    if len(tasks) > _MANY:
        shown.append(f"{len(tasks) - _MANY} more")
    listed = " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
    return f"{listed} {'makes' if len(tasks) == 1 else 'make'}"


def _name(value: Any) -> str:
    held = bare(value)
    return held.code.name if isinstance(held, FunctionCell) else str(held.name)


def _none_at_all(machine: Machine, inside: set[Span]) -> Diagnostic:
    tasks = [task for task in _decorated(machine) if _span(task) not in inside]
    if not tasks:
        source = machine.program.main
        return Diagnostic(
            "W313",
            "the program makes no invocation, so the workflow has no job but for its plain Python",
            replace(source.span(source.tree), end_line=1, end_column=0),
            "write @task above the functions whose calls are to be jobs, and call them in the program",
            (),
            Severity.WARNING,
        )
    first, *others = tasks[:_MANY]
    return Diagnostic(
        "W313",
        f"the program makes no invocation: {_why(machine, first)}",
        _span(first),
        "a decorated function becomes a job where the program calls it",
        tuple(Label(_span(task), _why(machine, task)) for task in others),
        Severity.WARNING,
    )


def _why(machine: Machine, task: TaskValue) -> str:
    callers = [
        function
        for function in _functions(machine)
        if any(bare(found) is task.function for found in _used(machine, function))
    ]
    reached = [function for function in callers if function.code in machine.codes]
    if reached:
        return f"'{task.name}' is called in '{reached[0].code.qualname}', but not on the way that the program takes"
    if callers:
        name = callers[0].code.qualname
        return f"'{task.name}' is called in '{name}', which is never called as far as the compiler sees"
    return f"no call of '{task.name}' is reached"


# The program's functions ----------------------------------------------------------------------------------------------


def _members(machine: Machine) -> Iterator[Any]:
    """What the program's modules and classes hold."""
    holders: list[Any] = [*machine.modules.values(), *machine.classes]
    for holder in holders:
        if not holder.is_computed:
            yield from holder.content.values()


def _decorated(machine: Machine) -> list[TaskValue]:
    """All decorated functions that have a name, in the order of their modules."""
    found: dict[FunctionCell, TaskValue] = {}
    for value in _members(machine):
        task = getattr(value, "function", None) if not isinstance(value, TaskValue) else value
        if isinstance(task, TaskValue):
            found.setdefault(task.function, task)
    return list(found.values())


def _functions(machine: Machine) -> Iterator[FunctionCell]:
    """All plain functions of modules and methods of classes."""
    seen: set[FunctionCell] = {task.function for task in _decorated(machine)}
    for value in _members(machine):
        function = bare(value)
        if isinstance(function, FunctionCell) and function not in seen:
            seen.add(function)
            yield function


def _reached(machine: Machine, value: Any) -> list[TaskValue]:
    """Decorated functions that a function, or a method of a class, calls, itself or through others."""
    found: dict[FunctionCell, TaskValue] = {}
    seen: set[Any] = set()
    pending = [value]
    while pending:
        current = pending.pop()
        if isinstance(current, TaskValue):
            found.setdefault(current.function, current)
            continue
        current = bare(current)
        if not isinstance(current, FunctionCell | ClassCell) or current in seen:
            continue
        seen.add(current)
        if isinstance(current, ClassCell):
            known = [cls for cls in current.mro if isinstance(cls, ClassCell) and not cls.is_computed]
            pending += [each for cls in known for each in cls.content.values()]
        else:
            pending += _used(machine, current)
    return list(found.values())


def _used(machine: Machine, function: FunctionCell) -> Iterator[Any]:
    """Functions and classes of the program that stand in the body of another one."""
    for value in mentioned(machine, function.code, function.module):
        held = getattr(value, "function", value)
        if isinstance(held, TaskValue):
            yield held
        elif not isinstance(value, tuple | ModuleCell):
            yield value


def _span(task: TaskValue) -> Span:
    node = task.function.code.node
    return task.function.code.module.span(node.name if isinstance(node, cst.FunctionDef) else node)
