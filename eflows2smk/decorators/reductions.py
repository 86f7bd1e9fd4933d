"""Calls of reductions: the task is applied to parts of its collection, then to what it returned."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from eflows2smk.decorators.errors import SoftwareError
from eflows2smk.software import chunk_size, reduce, reduced

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eflows2smk.software import Description


def run_reduced(
    description: Description,
    name: str,
    arguments: dict[str, Any],
    variable: Callable[[str], object],
    run: Callable[[], Any],
) -> Any:
    """What is left in the end.

    arguments: those of the call, which `run` makes with them as they are then. variable: as for `resources_of`.
    """
    parameter = reduced(description)
    members = arguments.get(parameter)
    if not isinstance(members, list | tuple):
        raise SoftwareError(f"'{parameter}' of the reduction '{name}' is no list")
    size = chunk_size(description, variable, dict(os.environ))

    def apply(level: int, number: int, part: Sequence[Any]) -> Any:
        arguments[parameter] = list(part)
        return run()

    return reduce(members, size, apply)
