"""Members of the program's flags: what ``|``, ``&``, ``^`` and ``~`` make of them."""

from __future__ import annotations

import operator
from typing import Any

from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import MISSING, ClassCell, InstanceCell, Library

_COMBINING = {"|": operator.or_, "&": operator.and_, "^": operator.xor}


def combined(machine: Machine, symbol: str, left: Any, right: Any) -> Any:
    """A member that two members of one class make; MISSING for what is no such, or has no name."""
    if symbol not in _COMBINING or not isinstance(left, InstanceCell) or not isinstance(right, InstanceCell):
        return MISSING
    if left.cls is not right.cls or not is_flag(left.cls):
        return MISSING
    return _member(machine, left.cls, _COMBINING[symbol](left.content["value"], right.content["value"]))


def inverted(machine: Machine, member: InstanceCell) -> Any:
    """``~member``: all others."""
    every = 0
    for name in member.cls.content["__members__"]:
        every |= member.cls.content[name].content["value"]
    return _member(machine, member.cls, every & ~member.content["value"])


def is_flag(cls: ClassCell) -> bool:
    return any(isinstance(base, Library) and base.name in ("enum.Flag", "enum.IntFlag") for base in cls.mro)


def _member(machine: Machine, cls: ClassCell, value: int) -> Any:
    members = [cls.content[name] for name in cls.content["__members__"]]
    known = {each.content["value"]: each for each in (*members, *machine.flags.get(cls, {}).values())}
    if value in known:
        return known[value]
    parts = [each for each in members if each.content["value"] & value == each.content["value"] != 0]
    if not parts:
        return MISSING
    heap, name = machine.heap, "|".join(str(each.content["name"]) for each in parts)
    made = heap.allocate_as(InstanceCell, "instance", {}, cls)
    made.cls = cls
    made.base = value if parts[0].base is not MISSING else MISSING
    for attribute, held in (
        ("__enum_name__", name), ("name", name), ("value", value), ("_value_", value), ("_name_", name)
    ):  # fmt: skip
        heap.set_key(made, attribute, held)
    machine.flags.setdefault(cls, {})[value] = made
    return made
