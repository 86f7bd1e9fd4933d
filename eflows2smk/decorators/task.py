"""``@task``: the function itself is the software."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, ParamSpec, TypeVar, overload

    from eflows2smk.decorators.keywords import Management, Number, Truth
    from eflows2smk.parameters import Direction

    P = ParamSpec("P")
    R = TypeVar("R")

    @overload
    def task(function: Callable[P, R], /) -> Callable[P, R]: ...
    @overload
    def task(
        *,
        returns: object = ...,
        cache_returns: Truth = ...,
        priority: Truth = ...,
        defaults: Mapping[str, object] = ...,
        time_out: Number = ...,
        is_replicated: Truth = ...,
        is_distributed: Truth = ...,
        computing_nodes: Number = ...,
        processes_per_node: Number = ...,
        is_reduce: Truth = ...,
        chunk_size: Number = ...,
        on_failure: Management = ...,
        tracing_hook: Truth = ...,
        numba: object = ...,
        numba_flags: object = ...,
        numba_signature: object = ...,
        numba_declaration: object = ...,
        varargs_type: Direction = ...,
        target_direction: Direction = ...,
        **directions: Direction | Mapping[str, object],
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """The function itself is the software: each call is a job, which calls it.

        returns: how many results there are, or their types. priority: whether its jobs come first. time_out: seconds
        after which a job fails. on_failure: what becomes of the others. target_direction: of the object of a method.
        varargs_type: of further arguments. All other keywords are parameters, with what is done to each:
        ``path=FILE_OUT``.
        """

    def task(function: Any = None, /, **keywords: Any) -> Any: ...

else:

    def task(function=None, /, **keywords):
        """Keywords: a direction for each parameter (``path=FILE_OUT``), and returns, priority, time_out, on_failure,
        target_direction, varargs_type and the like. The body runs; parents of declared outputs are made before it.
        """
        decoration = described_by("task", keywords)
        return decoration if function is None else decoration(function)
