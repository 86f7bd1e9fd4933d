"""Which registers each kind of operation assigns and reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from eflows2smk.frontend.core.operations import Operation, Register, Try

_ASSIGNED = ("target", "item", "entered")
_USED = frozenset(
    {
        *("operand", "source", "left", "right", "object", "key", "value", "collection", "function", "condition"),
        *("iterator", "manager", "module", "exception", "cause", "specification", "annotation", "subject"),
    }
)
_SEVERAL: dict[str, Callable[[Any], list[Register]]] = {
    "items": lambda items: [r for item in items for r in (item.key, item.value) if r is not None],
    "arguments": lambda arguments: [each.value for each in arguments],
    "operands": list,
    "defaults": list,
    "annotations": lambda pairs: [register for _, register in pairs],
}
_NAMES: dict[type[Operation], tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {}


def _names(kind: type[Operation]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The fields with an assigned register, with a used one, with several used ones."""
    known = _NAMES.get(kind)
    if known is None:
        types = {field.name: str(field.type) for field in fields(kind)}
        registers = [name for name, type_ in types.items() if type_ in ("Register", "Register | None")]
        known = _NAMES[kind] = (
            tuple(name for name in registers if name in _ASSIGNED),
            tuple(name for name in registers if name in _USED),
            tuple(name for name in types if name in _SEVERAL),
        )
    return known


def assigned(operation: Operation) -> list[Register]:
    """The registers that the operation itself assigns, without those in its blocks."""
    found = [getattr(operation, name) for name in _names(type(operation))[0]]
    if isinstance(operation, Try):
        found += [handler.error for handler in operation.handlers]
    found += getattr(operation, "targets", ())
    return found


def used(operation: Operation) -> list[Register]:
    """The registers that the operation itself reads, without those in its blocks."""
    _, single, several = _names(type(operation))
    found = [register for name in single if (register := getattr(operation, name)) is not None]
    for name in several:
        found += _SEVERAL[name](getattr(operation, name))
    if isinstance(operation, Try):
        found += [handler.caught for handler in operation.handlers if handler.caught is not None]
    return found
