"""Whether jobs find the program's functions as the main program had them.

A job imports the module of its function and calls it by name. It does not run what stands in the main program's
functions or under ``if __name__ == "__main__"``: a function that reads a global which only these set would compute
something else in the job. Enters the evaluated program, leaves diagnostics.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import libcst as cst

from eflows2smk.diagnostics import Diagnostic, Label
from eflows2smk.frontend.host.uses import uses_of
from eflows2smk.frontend.values import Bound, Descriptor, Function, UserClass
from eflows2smk.source.modules import SourceModule

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator
    from eflows2smk.frontend.tasks import TaskFunction


def importability(evaluator: Evaluator) -> Iterator[Diagnostic]:
    """Diagnostics for the functions that jobs call."""
    for task in dict.fromkeys(evaluator.tasks):
        if not task.is_external and not task.is_workflow:
            yield from _function(evaluator, task.function, task)
        for spec in task.transformations:
            function = getattr(spec.function, "function", spec.function)
            if isinstance(function, Function) and not spec.is_workflow:
                yield from _function(evaluator, function, spec.function)


def _function(evaluator: Evaluator, function: Function, value: Any) -> Iterator[Diagnostic]:
    span = function.module.span(function.node.name if isinstance(function.node, cst.FunctionDef) else function.node)
    if "<" in function.qualname:
        yield Diagnostic(
            "E323",
            f"'{function.name}' is defined inside of another function, so a job can't import it",
            span,
            "define it at the top level of a module",
        )
        return
    found = _resolve(evaluator.units[function.module].names, function.qualname)
    if found is not value and found is not function:
        yield Diagnostic(
            "E324",
            f"in module '{function.module.name}' the name '{function.qualname}' is something else than this task,"
            " so a job would call that",
            span,
            "give each task a name of its own, and put other decorators below the software decorators",
        )
        return
    for module, name in _globals_read(evaluator, function):
        changed = evaluator.changed_globals.get((module, name))
        if changed is not None:
            yield Diagnostic(
                "E325",
                f"'{function.name}' reads the global '{name}', which the main program changes when it runs;"
                " jobs import the module and don't see the change",
                span,
                f"pass '{name}' to the task as an argument, or set it at the top level of the module",
                (Label(changed, "changed here"),),
            )


def _resolve(names: dict[str, Any], qualname: str) -> Any:
    first, *rest = qualname.split(".")
    value = names.get(first)
    for part in rest:
        value = value.names.get(part) if isinstance(value, UserClass) else None
        if isinstance(value, Descriptor):
            value = value.function
    return value.function if isinstance(value, Bound) else value


def _globals_read(evaluator: Evaluator, function: Function) -> Iterator[tuple[SourceModule, str]]:
    """The names of modules that a function reads, itself or through the program's functions that it calls."""
    seen: set[int] = set()
    pending: list[Function] = [function]
    while pending:
        current = pending.pop()
        if id(current.node) in seen:
            continue
        seen.add(id(current.node))
        names = evaluator.units[current.module].names
        for name in sorted(uses_of(current.node).needs):
            if current.scope.hops(name) >= 0:
                continue
            yield current.module, name
            value = names.get(name)
            called: TaskFunction | Any = getattr(value, "function", value)
            if isinstance(called, Function):
                pending.append(called)
