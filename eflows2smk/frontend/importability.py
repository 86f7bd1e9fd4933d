"""Whether jobs find the program's functions as the main program had them.

A job imports the module of its function and calls it by name. It does not run what stands in the main program's
functions or under ``if __name__ == "__main__"``: a function that reads a global which only these set would compute
something else in the job. Enters the evaluated program, leaves diagnostics.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import libcst as cst

from eflows2smk.diagnostics import Diagnostic, Label, Severity
from eflows2smk.frontend.globals import Reader
from eflows2smk.frontend.reading import reads
from eflows2smk.frontend.tasks import TaskFunction
from eflows2smk.frontend.values import (
    Bound,
    Descriptor,
    Function,
    UserClass,
)

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator


def importability(evaluator: Evaluator) -> Iterator[Diagnostic]:
    """Diagnostics for the functions that jobs call."""
    for task in dict.fromkeys(evaluator.tasks):
        if not task.is_external and not task.is_workflow:
            yield from _function(evaluator, task.function, task)
        for spec in task.transformations:
            function = getattr(spec.function, "function", spec.function)
            if isinstance(function, Function) and not spec.is_workflow:
                yield from _function(evaluator, function, spec.function)
    yield from _globals(evaluator)


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


def _resolve(names: dict[str, Any], qualname: str) -> Any:
    first, *rest = qualname.split(".")
    value = names.get(first)
    for part in rest:
        value = value.names.get(part) if isinstance(value, UserClass) else None
        if isinstance(value, Descriptor):
            value = value.function
    return value.function if isinstance(value, Bound) else value


def _globals(evaluator: Evaluator) -> Iterator[Diagnostic]:
    """Diagnostics for what jobs read of the program's modules and find otherwise than the program itself does."""
    changes = evaluator.globals
    for reader in changes.readers.values():
        task = reader.value if isinstance(reader.value, TaskFunction) else None
        if task is None:
            yield from _reader(evaluator, reader, reader.value)
            continue
        if not task.is_external and not task.is_workflow:
            yield from _reader(evaluator, reader, task.function)
        for spec in task.transformations:
            function = getattr(spec.function, "function", spec.function)
            if isinstance(function, Function) and not spec.is_workflow:
                yield from _reader(evaluator, reader, function)


def _reader(evaluator: Evaluator, reader: Reader, value: Any) -> Iterator[Diagnostic]:
    home = value[0] if isinstance(value, tuple) else value.module
    for module, name in reads(evaluator, value):
        change = evaluator.globals.wrong((module, name), reader, home)
        if change is None:
            continue
        if reader.span is None:
            node = value.node.name if isinstance(value.node, cst.FunctionDef) else value.node
            span, who = value.module.span(node), f"'{value.name}'"
        else:
            span = reader.span
            who = f"'{value[1]}'" if isinstance(value, tuple) else f"'{value.name}'"
        own = (module, name) == (value if isinstance(value, tuple) else (home, value.qualname.partition(".")[0]))
        if own and any(each.severity is Severity.ERROR for each in evaluator.diagnostics.values()):
            # It is not there since its definition was refused.
            continue
        what = f"jobs read {who}" if own else f"{who} reads the global '{name}'"
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
            (Label(change.span, "changed here"),),
        )
        return
