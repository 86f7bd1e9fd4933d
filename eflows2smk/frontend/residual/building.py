"""Text that makes a known object anew in a script, where no file could hold it; what it is built of has names there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from eflows2smk.frontend.evaluation.conversion import SCALARS
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import Bound, ClassCell, FunctionCell, InstanceCell, Library, Method, Partial
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.residual.naming import definition_of, home_of

# Gives the name that a value has in the script; the text is what it may be called after.
Name = Callable[[str, Any], str]

_DISPLAYS = {"list": ("[", "]"), "tuple": ("(", ")"), "set": ("{", "}")}


def has_to_be_built(machine: Machine, value: Any) -> bool:
    """Whether a value is or holds a bound method, or a function that no job can import."""
    if type(value) in SCALARS:
        return False
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Bound | Method | Partial):
            return home_of(machine, each) is None
        if isinstance(each, FunctionCell | ClassCell) and home_of(machine, each) is None:
            return True
        if id(each) not in seen:
            seen.add(id(each))
            waiting += _members(each)
    return False


def built(machine: Machine, value: Any, name: Name) -> str:
    """An expression for a value that has to be built."""
    match value:
        case Bound(function=FunctionCell() as function, owner=owner):
            return f"{name('owner', owner)}.{function.code.name}"
        case Method(owner=owner, name=method):
            return f"{name('owner', owner)}.{method}"
        case Partial(function=function, args=args, keywords=keywords):
            parts = [name("function", function)]
            parts += [_part(machine, each, name) for each in args]
            parts += [f"{key}={_part(machine, each, name)}" for key, each in keywords.items()]
            return f"functools.partial({', '.join(parts)})"
        case tuple():
            return _display(machine, "tuple", list(value), name)
        case Cell(kind="list" | "set" as kind):
            return _display(machine, kind, list(value.content), name)
        case Cell(kind="dict"):
            pairs = [
                f"{_part(machine, key, name)}: {_part(machine, each, name)}" for key, each in value.content.items()
            ]
            return f"{{{', '.join(pairs)}}}"
        case _:
            return name("value", value)


def _part(machine: Machine, value: Any, name: Name) -> str:
    if type(value) in SCALARS:
        return repr(str(value)) if isinstance(value, str) else repr(value)
    if isinstance(value, FunctionCell | ClassCell):
        return name(value.code.name if value.code.name.isidentifier() else "function", value)
    if isinstance(value, Cell) or not has_to_be_built(machine, value):
        return name("value", value)
    return built(machine, value, name)


def _display(machine: Machine, kind: str, members: list[Any], name: Name) -> str:
    opened, closed = _DISPLAYS[kind]
    if kind == "set" and not members:
        return "set()"
    listed = ", ".join(_part(machine, each, name) for each in members)
    return f"{opened}{listed}{',' if kind == 'tuple' and len(members) == 1 else ''}{closed}"


def state_of(machine: Machine, function: FunctionCell) -> tuple[Any, ...] | None:
    """What a function takes from around it, to compare; None where that may change without anybody seeing it here."""
    definition = definition_of(machine, "function", function, {})
    assert definition is not None
    held = [*((need.name, need.value) for need in definition.needs), *definition.attributes]
    fixed = all(type(each) in SCALARS or isinstance(each, Library) or home_of(machine, each) for _, each in held)
    return tuple(held) if fixed else None


def functions_in(machine: Machine, value: Any) -> Iterator[FunctionCell]:
    """The functions that a value is or holds, and that no job can import."""
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        each = waiting.pop(0)
        if isinstance(each, FunctionCell):
            if home_of(machine, each) is None and "<" in each.code.qualname:
                yield each
        elif id(each) not in seen:
            seen.add(id(each))
            waiting += _members(each)


def _members(value: Any) -> list[Any]:
    if isinstance(value, tuple | frozenset):
        return list(value)
    if isinstance(value, Cell) and not value.is_computed:
        if value.kind in ("list", "deque", "set"):
            return list(value.content)
        if value.kind == "dict" or isinstance(value, InstanceCell):
            return list(value.content.values())
    return []
