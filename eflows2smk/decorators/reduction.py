"""``@reduction``: a task that is applied to parts of its collection, then to the results, until one is left."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar, Unpack

    from eflows2smk.decorators.keywords import Reduction

    P = ParamSpec("P")
    R = TypeVar("R")


def reduction(**keywords: Unpack[Reduction]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keywords: chunk_size (members of each part; 0 for all at once), is_reduce (false: an ordinary task)."""
    return described_by("reduction", keywords)
