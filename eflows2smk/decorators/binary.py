"""``@binary``: an external program."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar, Unpack

    from eflows2smk.decorators.keywords import Binary

    P = ParamSpec("P")
    R = TypeVar("R")


def binary(**keywords: Unpack[Binary]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keywords: binary, args, working_dir, fail_by_exit_value.

    The program runs under bash, in a private folder unless it has a working_dir; the body of the function never does.
    The call returns the exit code.
    """
    return described_by("binary", keywords, ("binary",))
