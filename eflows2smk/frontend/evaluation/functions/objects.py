"""Functions of the library that make functions of functions, or copies of objects."""

from __future__ import annotations

import collections
import copy
import functools
from collections import deque
from collections.abc import Callable
from typing import Any

from eflows2smk.frontend.evaluation import operators
from eflows2smk.frontend.evaluation.calls import call_value
from eflows2smk.frontend.evaluation.conversion import (
    SCALARS,
    NotPlain,
    Plain,
    is_known,
    library_of,
)
from eflows2smk.frontend.evaluation.datamodel import find_attribute, get_attribute, special
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.functions import records
from eflows2smk.frontend.evaluation.items import get_item
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import (
    MISSING,
    Bound,
    ClassCell,
    Descriptor,
    FunctionCell,
    InstanceCell,
    Library,
    Own,
    Partial,
)
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed, with_members


def _residual(machine: Machine, site: Site, *operands: Any) -> Any:
    return machine.residual.operation(site, operands)


def _partial(machine: Machine, site: Site, function: Any, /, *args: Any, **keywords: Any) -> Partial:
    return Partial(function, args, keywords)


def _wraps(machine: Machine, site: Site, wrapped: Any, *_: Any, **__: Any) -> Any:
    return Partial(Library("functools.update_wrapper"), (), {"wrapped": wrapped})


def _update_wrapper(machine: Machine, site: Site, wrapper: Any, wrapped: Any, *_: Any, **__: Any) -> Any:
    if isinstance(wrapper, FunctionCell):
        for name in ("__name__", "__qualname__", "__doc__", "__module__"):
            found = find_attribute(machine, site, wrapped, name)
            if found is not MISSING:
                machine.heap.set_key(wrapper, name, found)
        if isinstance(wrapped, FunctionCell):
            for name, value in wrapped.content.items():
                machine.heap.set_key(wrapper, name, value)
        machine.heap.set_key(wrapper, "__wrapped__", wrapped)
    return wrapper


# `functools.total_ordering`: what each comparison is by the first of these that a class has, as (method of the
# operands, whether that is negated, what joins it with an equality, whether the equality is negated).
_DERIVED: dict[str, dict[str, tuple[bool, str, bool]]] = {
    "__lt__": {"__gt__": (True, "and", True), "__le__": (False, "or", False), "__ge__": (True, "", False)},
    "__le__": {"__ge__": (True, "or", False), "__lt__": (False, "and", True), "__gt__": (True, "", False)},
    "__gt__": {"__lt__": (True, "and", True), "__ge__": (False, "or", False), "__le__": (True, "", False)},
    "__ge__": {"__le__": (True, "or", False), "__gt__": (False, "and", True), "__lt__": (True, "", False)},
}


class Ordering:
    """A comparison that ``functools.total_ordering`` derives from another one of the class."""

    is_method = True

    def __init__(self, root: str, negated: bool, joined: str, unequal: bool) -> None:
        self.root = root
        self.negated = negated
        self.joined = joined
        self.unequal = unequal


def _total_ordering(machine: Machine, site: Site, cls: Any, /) -> Any:
    if not isinstance(cls, ClassCell):
        return _residual(machine, site, cls)
    root = next((name for name in _DERIVED if cls.lookup(name) is not MISSING), None)
    if root is None:
        raise Raised(ValueError("must define at least one ordering operation: < > <= >="))
    for name, how in _DERIVED[root].items():
        if cls.lookup(name) is MISSING:
            machine.heap.set_key(cls, name, Ordering(root, *how))
    return cls


def call_ordering(machine: Machine, site: Site, callee: Ordering, args: Any, kwargs: Any) -> Any:
    one, other = args
    found = call_value(machine, site, get_attribute(machine, site, one, callee.root), [other], {})
    if found is NotImplemented:
        return found
    truth = operators.truth_of(machine, site, found)
    if isinstance(truth, Computed):
        return machine.residual.operation(site, (one, other))
    holds = truth is not callee.negated
    if not callee.joined or holds is (callee.joined == "or"):
        return holds
    return operators.compare(machine, site, "!=" if callee.unequal else "==", one, other)


class Cached:
    """``functools.lru_cache`` or ``cache`` around a function; results are kept by the arguments."""

    is_method = True

    def __init__(self, function: Any, results: Cell) -> None:
        self.function = function
        self.results = results


def _cache(machine: Machine, site: Site, function: Any, /) -> Cached:
    return Cached(function, machine.heap.allocate("dict", {}))


def _lru_cache(machine: Machine, site: Site, function: Any = None, *_: Any, **__: Any) -> Any:
    if isinstance(function, FunctionCell | Bound):
        return _cache(machine, site, function)
    return Library("functools.cache", functools.cache)


