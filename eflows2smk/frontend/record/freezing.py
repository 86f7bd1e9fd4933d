"""From a value of the program to what an argument holds in the workflow graph: a snapshot, with artefacts in it."""

from __future__ import annotations

import copy
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from eflows2smk.frontend.evaluation.conversion import SCALARS, NotPlain, Plain
from eflows2smk.frontend.evaluation.datamodel import type_name
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.symbols import Symbol
from eflows2smk.frontend.evaluation.values import (
    MISSING,
    ClassCell,
    FunctionCell,
    InstanceCell,
    Library,
    Refusing,
    Unknowable,
)
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.record.job_names import job_name
from eflows2smk.frontend.record.stores import Stores
from eflows2smk.frontend.record.tasks import TaskValue
from eflows2smk.frontend.trusted.silent import SilentHandler, SilentLogger
from eflows2smk.workflow.model import Artefact, Constant
from eflows2smk.workflow.text import Index

# Bits of a number that Python still writes as text: it stops at 4300 digits.
LONGEST = 14_000


@dataclass(frozen=True, slots=True, eq=False)
class Freezer:
    """machine: for the names of what the program defines. stores: for what is computed."""

    machine: Machine
    stores: Stores

    def __call__(self, value: Any) -> Any:
        """A copy of the value as an invocation sees it now. Raises Refused for what no job could be given."""
        kind = type(value)
        if kind is int and value.bit_length() > LONGEST:
            raise Refused(
                "E312",
                f"a number of {value.bit_length():,} bits is too large to be written in the workflow",
                "compute it in a @task function",
            )
        if kind in SCALARS:
            return list(value) if kind is range else value
        if kind is Computed:
            return self.stores.artefact(value)
        handler = _FREEZE.get(kind)
        if handler is not None:
            return handler(self, value)
        if isinstance(value, Cell):
            return _cell(self, value)
        if isinstance(value, tuple) and hasattr(kind, "_fields"):
            members = {field: self(item) for field, item in zip(kind._fields, value, strict=True)}
            return Constant(job_name(self.machine, kind), members, "call")
        if isinstance(value, PurePath):
            return value
        if isinstance(value, list | dict):
            # What decorators say, which is Python's own.
            return {key: self(item) for key, item in value.items()} if isinstance(value, dict) else [*map(self, value)]
        return _real(value)


def _tuple(freeze: Freezer, value: tuple[Any, ...]) -> Any:
    return tuple([freeze(item) for item in value])


def _frozen_set(freeze: Freezer, value: frozenset[Any]) -> Any:
    return _set(freeze, value, frozenset)


def _reference(freeze: Freezer, value: Any) -> Any:
    known = freeze.stores.known(value) if isinstance(value, FunctionCell) else None
    if known is not None:
        return known
    return Constant(job_name(freeze.machine, value), how="reference")


def _library(freeze: Freezer, value: Library) -> Any:
    if isinstance(value.real, type) or type(value.real).__name__ in ("function", "builtin_function_or_method"):
        return value.real
    # A job gets at it as the program does.
    return Constant(value.name, how="reference")


def _refusing(freeze: Freezer, value: Refusing) -> Any:
    raise Refused("", "", reported=value.reason)


def _unknowable(freeze: Freezer, value: Unknowable) -> Any:
    freeze.machine.report(value.reason)
    raise Refused("", "", reported=value.reason)


def _symbol(freeze: Freezer, value: Symbol) -> Index:
    return Index(value.domain.name, value.offset, value.factor)


def _cell(freeze: Freezer, cell: Cell) -> Any:
    if cell.is_computed:
        return freeze.stores.artefact(cell)
    content = cell.content
    match cell.kind:
        case "list":
            return [freeze(item) for item in content]
        case "dict":
            return _dict(freeze, content)
        case "set":
            return _set(freeze, content, set)
        case "deque":
            members = [freeze(item) for item in content]
            if not _any(members):
                return deque(members, content.maxlen)
            return Constant("collections:deque", {"members": members, "maxlen": content.maxlen}, "call")
        case "array" | "object":
            return _real(content)
    raise _unfit(cell)


