"""Which values may call tasks, and which names stand for such values as the program runs.

`Reach` tells by the program's text whether a piece reaches a task; what a parameter or a variable stands for is only
known when it is bound.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping
from itertools import islice
from types import GeneratorType
from typing import Any

from eflows2smk.frontend.core.flows import Attribute
from eflows2smk.frontend.core.operations import Code
from eflows2smk.frontend.core.variables import Variable
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import Bound, FunctionCell, Partial
from eflows2smk.frontend.heap.cells import Cell

# Of how many members of a container it is looked whether they are functions.
MEMBERS = 64

_PLAIN = frozenset({int, float, str, bool, type(None), bytes, complex})


def notice(machine: Machine, holder: Variable | Attribute, value: Any) -> None:
    """A name is bound to a value: where that is mentioned a task is reached, if the value may call one."""
    if type(value) is FunctionCell and value.code.name == holder.name:
        # Its definition is a part of the text.
        return
    if type(value) not in _PLAIN and carries(machine, value):
        machine.reach.add_holder(holder)


def notice_all(machine: Machine, code: Code, names: Mapping[str, Any]) -> None:
    """The parameters of a code get values."""
    for name, value in names.items():
        if type(value) not in _PLAIN and carries(machine, value):
            machine.reach.add_holder(Variable(code, name))


def carries(machine: Machine, value: Any) -> bool:
    """Whether a value, or a member of it, is a task or a function that may call one."""
    if calls_tasks(machine, value):
        return True
    members = islice(_members(value), MEMBERS)
    return any(type(each) not in _PLAIN and calls_tasks(machine, each) for each in members)


def calls_tasks(machine: Machine, value: Any) -> bool:
    if hasattr(type(value), "decorations"):
        return True
    match value:
        case FunctionCell():
            return machine.reach.reaches(value.code.body)
        case Bound():
            return calls_tasks(machine, value.function)
        case Partial():
            return any(calls_tasks(machine, each) for each in (value.function, *value.args, *value.keywords.values()))
    return False


def _members(value: Any) -> Iterable[Any]:
    if isinstance(value, tuple):
        return value
    if type(value) is Cell:
        if value.kind in ("list", "deque"):
            return value.content if not value.is_computed else ()
        if value.kind == "dict":
            return value.content.values() if not value.is_computed else ()
    return ()


def may_call_tasks(machine: Machine, iterator: Any) -> bool:
    """Whether tasks may be called when the next value of an iterator is asked for."""
    waiting, seen = [iterator], set[int]()
    while waiting:
        each = waiting.pop()
        content = each.content if isinstance(each, Cell) and each.kind == "iterator" else each
        if id(content) in seen:
            continue
        seen.add(id(content))
        code = getattr(getattr(content, "frame", None), "code", None) or getattr(content, "code", None)
        if isinstance(code, Code) and machine.reach.reaches(code.body):
            return True
        if hasattr(type(content), "decorations"):
            return True
        if isinstance(content, GeneratorType) and content.gi_frame is not None:
            waiting += content.gi_frame.f_locals.values()
        elif hasattr(type(content), "__next__") and type(content).__module__ in ("builtins", "itertools"):
            # An iterator over others.
            waiting += gc.get_referents(content)
    return False
