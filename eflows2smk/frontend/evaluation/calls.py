"""Calls by the kind of what is called, and the arguments of parameters."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eflows2smk.frontend.core.operations import Parameters
from eflows2smk.frontend.evaluation.datamodel import special, type_name
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import (
    MISSING,
    Bound,
    Descriptor,
    InstanceCell,
    Own,
    Partial,
    Refusing,
    Super,
)
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed


def call_value(machine: Machine, site: Site, callee: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """Call any value."""
    handler = machine.call.get(type(callee))
    if handler is not None:
        return handler(machine, site, callee, args, kwargs)
    if isinstance(callee, Computed) or (isinstance(callee, Cell) and isinstance(callee.content, Computed)):
        return machine.residual.operation(site, (callee, *args, *kwargs.values()))
    if isinstance(callee, Refusing):
        raise Refused("", "", reported=callee.reason)
    raise Raised(TypeError(f"'{type_name(callee)}' object is not callable"))


def _unexpected(parameters: Parameters, name: str, key: str) -> TypeError:
    """For a keyword of which there is no parameter; a note says which was meant."""
    error = TypeError(f"{name}() got an unexpected keyword argument '{key}'")
    close = difflib.get_close_matches(key, (*parameters.positional, *parameters.keyword_only), 1)
    if close:
        error.add_note(f"did you mean '{close[0]}'?")
    return error


def bind(
    parameters: Parameters, defaults: Mapping[str, Any], args: Sequence[Any], kwargs: Mapping[str, Any], name: str
) -> dict[str, Any]:
    """Arguments by parameter. Raises `Raised` with the TypeError that Python would."""
    positional = (*parameters.positional_only, *parameters.positional)
    bound: dict[str, Any] = dict(zip(positional, args, strict=False))
    if len(args) == len(positional) and not (
        kwargs or parameters.variadic or parameters.keyword_only or parameters.keywords
    ):
        return bound
    if len(args) > len(positional):
        if not parameters.variadic:
            takes = f"{len(positional)} positional argument{'s' if len(positional) != 1 else ''}"
            was = "was" if len(args) == 1 else "were"
            raise Raised(TypeError(f"{name}() takes {takes} but {len(args)} {was} given"))
        bound[parameters.variadic] = tuple(args[len(positional) :])
    elif parameters.variadic:
        bound[parameters.variadic] = ()
    extra: dict[str, Any] = {}
    for key, value in kwargs.items():
        if key in parameters.positional or key in parameters.keyword_only:
            if key in bound:
                raise Raised(TypeError(f"{name}() got multiple values for argument '{key}'"))
            bound[key] = value
        elif parameters.keywords:
            extra[key] = value
        else:
            raise Raised(_unexpected(parameters, name, key))
    missing = []
    for parameter in (*positional, *parameters.keyword_only):
        if parameter not in bound:
            if parameter in defaults:
                bound[parameter] = defaults[parameter]
            else:
                missing.append(parameter)
    if missing:
        listed = " and ".join(f"'{each}'" for each in missing)
        kind = "keyword-only" if missing[0] in parameters.keyword_only else "positional"
        plural = "s" if len(missing) > 1 else ""
        raise Raised(TypeError(f"{name}() missing {len(missing)} required {kind} argument{plural}: {listed}"))
    if parameters.keywords:
        bound[parameters.keywords] = extra
    return bound


def _bound(machine: Machine, site: Site, callee: Bound, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    return call_value(machine, site, callee.function, [callee.owner, *args], kwargs)


def _partial(machine: Machine, site: Site, callee: Partial, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    return call_value(machine, site, callee.function, [*callee.args, *args], {**callee.keywords, **kwargs})


def _own(machine: Machine, site: Site, callee: Own, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    try:
        return callee.run(machine, site, *args, **kwargs)
    except TypeError as error:
        if error.__traceback__ is not None and error.__traceback__.tb_next is None:
            raise Raised(error) from None
        raise


def _instance(
    machine: Machine, site: Site, callee: InstanceCell, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Any:
    if isinstance(callee.content, Computed) and callee.cls.lookup("__call__") is MISSING:
        return machine.residual.operation(site, (callee, *args, *kwargs.values()))
    method = special(machine, callee, "__call__")
    if method is MISSING:
        raise Raised(TypeError(f"'{callee.cls.name}' object is not callable"))
    return call_value(machine, site, method, args, kwargs)


def _descriptor(
    machine: Machine, site: Site, callee: Descriptor, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Any:
    if callee.kind == "staticmethod":
        return call_value(machine, site, callee.function, args, kwargs)
    raise Raised(TypeError(f"'{callee.kind}' object is not callable"))


def _super(machine: Machine, site: Site, callee: Super, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    raise Raised(TypeError("'super' object is not callable"))


CALL: dict[type, Callable[..., Any]] = {
    Bound: _bound,
    Partial: _partial,
    Own: _own,
    InstanceCell: _instance,
    Descriptor: _descriptor,
    Super: _super,
}
