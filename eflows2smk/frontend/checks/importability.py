"""Whether jobs find the program's functions as the main program had them.

A job imports the module of its function and calls it by name. It does not run what stands in the main program's
functions or under ``if __name__ == "__main__"``: a function that reads a global which only these set would compute
something else in the job. Enters the evaluated program, leaves diagnostics.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import libcst as cst

from eflows2smk.diagnostics import Diagnostic, Label, Severity, Span
from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import all_operations
from eflows2smk.frontend.core.operations import CodeKind
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import ClassCell, FunctionCell
from eflows2smk.frontend.record.globals import Change, Key, Reader
from eflows2smk.frontend.record.reading import bare, reads
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.record.tasks import TaskValue


def importability(machine: Machine, recording: Recording) -> Iterator[Diagnostic]:
    """Diagnostics for the functions that jobs call."""
    for task in recording.softwares:
        for function in _run_by_jobs(recording, task):
            yield from _function(machine, function)
    yield from _globals(machine, recording)


def _run_by_jobs(recording: Recording, task: TaskValue) -> Iterator[FunctionCell]:
    """The function of a task and those of its transformations."""
    described = recording.softwares.get(task)
    if described is None:
        # What its decorators say was refused.
        return
    if not described.is_external and not described.is_workflow:
        yield task.function
    for spec in task.transformations:
        if isinstance(spec.plain_function, FunctionCell) and not spec.is_workflow:
            yield spec.plain_function


def _place(function: FunctionCell) -> Span:
    node = function.code.node
    return function.code.module.span(node.name if isinstance(node, cst.FunctionDef) else node)


def _function(machine: Machine, function: FunctionCell) -> Iterator[Diagnostic]:
    qualname, module = function.code.qualname, function.module
    if isinstance(function.code.node, cst.Lambda):
        yield Diagnostic(
            "E323",
            "a lambda has no name by which a job could import it",
            _place(function),
            "write a function with 'def' at the top level of a module, and the decorator above it",
        )
    elif "<" in qualname:
        yield Diagnostic(
            "E323",
            f"'{function.code.name}' is defined inside of another function, so a job can't import it",
            _place(function),
            "define it at the top level of a module",
        )
    elif _resolved(module.content, qualname) is not function and not _is_only_one(function):
        yield Diagnostic(
            "E324",
            f"in module '{module.name if module.name != '__main__' else module.source.name}' the name '{qualname}' is"
            " something else than this task, so a job would call that",
            _place(function),
            "give each task a name of its own",
        )


def _is_only_one(function: FunctionCell) -> bool:
    """Whether the module makes one function of this name when it is imported, and decorates it: a job finds it by what
    our decorators made then, whatever the name is bound to by the end."""
    node = function.code.node
    found = [*_definitions(function.code.module.tree.body, function.code.qualname.split("."))]
    return len(found) == 1 and found[0] is node and isinstance(node, cst.FunctionDef) and bool(node.decorators)


def _definitions(statements: Iterable[cst.CSTNode], path: list[str]) -> Iterator[cst.CSTNode | None]:
    """The definitions at a dotted path in a module or class; None for each that a loop repeats."""
    for statement in statements:
        match statement:
            case cst.FunctionDef(name=cst.Name(value=name)) if [name] == path:
                yield statement
            case cst.ClassDef(name=cst.Name(value=name)) if name == path[0] and len(path) > 1:
                yield from _definitions(statement.body.body, path[1:])
            case cst.FunctionDef() | cst.ClassDef() | cst.SimpleStatementLine():
                pass
            case cst.For() | cst.While():
                yield from (None for _ in _definitions(statement.children, path))
            case _:
                yield from _definitions(statement.children, path)


def _resolved(names: Any, qualname: str) -> Any:
    first, *rest = qualname.split(".")
    value = names.get(first)
    for part in rest:
        value = value.content.get(part) if isinstance(value, ClassCell) else None
    return bare(value)


def _globals(machine: Machine, recording: Recording) -> Iterator[Diagnostic]:
    """Diagnostics for what jobs read of the program's modules and find otherwise than the program itself does."""
    for reader in recording.globals.readers.values():
        if isinstance(reader.value, TaskValue):
            for function in _run_by_jobs(recording, reader.value):
                yield from _reader(machine, recording, reader, function)
        else:
            yield from _reader(machine, recording, reader, reader.value)


def _reader(machine: Machine, recording: Recording, reader: Reader, value: Any) -> Iterator[Diagnostic]:
    home = value[0] if isinstance(value, tuple) else value.module.source
    name_of = value[1] if isinstance(value, tuple) else _qualname(value).rpartition(".")[2]
    for module, name in dict.fromkeys(reads(machine, value)):
        change = recording.globals.wrong((module, name), reader, home)
        if change is None:
            continue
        span = reader.span if reader.span is not None else _place(value)
        own = (module, name) == (value if isinstance(value, tuple) else (home, _qualname(value).partition(".")[0]))
        if own and any(each.severity is Severity.ERROR for each in machine.diagnostics.values()):
            # It is not there since its definition was refused.
            continue
        what = f"jobs read '{name_of}'" if own else f"'{name_of}' reads the global '{name}'"
        if change.by is None:
            why = (
                f"{what}, which the main program changes when it runs; jobs import the module and don't see the change"
            )
        else:
            why = f"{what}, which '{change.by.shown}' changes after that; jobs import the module and see the end"
        yield Diagnostic(
            "E325",
            why,
            span,
            f"pass '{name}' as an argument, or set it once, at the top level of the module",
            (Label(_changed_at(machine, (module, name), change), "changed here"),),
        )
        return


def _qualname(value: Any) -> str:
    return value.code.qualname if isinstance(value, FunctionCell) else str(value.qualname)


def _changed_at(machine: Machine, key: Key, change: Change) -> Span:
    """Where a name of a module is bound: in the statement that changed it, or in a function that was evaluated."""
    source, name = key
    module, statement = change.statement
    inside: Span | None = None
    for code in machine.codes:
        if code.module is not source:
            continue
        if code.kind is CodeKind.MODULE:
            steps = [step for step in code.body.steps if step.node is statement]
            found = [each for step in steps for each in all_operations(core.Block((step,)))]
        else:
            found = [each for each in all_operations(code.body) if getattr(each, "place", None) is core.Place.GLOBAL]
        for each in found:
            if isinstance(each, core.Store) and each.name == name:
                span = source.span(each.origin)
                if code.kind is CodeKind.MODULE:
                    return span
                inside = inside or span
    return inside or module.span(statement)
