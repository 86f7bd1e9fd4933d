"""Under which names jobs import what the program defines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eflows2smk.frontend.errors import Refusal

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator


def job_name(evaluator: Evaluator, value: Any) -> str:
    """``module:qualname`` of a class or function of the program; raises Refusal if a job can't import it."""
    if isinstance(value, type):
        # An enumeration or a named tuple, which may be bound to another name than its own.
        module, qualname = value.__module__, value.__qualname__
        units = evaluator.units.items()
        names = next((unit.names for source, unit in units if evaluator.job_module(source) == module), {})
        known = names.get(qualname) is value
    else:
        module, qualname = evaluator.job_module(value.module), value.qualname
        known = "<" not in qualname
    if not known:
        raise Refusal(
            "E331",
            f"'{qualname}' is nothing that a job could import",
            help="define it at the top level of a module, under its own name",
        )
    return f"{module}:{qualname}"
