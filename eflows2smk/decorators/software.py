"""``@software``: what a description file says."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar

    P = ParamSpec("P")
    R = TypeVar("R")


def software(config_file: object) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """config_file: path of a JSON or YAML description, read at the first call: relative to the current folder, else to
    the module.
    """
    return described_by("software", {"config_file": config_file})
