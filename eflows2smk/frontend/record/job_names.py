"""Under which names jobs import what the program defines."""

from __future__ import annotations

from typing import Any

from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import ClassCell, FunctionCell, Library
from eflows2smk.frontend.record.tasks import TaskValue
from eflows2smk.source.modules import SourceModule


def job_module(machine: Machine, source: SourceModule) -> str:
    """The name under which a job imports a module of the program."""
    return source.path.stem if source is machine.program.main else source.name


def job_name(machine: Machine, value: Any) -> str:
    """``module:qualname`` of a class, function or task of the program; raises Refused if a job can't import it."""
    if isinstance(value, TaskValue):
        value = value.function
    if isinstance(value, FunctionCell):
        source, qualname = value.code.module, value.code.qualname
    elif isinstance(value, ClassCell):
        source, qualname = value.module.source, value.qualname
    else:
        return _named_tuple(machine, value)
    if "<" in qualname:
        raise _unknown(qualname)
    return f"{job_module(machine, source)}:{qualname}"


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
