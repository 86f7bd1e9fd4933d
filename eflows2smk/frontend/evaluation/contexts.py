"""Context managers: entering and leaving a ``with``."""

from __future__ import annotations

from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import all_operations
from eflows2smk.frontend.core.operations import Block
from eflows2smk.frontend.evaluation.calls import call_value
from eflows2smk.frontend.evaluation.datamodel import find_attribute, special, type_of
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.operators import truth_of
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import MISSING, FunctionCell, InstanceCell
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed


def enter(machine: Machine, site: Site, manager: Any) -> Any:
    """What ``__enter__`` gives."""
    handler = getattr(type(manager), "enter", None)
    if handler is not None:
        return handler(manager, machine, site)
    if is_open_file(manager):
        return manager
    if isinstance(manager, Computed) or (isinstance(manager, Cell) and isinstance(manager.content, Computed)):
        return machine.residual.operation(site, (manager,))
    method = _method(machine, site, manager, "__enter__")
    return call_value(machine, site, method, [], {})


def leave(machine: Machine, site: Site, manager: Any, error: Any) -> bool:
    """Call ``__exit__``; whether it suppresses the exception. error: None where there is none."""
    handler = getattr(type(manager), "leave", None)
    if handler is not None:
        return bool(handler(manager, machine, site, error))
    if is_open_file(manager):
        machine.residual.leaves(site, manager)
        return False
    if isinstance(manager, Computed) or (isinstance(manager, Cell) and isinstance(manager.content, Computed)):
        machine.residual.operation(site, (manager,))
        return False
    method = _method(machine, site, manager, "__exit__")
    args = [None, None, None] if error is None else [type_of(error), error, None]
    truth = truth_of(machine, site, call_value(machine, site, method, args, {}))
    if error is not None and isinstance(truth, Computed):
        raise Refused(
            "E302", "whether this context manager suppresses an exception is only known when the workflow runs"
        )
    return error is not None and truth is True


def left_by_any(machine: Machine, site: Site, manager: Any, error: Any) -> None:
    """Call ``__exit__`` for an exception of which nothing is known."""
    if isinstance(manager, InstanceCell):
        call_value(machine, site, _method(machine, site, manager, "__exit__"), [error, error, None], {})


def may_go_on(machine: Machine, site: Site, manager: Any) -> bool:
    """Whether a ``with`` over it may suppress an exception."""
    asked = getattr(type(manager), "may_go_on", None)
    if asked is not None:
        return bool(asked(manager))
    if not isinstance(manager, InstanceCell) or manager.is_computed:
        return False
    function = getattr(special(machine, manager, "__exit__"), "function", None)
    return isinstance(function, FunctionCell) and _gives_truth(function.code.body)


def _gives_truth(body: Block) -> bool:
    """Whether a function may return something else than None or False."""
    constants: dict[int, object] = {}
    for operation in all_operations(body):
        match operation:
            case core.Constant(target=target, value=value):
                constants[target] = value
            case core.Return(source=source) if source is not None and constants.get(source, True):
                return True
    return False


def is_open_file(manager: Any) -> bool:
    """Whether it is a file that is open when the workflow runs: entering it gives the file itself."""
    return isinstance(manager, Computed) and manager.type == "file"


def _method(machine: Machine, site: Site, manager: Any, name: str) -> Any:
    found = (
        special(machine, manager, name)
        if isinstance(manager, InstanceCell)
        else find_attribute(machine, site, manager, name)
    )
    if found is MISSING:
        raise Raised(TypeError(f"object does not support the context manager protocol (missed {name} method)"))
    return found
