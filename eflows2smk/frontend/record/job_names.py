"""Under which names jobs import what the program defines."""

from __future__ import annotations

from typing import Any

from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import ClassCell, FunctionCell, Library
from eflows2smk.frontend.record.tasks import TaskValue
from eflows2smk.frontend.residual.naming import home_of
from eflows2smk.frontend.residual.naming import job_module as job_module


def job_name(machine: Machine, value: Any) -> str:
    """``module:qualname`` of a class, function or task of the program; raises Refused if a job can't import it."""
    home = home_of(machine, value)
    if isinstance(value, TaskValue):
        value = value.function
    if isinstance(value, FunctionCell):
        source, qualname = value.code.module, value.code.qualname
    elif isinstance(value, ClassCell):
        source, qualname = value.module.source, value.qualname
    else:
        return _named_tuple(machine, value)
    if "<" not in qualname:
        return f"{job_module(machine, source)}:{qualname}"
    if home is None:
        raise _unknown(qualname)
    return ":".join(home)


def _named_tuple(machine: Machine, value: type) -> str:
    """The real class of a named tuple, which may be bound to another name than its own."""
    for source, module in machine.modules.items():
        found = module.content.get(value.__name__)
        if isinstance(found, Library) and found.real is value:
            return f"{job_module(machine, source)}:{value.__name__}"
    raise _unknown(value.__qualname__)


def _unknown(qualname: str) -> Refused:
    return Refused(
        "E331",
        f"'{qualname}' is nothing that a job could import",
        "define it at the top level of a module, under its own name",
    )
