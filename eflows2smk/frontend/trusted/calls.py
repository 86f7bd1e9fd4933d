"""Calling trusted functions."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from eflows2smk.frontend.trusted import limits, searching
from eflows2smk.frontend.trusted.functions import WorldFunction
from eflows2smk.frontend.trusted.order import ordered
from eflows2smk.frontend.trusted.paths import TracedPath, make_path
from eflows2smk.frontend.trusted.rendering import renderable, rendered
from eflows2smk.frontend.trusted.strings import text_of
from eflows2smk.frontend.trusted.world import World


def _in_order(function: Callable[..., Any]) -> Callable[..., Any]:
    def run(*args: Any, **kwargs: Any) -> Any:
        return function(*[ordered(arg) if type(arg) in (set, frozenset) else arg for arg in args], **kwargs)

    return run


def _make_path(*parts: Any) -> TracedPath:
    return make_path(parts)


def _text(*args: Any, **kwargs: Any) -> Any:
    return text_of(args[0]) if len(args) == 1 and not kwargs else str(*args, **kwargs)


def _as_shown(function: Callable[..., str]) -> Callable[..., str]:
    def run(value: Any, *args: Any) -> str:
        renderable(value)
        return rendered(function(value, *args))

    return run


def _format(value: Any, spec: str = "") -> str:
    limits.spec(spec)
    renderable(value)
    return rendered(format(value, spec))


# Types and functions that keep their identity (programs test with `isinstance`, pass `key=str`), but are
# called by us.
REPLACED: dict[Any, Callable[..., Any]] = {
    str: _text,
    repr: _as_shown(repr),
    ascii: _as_shown(ascii),
    format: _format,
    range: limits.bounded_range,
    bytes: limits.bounded_bytes,
    pow: limits.power,
    TracedPath: _make_path,
    **{function: _in_order(function) for function in (list, tuple, iter, enumerate, zip, map, filter, sum, deque)},
    **{function: _in_order(function) for function in (itertools.chain, itertools.islice, itertools.accumulate)},
    **{function: _in_order(function) for function in (itertools.zip_longest, itertools.groupby, dict.fromkeys)},
}


def standing(function: Any) -> Any:
    """What is called in place of a function; it may not know all of its keywords."""
    return REPLACED.get(function, function) if isinstance(function, Hashable) else function


def call(world: World, function: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """Call what `attribute`, `method` or `builtin` gave, or what such a call returned.

    Exceptions pass through: those of the real function, which the program may catch, `TrustError`, and the
    evaluator's own from computed values.
    """
    if type(function) is WorldFunction:
        return function.run(world, *function.before, *args, **kwargs)
    for value in args:
        if type(value) is WorldFunction:
            args = [value.bound(world) if type(value) is WorldFunction else value for value in args]
            break
    if kwargs:
        kwargs = {key: value.bound(world) if type(value) is WorldFunction else value for key, value in kwargs.items()}
    searching.check(function, args, kwargs)
    own = REPLACED.get(function)
    return function(*args, **kwargs) if own is None else own(*args, **kwargs)
