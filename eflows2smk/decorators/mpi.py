"""``@mpi``: an external program on several ranks."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar

    P = ParamSpec("P")
    R = TypeVar("R")


def mpi(**keywords: object) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keywords: runner, binary, processes, processes_per_node, scale_by_cu, args, flags, working_dir,
    fail_by_exit_value. Like `binary`, under ``runner -n processes``.
    """
    return described_by("mpi", keywords, ("runner",))