def call_cached(machine: Machine, site: Site, callee: Cached, args: Any, kwargs: Any) -> Any:
    key = (*args, *kwargs.items())
    if callee.results.is_computed:
        raise Refused(
            "E302",
            "whether this call finds a result that is kept is only known when the workflow runs",
            "call the function without 'functools.cache' in loops and branches that only the run decides",
        )
    try:
        if key in callee.results.content:
            return callee.results.content[key]
    except TypeError as error:
        raise Raised(error) from None
    found = call_value(machine, site, callee.function, args, kwargs)
    machine.heap.set_key(callee.results, key, found)
    return found


def of_cached(machine: Machine, site: Site, value: Cached, name: str) -> Any:
    if name == "cache_clear":
        return Own("functools.cache_clear", lambda machine, site: machine.heap.clear(value.results))
    if name == "__wrapped__":
        return value.function
    if name.startswith("cache_"):
        raise Refused("E302", "how often a function was called is not known when compiling")
    return find_attribute(machine, site, value.function, name)


def _attribute_getter(machine: Machine, site: Site, *names: str) -> Any:
    def read(machine: Machine, site: Site, value: Any) -> Any:
        found = []
        for name in names:
            item = value
            for part in name.split("."):
                item = get_attribute(machine, site, item, part)
            found.append(item)
        return found[0] if len(names) == 1 else tuple(found)

    return Own("operator.attrgetter", read)


def _item_getter(machine: Machine, site: Site, *keys: Any) -> Any:
    def read(machine: Machine, site: Site, value: Any) -> Any:
        found = [get_item(machine, site, value, key) for key in keys]
        return found[0] if len(keys) == 1 else tuple(found)

    return Own("operator.itemgetter", read)


def _method_caller(machine: Machine, site: Site, name: str, *args: Any, **kwargs: Any) -> Any:
    def read(machine: Machine, site: Site, value: Any) -> Any:
        return call_value(machine, site, get_attribute(machine, site, value, name), args, kwargs)

    return Own("operator.methodcaller", read)


def _operator(symbol: str) -> Callable[..., Any]:
    def run(machine: Machine, site: Site, left: Any, right: Any, /) -> Any:
        if symbol in operators.BINARY:
            return operators.binary(machine, site, symbol, left, right)
        return operators.compare(machine, site, symbol, left, right)

    return run


def _descriptor(kind: str) -> Callable[..., Any]:
    def run(
        machine: Machine, site: Site, function: Any = None, fset: Any = None, fdel: Any = None, doc: Any = None
    ) -> Any:
        return Descriptor(kind, function, fset, fdel)

    return run


def _unchanged(machine: Machine, site: Site, value: Any, *_: Any, **__: Any) -> Any:
    return value


def _abstract(machine: Machine, site: Site, function: Any, /) -> Any:
    target = function.function if isinstance(function, Descriptor) else function
    if isinstance(target, FunctionCell):
        machine.heap.set_key(target, "__isabstractmethod__", True)
    return function


def _copy(machine: Machine, site: Site, value: Any, /) -> Any:
    if isinstance(value, Computed) or (isinstance(value, Cell) and isinstance(value.content, Computed)):
        return _residual(machine, site, value)
    if isinstance(value, InstanceCell):
        method = special(machine, value, "__copy__")
        if method is not MISSING:
            return call_value(machine, site, method, [], {})
        made = machine.heap.allocate_as(InstanceCell, "instance", dict(value.content))
        made.cls = value.cls
        made.base = _copy(machine, site, value.base) if isinstance(value.base, Cell) else value.base
        return made
    if isinstance(value, Cell) and value.kind in ("list", "dict", "set", "deque"):
        return machine.heap.allocate(value.kind, value.content.copy())
    if isinstance(value, Cell) and value.kind in ("object", "array"):
        return machine.heap.allocate(value.kind, copy.copy(value.content))
    return value


def _deep_copy(machine: Machine, site: Site, value: Any, memo: Any = None, /) -> Any:
    if not is_known(value) and not isinstance(value, Cell | tuple):
        return _residual(machine, site, value)
    if is_known(value) or machine.residual.is_enclosed:
        return _deep(machine, site, value, {})
    # The copies of its computed parts are made by one call in the run.
    token = machine.residual.encloses(site)
    try:
        made = _deep(machine, site, value, {})
    except BaseException:
        machine.residual.abandoned(token)
        raise
    return machine.residual.enclosed(token, made)


