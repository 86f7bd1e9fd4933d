"""``@opencl``: a kernel; refused, as COMPSs itself has nothing that would run it."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar, Unpack

    from eflows2smk.decorators.keywords import Opencl

    P = ParamSpec("P")
    R = TypeVar("R")


def opencl(**keywords: Unpack[Opencl]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keywords: kernel, working_dir."""
    return described_by("opencl", keywords, ("kernel",))
