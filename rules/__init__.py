"""Kinds of rule: how an invocation of each kind of software becomes command line, resources and files.

A new kind is one module here, or in another package through the entry-point group ``eflows2smk.rules``
(`eflows2smk.software.kinds`).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, cast

from eflows2smk.diagnostics import Diagnostic, Span
from eflows2smk.rules.arguments import form

# A name of its own: that of a module of this package would become the module once it is imported.
from eflows2smk.software import added as added_kind
from eflows2smk.software import refusals

if TYPE_CHECKING:
    from eflows2smk.rules.recipe import RuleKind
    from eflows2smk.software import Description

__all__ = ["form", "kind", "supported"]

_MODULES = {
    "host": "eflows2smk.rules.host",
    "loop": "eflows2smk.rules.deciding",
    "condition": "eflows2smk.rules.deciding",
    "copy": "eflows2smk.rules.copy",
    "folder": "eflows2smk.rules.folder",
    "http": "eflows2smk.rules.http",
    "binary": "eflows2smk.rules.binary",
    "mpi": "eflows2smk.rules.mpi",
    "mpmd_mpi": "eflows2smk.rules.mpmd_mpi",
    "python_mpi": "eflows2smk.rules.python_mpi",
    "multinode": "eflows2smk.rules.multinode",
    "torch": "eflows2smk.rules.training",
    "julia": "eflows2smk.rules.launched",
    "compss": "eflows2smk.rules.launched",
    "ompss": "eflows2smk.rules.launched",
    "decaf": "eflows2smk.rules.decaf",
    "task": "eflows2smk.rules.python_task",
    "transformation": "eflows2smk.rules.transformation",
}


@cache
def kind(name: str) -> RuleKind | None:
    """The kind of rule for a kind of software, None where there is none yet."""
    module = _MODULES.get(name)
    if module is not None:
        return cast("RuleKind", importlib.import_module(module))
    found = added_kind(name)
    if found is None:
        return None
    return cast("RuleKind", found if hasattr(found, "recipe") else importlib.import_module("eflows2smk.rules.added"))


Locate = Callable[..., Span]


def supported(described: Description, locate: Locate) -> list[Diagnostic]:
    """What of a description has no rule."""
    found = list(refusals(described, locate))
    if not found and described.kind != "workflow" and kind(described.kind) is None:
        found.append(
            Diagnostic(
                "E230",
                f"software of type '{described.kind}' can't be compiled yet",
                locate(("execution", "type")),
                "leave it out, or run this part with plain Python or COMPSs",
            )
        )
    return found