def _dict(freeze: Freezer, content: Any) -> Any:
    members = {_key(freeze, key): freeze(item) for key, item in content.items()}
    if type(content) is dict:
        return members
    if isinstance(content, defaultdict):
        factory: Any = content.default_factory
        if isinstance(factory, Library | ClassCell | FunctionCell):
            factory = freeze(factory)
        elif factory is not None and not isinstance(factory, type):
            factory = freeze(factory.function)
        if isinstance(factory, type) and _any(members):
            factory = Constant(f"{factory.__module__}:{factory.__qualname__}", how="reference")
        if isinstance(factory, Constant) or _any(members):
            return Constant("collections:defaultdict", {"factory": factory, "members": members}, "call")
        return defaultdict(factory, members)
    made: Any = OrderedDict if isinstance(content, OrderedDict) else Counter
    if _any(members):
        return Constant(f"collections:{made.__name__}", {"members": members}, "call")
    return made(members)


def _key(freeze: Freezer, key: Any) -> Any:
    return key if type(key) in SCALARS else freeze(key)


def _set(freeze: Freezer, content: Any, made: type) -> Any:
    members = [freeze(item) for item in content]
    if any(True for _ in _artefacts(members)):
        raise Refused(
            "E331",
            "results of tasks in a set can't be passed to a task: which of them are equal is not known yet",
            "pass a list",
        )
    if _any(members):
        return Constant(f"builtins:{made.__name__}", {"members": members}, "call")
    return made(members)


def _instance(freeze: Freezer, value: InstanceCell) -> Any:
    if value.is_computed:
        return freeze.stores.artefact(value)
    cls = value.cls
    if "__enum_name__" in value.content:
        return Constant(job_name(freeze.machine, cls), {"value": freeze(value.content["value"])}, "call")
    if any(cls.module is module for module in freeze.machine.standins.values()):
        raise Refused(
            "E331",
            f"a '{cls.name}' can't be handed to a job, nor to plain Python that the workflow runs",
            "use a list or a collections.deque",
        )
    if value.base is not MISSING or any(isinstance(base, Library) and base.real is MISSING for base in cls.mro):
        raise Refused(
            "E331",
            f"an object of class '{cls.name}' can't be built when compiling, since its base class is from a library",
            "build it inside of a task",
        )
    return Constant(job_name(freeze.machine, cls), {name: freeze(item) for name, item in value.content.items()})


# Modules whose real objects are plain values: they can be copied, and stored for a job.
_PLAIN = frozenset(
    "collections datetime decimal fractions numpy builtins argparse _decimal random re string types uuid".split()
)


def _real(value: Any) -> Any:
    """A real object of a library."""
    if isinstance(value, SilentLogger):
        return Constant("logging:getLogger", {"name": value.name}, "call")
    if isinstance(value, SilentHandler):
        return Constant("logging:NullHandler", {}, "call")
    if type(value).__module__.partition(".")[0] not in _PLAIN:
        raise _unfit(value)
    if isinstance(value, BaseException):
        return _exception(value)
    try:
        return copy.deepcopy(Plain().of(value))
    except NotPlain:
        return copy.deepcopy(value)


def _exception(value: BaseException) -> BaseException:
    """An exception of Python's that was handled, without the places that it came through."""
    is_alone = value.__cause__ is None and not getattr(value, "__notes__", None)
    if not is_alone or not all(type(each) in SCALARS for each in value.args):
        raise _unfit(value)
    return type(value)(*value.args)


def _unfit(value: Any) -> Refused:
    return Refused(
        "E331",
        f"an object of type '{type_name(value)}' can't be passed to a task",
        "pass plain values, or build the object inside of a task",
    )


_FREEZE: dict[type, Callable[[Freezer, Any], Any]] = {
    tuple: _tuple,
    frozenset: _frozen_set,
    InstanceCell: _instance,
    FunctionCell: _reference,
    ClassCell: _reference,
    TaskValue: _reference,
    Library: _library,
    Refusing: _refusing,
    Unknowable: _unknowable,
    Symbol: _symbol,
}


def _any(held: Any) -> bool:
    """Whether something in a frozen value is not Python's own value."""
    return any(True for _ in _made(held))


def _artefacts(held: Any) -> Iterator[Artefact]:
    for each in _made(held):
        if isinstance(each, Constant):
            yield from _artefacts(list(each.state.values()))
        else:
            yield each


def _made(held: Any) -> Iterator[Any]:
    match held:
        case Artefact() | Constant():
            yield held
        case list() | tuple():
            for item in held:
                yield from _made(item)
        case dict():
            for item in held.values():
                yield from _made(item)
