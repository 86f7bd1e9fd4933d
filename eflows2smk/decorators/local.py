"""``@local``: a function of the main program that waits for its arguments."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar

    P = ParamSpec("P")
    R = TypeVar("R")


def local(function: Callable[P, R]) -> Callable[P, R]:
    """The function itself: arguments are there when it is called."""
    return function
