"""``@container``: the image in which the software runs."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar, Unpack

    from eflows2smk.decorators.keywords import Container

    P = ParamSpec("P")
    R = TypeVar("R")


def container(**keywords: Unpack[Container]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keywords: engine (DOCKER, SINGULARITY or UDOCKER), image, options of the engine's command."""
    return described_by("container", keywords, ("engine", "image"))
