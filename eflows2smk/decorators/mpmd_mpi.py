"""``@mpmd_mpi``: several external programs that share one MPI world."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar, Unpack

    from eflows2smk.decorators.keywords import MpmdMpi

    P = ParamSpec("P")
    R = TypeVar("R")


def mpmd_mpi(**keywords: Unpack[MpmdMpi]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keywords: runner, programs, working_dir, processes_per_node, fail_by_exit_value. Each of the programs is a
    mapping with binary, args and processes. Like `mpi`; the programs get their ranks in order.
    """
    return described_by("mpmd_mpi", keywords, ("runner", "programs"))
