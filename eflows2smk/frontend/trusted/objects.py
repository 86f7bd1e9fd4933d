"""Builtins that ask what a value is, for plain Python values and for the evaluator's own."""

from __future__ import annotations

import argparse
import copy
import os
import sys
import types
from collections import ChainMap, OrderedDict, defaultdict, deque
from typing import TYPE_CHECKING, Any

from eflows2smk.frontend.trusted.errors import Untrusted
from eflows2smk.frontend.trusted.methods import method
from eflows2smk.frontend.values import (
    MISSING,
    ApiModule,
    Bound,
    Descriptor,
    Function,
    Future,
    LibraryModule,
    Opaque,
    Record,
    Unknown,
    UserClass,
    UserModule,
)
from eflows2smk.workflow.text import Text

if TYPE_CHECKING:
    from eflows2smk.frontend.trusted.world import World

_OPEN = (argparse.Namespace, types.SimpleNamespace)


def read_attribute(value: Any, name: str) -> Any:
    """The attribute of a value, where no evaluator is at hand; raises AttributeError."""
    if isinstance(value, Record):
        return _record_attribute(value, name)
    if isinstance(value, Future | Unknown):
        value.refuse(f"the attribute '.{name}'")
    if isinstance(value, UserClass | Function) and name == "__name__":
        return value.name
    found = value.lookup(name) if isinstance(value, UserClass) else method(value, name)
    if found is MISSING:
        raise AttributeError(f"'{type(value).__name__}' object has no attribute '{name}'")
    return found


def _record_attribute(value: Record, name: str) -> Any:
    if value.future is not None:
        value.future.refuse(f"the attribute '.{name}'")
    found = value.cls.lookup(name)
    if isinstance(found, Descriptor) and found.kind == "property":
        return found.function(value)
    if name in value.state:
        return value.state[name]
    if found is MISSING:
        raise AttributeError(f"'{value.cls.name}' object has no attribute '{name}'")
    if isinstance(found, Descriptor):
        return found.function if found.kind == "staticmethod" else Bound(found.function, value.cls)
    return Bound(found, value) if isinstance(found, Function) else found


# --- classes --------------------------------------------------------------------------------------


def is_instance(value: Any, classes: Any) -> bool:
    """``isinstance``."""
    if isinstance(value, Future | Unknown):
        value.refuse("a type test")
    if isinstance(classes, tuple):
        return any(is_instance(value, cls) for cls in classes)
    if isinstance(value, Record):
        return _derives(value.cls, classes)
    if isinstance(classes, Opaque):
        return _is_of(value, classes)
    if isinstance(classes, UserClass):
        return False
    kind = _kind_of(value)
    if isinstance(classes, type):
        return issubclass(kind, classes)
    return isinstance(value, classes) if kind is type(value) else _one_of(kind, classes)


def _is_of(value: Any, cls: Opaque) -> bool:
    """No value that is known when compiling is of a class that only some other library has."""
    if cls.name.partition(".")[0] in sys.stdlib_module_names:
        raise Untrusted(f"isinstance() with {cls.name}", "the compiler does not know the class")
    return False


def _one_of(kind: type, classes: Any) -> bool:
    if not isinstance(classes, types.UnionType):
        raise Untrusted("isinstance()", "what it compares with is no class that is known")
    return any(issubclass(kind, each) for each in classes.__args__ if isinstance(each, type))


_KINDS: dict[type, type] = {
    Function: types.FunctionType,
    Bound: types.MethodType,
    UserClass: type,
    UserModule: types.ModuleType,
    LibraryModule: types.ModuleType,
    ApiModule: types.ModuleType,
}


def _kind_of(value: Any) -> type:
    """The type that the value has in plain Python; raises Untrusted where its stand-in does not tell."""
    kind = type(value)
    if kind in _KINDS and not getattr(value, "altered", False):
        return _KINDS[kind]
    if kind is Text:
        return str
    if isinstance(value, os.PathLike) or not (kind.__module__ or "").startswith("eflows2smk.frontend"):
        return kind
    raise Untrusted("the type of this", "the compiler knows what it does, and not of which type it is")


def is_subclass(cls: Any, classes: Any) -> bool:
    """``issubclass``."""
    if isinstance(classes, tuple):
        return any(is_subclass(cls, other) for other in classes)
    if isinstance(cls, UserClass):
        return _derives(cls, classes)
    return not isinstance(classes, UserClass | Opaque) and issubclass(cls, classes)


def _derives(cls: UserClass, other: Any) -> bool:
    if isinstance(other, UserClass):
        return cls.derives(other)
    if isinstance(other, types.UnionType):
        return any(_derives(cls, part) for part in other.__args__)
    for base in cls.bases:
        if isinstance(base, UserClass) and _derives(base, other):
            return True
        if isinstance(base, Opaque) and isinstance(other, Opaque):
            return base.name == other.name
        if isinstance(base, type) and isinstance(other, type) and issubclass(base, other):
            return True
    # An abstract base class such as Iterable asks which methods there are.
    wanted = getattr(other, "__abstractmethods__", ())
    return other is object or (bool(wanted) and all(cls.lookup(name) is not MISSING for name in wanted))


def type_of(value: Any, *more: Any) -> Any:
    """``type`` with one argument."""
    if more:
        raise Untrusted("type() with three arguments", "classes are made by class statements only")
    if isinstance(value, Future | Unknown):
        value.refuse("its type")
    if isinstance(value, Record):
        return value.cls
    return _kind_of(value)


def is_callable(value: Any) -> bool:
    """``callable``."""
    if isinstance(value, Future | Unknown):
        value.refuse("a type test")
    if isinstance(value, Opaque):
        raise Untrusted(f"callable({value.name})", "it is not imported when a program is compiled")
    if isinstance(value, Record):
        return value.cls.lookup("__call__") is not MISSING
    return callable(value)


