"""``@constraint``: what the software needs of the machine."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar, Unpack

    from eflows2smk.decorators.keywords import Constraint

    P = ParamSpec("P")
    R = TypeVar("R")


def constraint(**keywords: Unpack[Constraint]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keywords: computing_units, memory_size, processors, wall_clock_limit, host_queues and the like.

    A sequential run has the whole machine: only the number of processes of an MPI program comes from here.
    """
    return described_by("constraint", keywords)