def _deep(machine: Machine, site: Site, value: Any, made: dict[int, Any]) -> Any:
    if id(value) in made:
        return made[id(value)]
    if isinstance(value, Computed) or (isinstance(value, Cell) and isinstance(value.content, Computed)):
        new = made[id(value)] = _residual(machine, site, value)
        if isinstance(value, Computed) and value.region is not None and new.region is not None:
            # What shares parts does so in the copy as well.
            machine.heap.share(new, made.setdefault(id(value.region.find()), new.region))
        return new
    heap = machine.heap
    if isinstance(value, tuple):
        return with_members(value, [_deep(machine, site, item, made) for item in value])
    if isinstance(value, Bound | Partial) and not all(map(_is_alone, _held_by(value))):
        raise Refused("E302", "a function with an object of its own is copied here", "copy the object itself")
    if isinstance(value, InstanceCell):
        method = special(machine, value, "__deepcopy__")
        if method is not MISSING:
            return call_value(machine, site, method, [heap.allocate("dict", {})], {})
        if "__enum_name__" in value.content:
            return value
        new = made[id(value)] = heap.allocate_as(InstanceCell, "instance", {})
        new.cls = value.cls
        new.base = _deep(machine, site, value.base, made)
        for name, item in value.content.items():
            heap.set_key(new, name, _deep(machine, site, item, made))
        return new
    if isinstance(value, Cell) and value.kind in ("list", "deque"):
        cell = made[id(value)] = heap.allocate(value.kind, value.content.copy())
        items = [_deep(machine, site, item, made) for item in value.content]
        heap.replace(cell, deque(items, value.content.maxlen) if value.kind == "deque" else items)
        return cell
    if isinstance(value, Cell) and value.kind == "dict":
        cell = made[id(value)] = heap.allocate("dict", value.content.copy())
        content = value.content.copy()
        content.clear()
        for key, item in value.content.items():
            content[_deep(machine, site, key, made)] = _deep(machine, site, item, made)
        heap.replace(cell, content)
        return cell
    if isinstance(value, Cell) and value.kind == "set":
        return heap.allocate("set", {_deep(machine, site, item, made) for item in value.content})
    if isinstance(value, Cell) and value.kind in ("object", "array"):
        return heap.allocate(value.kind, copy.deepcopy(value.content))
    return value


def _held_by(value: Bound | Partial) -> list[Any]:
    if isinstance(value, Bound):
        return [value.owner]
    return [value.function, *value.args, *value.keywords.values()]


def _is_alone(value: Any) -> bool:
    """Whether a deep copy of it is the value itself."""
    return type(value) in SCALARS or isinstance(value, FunctionCell | ClassCell | Library)


def _named_tuple(machine: Machine, site: Site, name: Any, fields: Any, **options: Any) -> Any:
    plain = Plain()
    try:
        real = collections.namedtuple(  # type: ignore[misc]
            plain.of(name), plain.of(fields), **{k: plain.of(v) for k, v in options.items()}
        )
    except NotPlain:
        raise Refused("E302", "the fields of this named tuple are not known when compiling") from None
    except Exception as error:
        raise Raised(error) from None
    real.__module__ = site.frame.module.name
    return library_of(real)


def _auto(machine: Machine, site: Site) -> Any:
    return Library("enum.auto()")


_SYMBOLS = {
    "add": "+",
    "sub": "-",
    "mul": "*",
    "truediv": "/",
    "floordiv": "//",
    "mod": "%",
    "pow": "**",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "builtins.property": _descriptor("property"),
    "builtins.staticmethod": _descriptor("staticmethod"),
    "builtins.classmethod": _descriptor("classmethod"),
    "collections.namedtuple": _named_tuple,
    "functools.partial": _partial,
    "functools.wraps": _wraps,
    "functools.update_wrapper": _update_wrapper,
    "functools.cache": _cache,
    "functools.lru_cache": _lru_cache,
    "functools.cached_property": _descriptor("cached_property"),
    "functools.total_ordering": _total_ordering,
    "operator.attrgetter": _attribute_getter,
    "operator.itemgetter": _item_getter,
    "operator.methodcaller": _method_caller,
    **{f"operator.{name}": _operator(symbol) for name, symbol in _SYMBOLS.items()},
    "copy.copy": _copy,
    "copy.deepcopy": _deep_copy,
    "dataclasses.dataclass": records.as_dataclass,
    "dataclasses.field": records.as_field,
    "dataclasses.replace": records.replace,
    "dataclasses.asdict": records.as_dict,
    "dataclasses.astuple": records.as_tuple,
    "abc.abstractmethod": _abstract,
    "enum.auto": _auto,
    "enum.unique": _unchanged,
}
