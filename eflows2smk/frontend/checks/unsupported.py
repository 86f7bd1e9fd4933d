"""Handlers for exceptions that only COMPSs raises: no job could raise them for the main program."""

from __future__ import annotations

from collections.abc import Iterator

from eflows2smk.diagnostics import Diagnostic
from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import all_operations
from eflows2smk.frontend.core.operations import Block
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import MISSING
from eflows2smk.frontend.record.refused import EXCEPTION, Unsupported, refusal


def unsupported(machine: Machine) -> Iterator[Diagnostic]:
    """One for each handler in a code that was evaluated."""
    modules = {module.source: module.content for module in machine.modules.values()}
    for code in machine.codes:
        names = modules.get(code.module, {})
        for operation in all_operations(code.body):
            if not isinstance(operation, core.Try):
                continue
            for handler in operation.handlers:
                for load in _loads(handler.head):
                    value = names.get(load.name, MISSING)
                    if isinstance(value, Unsupported) and value.name == EXCEPTION:
                        span = code.module.span(load.origin)
                        yield refusal(EXCEPTION, f"except {EXCEPTION}").diagnostic(span)


def _loads(head: Block) -> Iterator[core.Load]:
    return (each for each in head.operations() if isinstance(each, core.Load))
