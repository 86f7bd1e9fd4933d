"""``@implement``: another way to do what some task does."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar

    P = ParamSpec("P")
    R = TypeVar("R")


def implement(**keywords: object) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keywords: source_class, method. COMPSs may choose this function where the program calls the other one; here each
    call runs the function that it names.
    """
    return described_by("implement", keywords, ("source_class", "method"))
