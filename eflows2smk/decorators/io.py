"""``@IO``: a task that mostly reads and writes, so that COMPSs needs no core for it."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar

    P = ParamSpec("P")
    R = TypeVar("R")


def IO() -> Callable[[Callable[P, R]], Callable[P, R]]:  # noqa: N802 - the name is PyCOMPSs' own
    """Nothing follows from it here: each job has a core."""
    return described_by("IO", {})
