"""A ``try`` or ``with`` around calls of tasks: what is left to the run in it has a job of its own, which raises nothing
here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from eflows2smk.diagnostics import Diagnostic, Label, Severity
from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.handlers import GoingOn, going_on
from eflows2smk.frontend.evaluation.machine import Machine, Site


@contextmanager
def trying(machine: Machine, site: Site) -> Iterator[None]:
    """While the body of a ``try`` is evaluated, or of a ``with`` that may go on behind an exception."""
    if machine.residual.is_enclosed:
        # It is left to the run as a whole, or done as a whole.
        yield
        return
    machine.trying.append(site)
    try:
        yield
    finally:
        machine.trying.pop()


def handler_around(machine: Machine) -> tuple[Site, GoingOn] | None:
    """Where the program goes on behind an exception, if it does."""
    for around in machine.trying:
        if isinstance(around.operation, core.With):
            return around, GoingOn(around.operation.origin, reports=False)
        found = going_on(around.operation.origin)
        if found is not None:
            return around, found
    return None


def check_tried(machine: Machine, site: Site) -> None:
    """Something is left to the run here, which may raise an exception there."""
    if isinstance(site.operation, core.Load | core.Store) or not machine.trying:
        return
    handler = handler_around(machine)
    if handler is None:
        return
    around, found = handler
    label = (Label(around.frame.code.module.span(found.handler), "is not reached by what a job raises"),)
    help = "put 'try' and 'except' around the plain Python alone, without calls of tasks"
    if found.reports:
        message = "if this plain Python raises an exception, the workflow ends, while the program would go on"
        machine.report(Diagnostic("W311", message, site.span, help, label, Severity.WARNING))
    else:
        message = "this plain Python runs in a job of its own, and 'try' can't handle what it raises"
        machine.report(Diagnostic("E319", message, site.span, help, label))
