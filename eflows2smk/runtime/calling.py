"""Calling the user's function with values by name or position, and storing what it returns."""

from __future__ import annotations

from eflows2smk.runtime.errors import JobError
from eflows2smk.runtime.objects import store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType
    from typing import Any

_HAS_VARIADIC = 0x04  # CO_VARARGS


def undecorated(owner: Any, found: Any) -> tuple[Callable[..., Any], bool]:
    """The body behind our decorators, and whether it expects the class as its first argument.

    The user's own decorators stay on.
    """
    from eflows2smk.decorators.wrapper import Decorated

    takes_class = False
    while isinstance(found, Decorated | staticmethod | classmethod):
        takes_class = takes_class or isinstance(found, classmethod)
        found = found.__wrapped__
    return found, takes_class


def call(function: Callable[..., Any], values: dict[str, Any], cls: Any) -> Any:
    """cls: what a class method gets first, unless it is among the values; None for other functions."""
    args, kwargs = _split(_code(function), dict(values), cls)
    return function(*args, **kwargs)


def _code(function: Any) -> CodeType | None:
    while function is not None:
        code: CodeType | None = getattr(function, "__code__", None)
        inner = getattr(function, "__wrapped__", None)
        if inner is None:
            return code
        function = inner
    return None


def _split(code: CodeType | None, values: dict[str, Any], cls: Any) -> tuple[list[Any], dict[str, Any]]:
    """By position what can only go there: numbered values, what stands before ``*args``, positional-only ones."""
    args: list[Any] = []
    number = 0
    while str(number) in values:
        args.append(values.pop(str(number)))
        number += 1
    if code is None or args:
        return args, values
    names = code.co_varnames[: code.co_argcount]
    if cls is not None and names and names[0] not in values:
        args.append(cls)
        names = names[1:]
    for name in names:
        if name not in values:
            break
        args.append(values.pop(name))
    if code.co_flags & _HAS_VARIADIC:
        variadic = code.co_varnames[code.co_argcount + code.co_kwonlyargcount]
        args.extend(values.pop(variadic, ()))
    return args, values


def store_results(returned: Any, files: tuple[str, ...], single: bool, name: str) -> None:
    """Raises JobError where the function returned another number of values than it declares."""
    if single:
        store(returned, files[0], f"the value returned by '{name}'")
        return
    try:
        members = list(returned)
    except TypeError:
        raise JobError(
            f"'{name}' is declared to return {len(files)} values, but returned one of type '{type(returned).__name__}'"
        ) from None
    if len(members) != len(files):
        raise JobError(f"'{name}' is declared to return {len(files)} values, but returned {len(members)}")
    for position, (member, file) in enumerate(zip(members, files, strict=True)):
        store(member, file, f"value {position} returned by '{name}'")
