"""``@on_failure``: what becomes of the others when the software fails."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar

    from eflows2smk.decorators.keywords import Management

    P = ParamSpec("P")
    R = TypeVar("R")


def on_failure(*, management: Management, **defaults: object) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """management: what becomes of the others.

    For IGNORE also ``returns=``, and for each file that is written the path of another one with its default content.
    """
    return described_by("on_failure", {"management": management, **defaults})
