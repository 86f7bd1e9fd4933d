"""``@task``: the function itself is the software."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ParamSpec, TypeVar, overload

    P = ParamSpec("P")
    R = TypeVar("R")

    @overload
    def task(function: Callable[P, R], /) -> Callable[P, R]: ...
    @overload
    def task(**keywords: object) -> Callable[[Callable[P, R]], Callable[P, R]]: ...
    def task(function: Any = None, /, **keywords: object) -> Any: ...

else:

    def task(function=None, /, **keywords):
        """Keywords: a direction for each parameter (``path=FILE_OUT``), and returns, priority, time_out, on_failure,
        target_direction, varargs_type and the like. The body runs; parents of declared outputs are made before it.
        """
        decoration = described_by("task", keywords)
        return decoration if function is None else decoration(function)
