"""Warnings about decorated functions that make no job of their own, where one could think that they do.

Enters the evaluated program with its invocations, leaves diagnostics: each says which function, where, and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import libcst as cst

from eflows2smk.diagnostics import Diagnostic, Label, Severity, Span
from eflows2smk.frontend.host.reach import lookup, member
from eflows2smk.frontend.libraries import Decorated, decorated_in
from eflows2smk.frontend.tasks import TaskFunction
from eflows2smk.frontend.values import MISSING, Bound, Descriptor, Function, Opaque, UserClass
from eflows2smk.workflow.model import Invocation

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator

# Rules of ours, which no line of the program calls.
_OURS = ("host", "loop", "condition", "copy", "transformation")
# As many decorated functions are named.
_MANY = 5


def jobless(evaluator: Evaluator, invocations: Sequence[Invocation]) -> Iterator[Diagnostic]:
    called = {i.site.software.span for i in invocations if i.site.software.kind not in _OURS}
    yield from _in_libraries(evaluator)
    told: set[Span] = set()
    for diagnostic, spans in _called_by_libraries(evaluator, called):
        told |= spans
        yield diagnostic
    if not called:
        yield _none_at_all(evaluator, told)


def _in_libraries(evaluator: Evaluator) -> Iterator[Diagnostic]:
    for name, (unit, node) in evaluator.libraries.items():
        found = decorated_in(name, evaluator.program.root)
        if found is not None:
            yield Diagnostic(
                "W312",
                f"'{name}' has decorated functions, as {_place(found)}, which make no jobs of their own: the compiler"
                " only follows modules that are imported from the folder of the program",
                unit.span(node),
                f"if their calls are to be jobs, put '{name}' into the folder of '{evaluator.program.main.shown}'",
                (),
                Severity.WARNING,
            )


def _place(found: Decorated) -> str:
    return f"'{found.name}' ({found.file}:{found.line})"


def _called_by_libraries(evaluator: Evaluator, called: set[Span]) -> Iterator[tuple[Diagnostic, set[Span]]]:
    """Methods that only the base class of a library calls, as it does with those of a test case."""
    for cls in evaluator.classes:
        base = next((base for each in cls.order for base in each.bases if isinstance(base, Opaque)), None)
        if base is None:
            continue
        for method in cls.names.values():
            if not isinstance(method, Function):
                continue
            tasks = [task for task in _reached(evaluator, method) if _span(task) not in called]
            if tasks:
                yield (
                    Diagnostic(
                        "W312",
                        f"{_names(tasks)} no job of {'its' if len(tasks) == 1 else 'their'} own in"
                        f" '{method.qualname}': '{base.name}' calls this method, not the program",
                        method.module.span(_name_node(method)),
                        "call it in the program, outside of what the library calls",
                        (),
                        Severity.WARNING,
                    ),
                    {_span(task) for task in tasks},
                )


def _names(tasks: Sequence[TaskFunction]) -> str:
    shown = ", ".join(f"'{task.name}'" for task in tasks[:_MANY])
    return f"{shown} {'makes' if len(tasks) == 1 else 'make'}"


def _none_at_all(evaluator: Evaluator, told: set[Span]) -> Diagnostic:
    tasks = [task for task in evaluator.decorated if _span(task) not in told]
    if not tasks:
        unit = evaluator.units[evaluator.program.main]
        return Diagnostic(
            "W313",
            "the program makes no invocation, so the workflow has no job but for its plain Python",
            replace(unit.span(unit.source.tree), end_line=1, end_column=0),
            "write @task above the functions whose calls are to be jobs, and call them in the program",
            (),
            Severity.WARNING,
        )
    first, *others = tasks[:_MANY]
    return Diagnostic(
        "W313",
        f"the program makes no invocation: {_why(evaluator, first)}",
        _span(first),
        "a decorated function becomes a job where the program calls it",
        tuple(Label(_span(task), _why(evaluator, task)) for task in others),
        Severity.WARNING,
    )


def _why(evaluator: Evaluator, task: TaskFunction) -> str:
    callers = [
        function
        for function in _functions(evaluator)
        if any(found is task for found in _mentioned(evaluator, function))
    ]
    reached = [function for function in callers if function.node in evaluator.entered]
    if reached:
        return f"'{task.name}' is called in '{reached[0].qualname}', but not on the way that the program takes"
    if callers:
        return f"'{task.name}' is called in '{callers[0].qualname}', which is never called as far as the compiler sees"
    return f"no call of '{task.name}' is reached"


def _functions(evaluator: Evaluator) -> Iterator[Function]:
    """All plain functions of modules and methods of classes."""
    seen: set[int] = set()
    holders: list[Any] = [unit.names for unit in evaluator.units.values()]
    holders += [cls.names for cls in evaluator.classes]
    for names in holders:
        for value in names.values():
            value = value.function if isinstance(value, Descriptor) else value
            if isinstance(value, Function) and id(value) not in seen:
                seen.add(id(value))
                yield value


def _reached(evaluator: Evaluator, function: Function) -> list[TaskFunction]:
    """Decorated functions that a function calls, itself or through others."""
    found: dict[int, TaskFunction] = {}
    seen: set[int] = set()
    pending = [function]
    while pending:
        current = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        for value in _mentioned(evaluator, current):
            if isinstance(value, TaskFunction):
                found[id(value)] = value
            else:
                pending.append(value)
    return list(found.values())


def _mentioned(evaluator: Evaluator, function: Function) -> Iterator[TaskFunction | Function]:
    """Functions of the program that stand in the body of another one."""
    for first, *rest in evaluator.host.reach.mentions(function.node.body):
        value = lookup(function.closure, first) if first else MISSING
        for name in rest:
            value = member(value, name)
        value = value.function if isinstance(value, Bound | Descriptor) else value
        if isinstance(value, UserClass):
            value = value.lookup("__init__")
        if isinstance(value, TaskFunction | Function):
            yield value


def _name_node(function: Function) -> cst.CSTNode:
    return function.node.name if isinstance(function.node, cst.FunctionDef) else function.node


def _span(task: TaskFunction) -> Span:
    return task.function.module.span(_name_node(task.function))
