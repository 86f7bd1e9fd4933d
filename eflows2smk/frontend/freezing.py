"""From a value of the evaluator to what an argument holds in the workflow graph: a snapshot, with artefacts in it."""

from __future__ import annotations

import copy
import enum
import pickle
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from eflows2smk.frontend.computed.symbols import Grown, Symbol
from eflows2smk.frontend.errors import Poisoned, Refusal
from eflows2smk.frontend.raised import stand_ins
from eflows2smk.frontend.values import Dropped, Function, Future, Opaque, Record, Unknown, UserClass, stale
from eflows2smk.workflow.model import Artefact, Constant
from eflows2smk.workflow.text import Text

# "module:qualname" of a class or function, as a job imports it. Raises Refusal for one that no job could import.
NameOf = Callable[[Any], str]


class PendingValue(Exception):
    """The value belongs to a host segment that still grows."""


SCALARS = frozenset({str, Text, int, float, bool, type(None), complex, bytes, type(...)})


def freeze(value: Any, promoted: Mapping[int, Future], name_of: NameOf) -> Any:
    """A copy of the value as the invocation sees it now; raises Refusal for what no job could be given."""
    kind = type(value)
    if kind in SCALARS:
        return value
    if promoted and id(value) in promoted:
        value = promoted[id(value)]
        kind = type(value)
    if kind is Future:
        return _artefact(value)
    if kind is Symbol:
        return value.index
    if kind is Grown:
        return value.held(lambda item: freeze(item, promoted, name_of))
    if kind is list:
        return [freeze(item, promoted, name_of) for item in value]
    if kind is tuple:
        return tuple(freeze(item, promoted, name_of) for item in value)
    if kind is dict:
        return {_key(key, name_of): freeze(item, promoted, name_of) for key, item in value.items()}
    if kind is Unknown:
        raise Poisoned(value.reason)
    if kind is Record:
        return _record(value, promoted, name_of)
    if kind is Dropped:
        value.refuse("this argument")
    if kind in (Function, UserClass, enum.EnumType):
        return Constant(name_of(value), how="reference")
    if isinstance(value, enum.Enum):
        return Constant(name_of(kind), {"value": freeze(value.value, promoted, name_of)}, "call")
    if isinstance(value, tuple) and hasattr(kind, "_fields"):
        members = {field: freeze(item, promoted, name_of) for field, item in zip(kind._fields, value, strict=True)}
        return Constant(name_of(kind), members, "call")
    if kind is Opaque:
        raise Refusal(
            "E301",
            f"'{value.name}' is not known when compiling, so it can't be passed to a task",
            help="import or build it inside the task",
        )
    if isinstance(value, PurePath):
        return value
    if isinstance(value, Mapping | list | tuple | set | frozenset) or kind.__module__.partition(".")[0] in _PLAIN:
        return _container(value, promoted, name_of)
    raise Refusal(
        "E331",
        f"an object of type '{kind.__name__}' can't be passed to a task",
        help="pass plain values, or build the object inside of a task",
    )


def _artefact(future: Future) -> Any:
    if future.stale:
        stale(future)
    if future.artefact is None:
        raise PendingValue
    return future.artefact


_PLAIN = (
    "collections",
    "datetime",
    "decimal",
    "fractions",
    "numpy",
    "builtins",
    "argparse",
    "_decimal",
    "random",
    "re",
    "string",
)


def _record(value: Record, promoted: Mapping[int, Future], name_of: NameOf) -> Any:
    if value.future is not None:
        return _artefact(value.future)
    cls = value.cls
    if any(isinstance(base, Opaque) for base in cls.bases):
        raise Refusal(
            "E331",
            f"an object of class '{cls.name}' can't be built when compiling, since its base class is from a library",
            help="build it inside of a task",
        )
    state = {name: freeze(item, promoted, name_of) for name, item in value.state.items()}
    return Constant(name_of(cls), state)


def _key(key: Any, name_of: NameOf) -> Any:
    return freeze(key, {}, name_of) if isinstance(key, enum.Enum | tuple) else key


def _container(value: Any, promoted: Mapping[int, Future], name_of: NameOf) -> Any:
    """Sets, arrays, deques and the like: a copy, or what makes them of their members where these hold futures."""
    members: Any = None
    if isinstance(value, Mapping):
        members = {_key(key, name_of): freeze(item, promoted, name_of) for key, item in value.items()}
    elif isinstance(value, list | tuple | deque):
        members = [freeze(item, promoted, name_of) for item in value]
    if isinstance(value, range):
        return list(value)
    if isinstance(value, set | frozenset):
        found = [freeze(item, promoted, name_of) for item in value]
        if any(True for _ in _computed(found)):
            raise Refusal(
                "E331",
                "results of tasks in a set can't be passed to a task: which of them are equal is not known yet",
                help="pass a list",
            )
        members = found
    if members is None:
        _portable(value)
    if members is None or not any(True for _ in _made(members)):
        return copy.deepcopy(value)
    kind = type(value)
    arguments: dict[str, Any] = {"members": members}
    match value:
        case deque():
            arguments["maxlen"] = value.maxlen
        case defaultdict():
            factory = value.default_factory
            builtin = isinstance(factory, type) and factory.__module__ == "builtins"
            made = Constant(f"builtins:{factory.__name__}", how="reference") if builtin else None  # type: ignore[union-attr]
            arguments = {"factory": made or freeze(factory, promoted, name_of), **arguments}
        case set() | frozenset() | OrderedDict() | Counter():
            pass
        case _:
            raise Refusal(
                "E331",
                f"an object of type '{kind.__name__}' with results of tasks in it can't be passed to a task",
                help="pass a list or a dictionary",
            )
    return Constant(f"{kind.__module__}:{kind.__name__}", arguments, "call")


def _portable(value: Any) -> None:
    """Raises Refusal for what calls functions that only the compiler has, as an iterator over them does."""
    if any(not isinstance(each, str | PurePath) for each in stand_ins([value])):
        raise Refusal(
            "E331",
            f"an object of type '{type(value).__name__}' that works with functions or objects of the program can't be"
            " handed to a job",
            help="make a list of what it gives",
        )


def _computed(held: Any) -> Iterator[Any]:
    return (each for each in _made(held) if not isinstance(each, Constant) or any(_computed(list(each.state.values()))))


def _made(held: Any) -> Iterator[Any]:
    """What in a frozen value is not the program's own value."""
    match held:
        case Artefact() | Constant():
            yield held
        case list() | tuple():
            for item in held:
                yield from _made(item)
        case dict():
            for item in held.values():
                yield from _made(item)
        case _:
            if hasattr(held, "__symbol__"):
                yield held


def alike(one: Any, other: Any) -> bool:
    """Whether two frozen values are the same; what has no notion of that is not."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    match one:
        case list() | tuple():
            return len(one) == len(other) and all(map(alike, one, other))
        case dict():
            return list(one) == list(other) and all(map(alike, one.values(), other.values()))
        case Constant():
            return (one.cls, one.how) == (other.cls, other.how) and alike(dict(one.state), dict(other.state))
        case str():
            return bool(one == other)
        case Artefact():
            return False
        case _:
            try:
                return pickle.dumps(one) == pickle.dumps(other)
            except (pickle.PicklingError, TypeError, AttributeError):
                return False
