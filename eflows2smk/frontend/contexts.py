"""Contexts: what ``with`` binds, and what is done at its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from eflows2smk.frontend import api, trusted
from eflows2smk.frontend.values import Dropped, Future, Opaque, Record

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator


def enter_context(evaluator: Evaluator, manager: Any) -> tuple[Any, Callable[[], Any]]:
    """The value that ``with`` binds, and what to do at its end."""
    if isinstance(manager, Future):
        manager.refuse("a context")
    if isinstance(manager, Record):
        entered = manager.required("__enter__")
        return entered, lambda: manager.required("__exit__", None, None, None)
    if isinstance(manager, Dropped):
        return manager, lambda: None
    if isinstance(manager, api.Group):
        return manager, lambda: manager.leave(evaluator)
    if isinstance(manager, Opaque):
        raise trusted.Untrusted(manager.name, "this context is not known when compiling")
    entered = trusted.call(evaluator.world, trusted.method(manager, "__enter__"), [], {})
    leave = trusted.method(manager, "__exit__")
    return entered, lambda: trusted.call(evaluator.world, leave, [None, None, None], {})
