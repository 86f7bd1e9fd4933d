"""What patterns of ``match`` ask of a value."""

from __future__ import annotations

from typing import Any

from eflows2smk.frontend.core.operations import MatchTest
from eflows2smk.frontend.evaluation.datamodel import find_attribute, is_instance
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.items import get_item
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import MISSING, ClassCell, Library
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed

_ITSELF = (bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple)


def tested(machine: Machine, site: Site, operation: MatchTest, subject: Any, operands: list[Any]) -> Any:
    """What the operation gives for this subject."""
    if isinstance(subject, Computed) or (isinstance(subject, Cell) and isinstance(subject.content, Computed)):
        return machine.residual.operation(site, (subject, *operands))
    match operation.kind:
        case "sequence":
            is_list = isinstance(subject, Cell) and subject.kind in ("list", "deque")
            return is_list or isinstance(subject, tuple | range)
        case "mapping":
            return isinstance(subject, Cell) and subject.kind == "dict"
        case "length":
            return len(subject) if isinstance(subject, tuple | range) else len(subject.content)
        case "keys":
            if any(key not in subject.content for key in operands):
                return None
            return tuple(get_item(machine, site, subject, key) for key in operands)
        case "rest":
            return machine.heap.allocate(
                "dict", {key: value for key, value in subject.content.items() if key not in operands}
            )
    return _of_class(machine, site, subject, operands[0], operation)


def _of_class(machine: Machine, site: Site, subject: Any, cls: Any, operation: MatchTest) -> Any:
    found = is_instance(subject, cls)
    if found is None:
        raise Refused("E302", "the class of what is matched here is not known when compiling")
    if not found:
        return None
    values: list[Any] = []
    if operation.count:
        if isinstance(cls, Library) and cls.real in _ITSELF and operation.count == 1:
            values.append(subject)
        else:
            args: Any = (
                cls.lookup("__match_args__")
                if isinstance(cls, ClassCell)
                else getattr(cls.real, "__match_args__", MISSING)
            )
            if args is MISSING or len(args) < operation.count:
                given = 0 if args is MISSING else len(args)
                raise Raised(
                    TypeError(f"{cls.name}() accepts {given} positional sub-patterns ({operation.count} given)")
                )
            for name in args[: operation.count]:
                value = find_attribute(machine, site, subject, name)
                if value is MISSING:
                    return None
                values.append(value)
    for name in operation.names:
        value = find_attribute(machine, site, subject, name)
        if value is MISSING:
            return None
        values.append(value)
    return tuple(values)