# --- attributes by name ---------------------------------------------------------------------------


def get_attribute(world: World, value: Any, name: str, *default: Any) -> Any:
    """``getattr``."""
    try:
        return world.get_attribute(value, name)
    except AttributeError:
        if default:
            return default[0]
        raise


def has_attribute(world: World, value: Any, name: str) -> bool:
    """``hasattr``."""
    return get_attribute(world, value, name, MISSING) is not MISSING


def set_attribute(value: Any, name: str, new: Any) -> None:
    """``setattr`` of records and namespaces."""
    _names_of(value)[str(name)] = new


def variables(*values: Any) -> dict[str, Any]:
    """``vars`` of a record or a namespace."""
    if len(values) != 1:
        raise Untrusted("vars() without an argument", "it depends on how the program is run")
    return _names_of(values[0])


def _names_of(value: Any) -> dict[str, Any]:
    if isinstance(value, Future | Unknown):
        value.refuse("its attributes")
    if isinstance(value, Record):
        if value.future is not None:
            value.future.refuse("its attributes")
        return value.state
    if isinstance(value, _OPEN):
        return value.__dict__
    raise Untrusted(f"the attributes of a '{type(value).__name__}' object", "they can't be listed or set")


def attrgetter(world: World, *names: str) -> Any:
    """``operator.attrgetter``."""

    def read(value: Any) -> Any:
        found = tuple(_along(world, value, name) for name in names)
        return found[0] if len(names) == 1 else found

    return read


def _along(world: World, value: Any, names: str) -> Any:
    for name in names.split("."):
        value = world.get_attribute(value, name)
    return value


def methodcaller(world: World, name: str, *args: Any, **kwargs: Any) -> Any:
    """``operator.methodcaller``."""
    from eflows2smk.frontend.trusted.calls import call

    return lambda value: call(world, world.get_attribute(value, name), list(args), kwargs)


# --- copies ---------------------------------------------------------------------------------------


def shallow_copy(value: Any) -> Any:
    """``copy.copy``."""
    if isinstance(value, Record):
        return _copied_record(value, dict(value.state))
    return _computed_copy(value) if isinstance(value, Future) else value if _is_shared(value) else copy.copy(value)


def deep_copy(value: Any, memo: dict[int, Any] | None = None) -> Any:
    """``copy.deepcopy``; two lists that share a member still share it afterwards."""
    memo = {} if memo is None else memo
    if id(value) in memo:
        return memo[id(value)]
    made: Any
    if isinstance(value, Future):
        made = _computed_copy(value)
    elif isinstance(value, Record):
        made = memo[id(value)] = _copied_record(value, {})
        made.state.update({name: deep_copy(item, memo) for name, item in value.state.items()})
    elif _is_shared(value):
        made = value
    elif type(value) is list:
        made = memo[id(value)] = []
        made.extend(deep_copy(item, memo) for item in value)
    elif type(value) in (dict, OrderedDict, defaultdict):
        made = memo[id(value)] = copy.copy(value)
        made.clear()
        made.update({deep_copy(key, memo): deep_copy(item, memo) for key, item in value.items()})
    elif type(value) in (tuple, set, frozenset):
        made = type(value)(deep_copy(item, memo) for item in value)
    elif type(value) is deque:
        made = memo[id(value)] = deque((), value.maxlen)
        made.extend(deep_copy(item, memo) for item in value)
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        made = type(value)(*(deep_copy(item, memo) for item in value))
    elif isinstance(value, ChainMap):
        made = ChainMap(*(deep_copy(item, memo) for item in value.maps))
    elif isinstance(value, _OPEN):
        made = type(value)(**deep_copy(value.__dict__, memo))
    else:
        made = copy.deepcopy(value)
    memo[id(value)] = made
    return made


def _is_shared(value: Any) -> bool:
    """Whether copies of it are itself: strings, and the evaluator's functions, classes and modules."""
    return isinstance(value, str | Unknown) or type(value).__module__.startswith("eflows2smk.")


def _computed_copy(value: Future) -> Future:
    """A copy of a computed value: it holds the same now, and is changed alone."""
    return Future(value.artefact, value.label)


def _copied_record(value: Record, state: dict[str, Any]) -> Record:
    made = Record(value.cls)
    made.state = state
    if value.future is not None:
        made.future = _computed_copy(value.future)
    return made


# --- decorators -----------------------------------------------------------------------------------


def as_property(function: Any = None, setter: Any = None) -> Descriptor:
    """``property``."""
    return Descriptor("property", function, setter)


def as_staticmethod(function: Any) -> Descriptor:
    """``staticmethod``."""
    return Descriptor("staticmethod", function)


def as_classmethod(function: Any) -> Descriptor:
    """``classmethod``."""
    return Descriptor("classmethod", function)


def as_dataclass(cls: Any = None, /, **options: Any) -> Any:
    """``dataclasses.dataclass``, as a decorator or with options."""
    from eflows2smk.frontend.classes import DataclassDecorator, dataclass

    return DataclassDecorator(**options) if cls is None else dataclass(cls)


def as_field(**options: Any) -> Any:
    """``dataclasses.field``."""
    from eflows2smk.frontend.classes import FieldDefault

    return FieldDefault(**options)


def unchanged(value: Any) -> Any:
    """A decorator that only marks what it decorates."""
    return value


def wraps(wrapped: Any, *_: Any, **__: Any) -> Any:
    """``functools.wraps``: names and documentation of a function do not matter to a workflow."""
    return unchanged


def update_wrapper(wrapper: Any, wrapped: Any, *_: Any, **__: Any) -> Any:
    """``functools.update_wrapper``."""
    return wrapper
