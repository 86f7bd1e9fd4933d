"""Warnings about programs that compile, but whose workflow leaves something else than plain Python does.

Enters the evaluated program with its invocations, leaves diagnostics. What is only likely is not reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import libcst as cst

from eflows2smk.diagnostics import Diagnostic, Severity
from eflows2smk.frontend.scopes import bound_names
from eflows2smk.frontend.values import Function
from eflows2smk.parameters import IN
from eflows2smk.workflow.model import Artefact, Invocation, Software, artefacts

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator

# Of lists, dictionaries, sets and arrays; none of these names is that of a method that leaves its object alone.
_IN_PLACE = frozenset("append extend insert remove pop clear update add discard sort reverse popitem fill".split())


def lints(evaluator: Evaluator, invocations: Sequence[Invocation]) -> Iterator[Diagnostic]:
    """Warnings, in the order of the program's tasks."""
    last = _last_readers(invocations)
    calls: dict[Software, list[Invocation]] = {}
    for invocation in invocations:
        calls.setdefault(invocation.site.software, []).append(invocation)
    for task in dict.fromkeys(evaluator.tasks):
        software, _ = task.described(evaluator)
        if software.kind != "task" or software not in calls:
            continue
        for parameter, node in _changes(task.function):
            if any(_is_read_later(call, parameter, last) for call in calls[software]):
                yield Diagnostic(
                    "W401",
                    f"'{task.name}' changes '{parameter}' in place, which it declares as IN: calls that get the object"
                    " after it see the change when the program is run by plain Python, and not in the workflow",
                    task.function.module.span(node),
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


def _is_read_later(call: Invocation, parameter: str, last: dict[Artefact, int]) -> bool:
    return any(
        argument.parameter == parameter
        and argument.direction is IN
        and isinstance(argument.reads, Artefact)
        and last[argument.reads] > call.number
        for argument in call.arguments
    )


def _changes(function: Function) -> Iterator[tuple[str, cst.CSTNode]]:
    """The first place where each parameter's object is certainly changed, if it is the parameter's all the time."""
    if not isinstance(function.node, cst.FunctionDef):
        return
    mine = set(function.signature.names) - bound_names(function.node.body).names
    seen: set[str] = set()
    for node in _inside(function.node.body):
        for name in _changed(node):
            if name in mine and name not in seen:
                seen.add(name)
                yield name, node


def _inside(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    for child in node.children:
        if not isinstance(child, cst.FunctionDef | cst.ClassDef | cst.Lambda):
            yield child
            yield from _inside(child)


def _changed(node: cst.CSTNode) -> Iterator[str]:
    match node:
        case cst.AssignTarget(target=target) | cst.AugAssign(target=target) | cst.Del(target=target):
            if isinstance(target, cst.Subscript | cst.Attribute) and isinstance(target.value, cst.Name):
                yield target.value.value
        case cst.Expr(value=cst.Call(func=cst.Attribute(value=cst.Name(value=name), attr=cst.Name(value=method)))):
            if method in _IN_PLACE:
                yield name
