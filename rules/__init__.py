"""Kinds of rule: how an invocation of each kind of software becomes command line, resources and files.

A new kind is one module here, or in another package through the entry-point group ``eflows2smk.rules``.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, cast

from eflows2smk.diagnostics import Diagnostic, Span
from eflows2smk.rules.arguments import form

if TYPE_CHECKING:
    from eflows2smk.rules.recipe import RuleKind
    from eflows2smk.software import Description

__all__ = ["form", "kind", "supported"]

_MODULES = {
    "host": "eflows2smk.rules.host",
    "http": "eflows2smk.rules.http",
    "binary": "eflows2smk.rules.binary",
    "mpi": "eflows2smk.rules.mpi",
    "task": "eflows2smk.rules.python_task",
    "transformation": "eflows2smk.rules.transformation",
}


@cache
def kind(name: str) -> RuleKind | None:
    """The kind of rule for a kind of software, None where there is none yet."""
    module = _MODULES.get(name)
    if module is not None:
        return cast("RuleKind", importlib.import_module(module))
    for entry in entry_points(group="eflows2smk.rules"):
        if entry.name == name:
            return cast("RuleKind", entry.load())
    return None


Locate = Callable[..., Span]


def supported(described: Description, locate: Locate) -> list[Diagnostic]:
    """What of a description has no rule yet."""
    found: list[Diagnostic] = []
    if described.kind != "workflow" and kind(described.kind) is None:
        found.append(
            _missing(f"software of type '{described.kind}' can't be compiled yet", locate(("execution", "type")))
        )
    execution: Mapping[str, Any] = described.execution
    if described.kind == "mpi" and "binary" not in execution:
        found.append(
            _missing("Python functions on several MPI processes can't be compiled yet", locate(("execution",)))
        )
    return found


def _missing(message: str, span: Span) -> Diagnostic:
    return Diagnostic("E230", message, span, "leave it out, or run this part with plain Python or COMPSs")
