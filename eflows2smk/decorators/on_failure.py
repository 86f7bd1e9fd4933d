"""``@on_failure``: what becomes of the others when the software fails."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar

    P = ParamSpec("P")
    R = TypeVar("R")


def on_failure(**keywords: object) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keywords: management (RETRY, IGNORE, CANCEL_SUCCESSORS or FAIL); for IGNORE also returns, and for each file that
    is written the path of another one with its default content.
    """
    return described_by("on_failure", keywords, ("management",))
