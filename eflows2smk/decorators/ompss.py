"""``@ompss``: a program with OmpSs."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar, Unpack

    from eflows2smk.decorators.keywords import Ompss

    P = ParamSpec("P")
    R = TypeVar("R")


def ompss(**keywords: Unpack[Ompss]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keywords: binary, computing_nodes, working_dir, fail_by_exit_value. Like `binary`."""
    return described_by("ompss", keywords, ("binary",))
