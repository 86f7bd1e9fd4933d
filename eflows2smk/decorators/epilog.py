"""``@epilog``: a program after the software has ended well."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar, Unpack

    from eflows2smk.decorators.keywords import Around

    P = ParamSpec("P")
    R = TypeVar("R")


def epilog(**keywords: Unpack[Around]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keywords: binary, args, fail_by_exit_value (false): whether its failure is one of the software."""
    return described_by("epilog", keywords, ("binary",))
