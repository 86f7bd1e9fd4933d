"""Python's own functions and those of the library that ask what the program's values are, or call its functions.

Each gets the machine and the place of the call before its arguments, and leaves to the run what it can't know.
"""

from __future__ import annotations

import builtins
import collections
import copy
import functools
import itertools
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterator
from typing import Any

from eflows2smk.frontend import trusted
from eflows2smk.frontend.evaluation import classes, operators
from eflows2smk.frontend.evaluation.calls import call_value
from eflows2smk.frontend.evaluation.containers import UNKNOWN, get_item
from eflows2smk.frontend.evaluation.conversion import (
    SCALARS,
    NotPlain,
    Plain,
    is_known,
    known,
    library_of,
    name_library,
)
from eflows2smk.frontend.evaluation.datamodel import (
    OBJECT,
    delete_attribute,
    find_attribute,
    get_attribute,
    is_instance,
    is_subclass,
    set_attribute,
    special,
    type_of,
)
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.iteration import items_of, iterator_of
from eflows2smk.frontend.evaluation.libraries import make_container
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.rendering import repr_of, str_of
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import (
    MISSING,
    Bound,
    ClassCell,
    Descriptor,
    FunctionCell,
    InstanceCell,
    Library,
    Method,
    ModuleCell,
    Partial,
    Super,
)
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed


def _residual(machine: Machine, site: Site, *operands: Any) -> Any:
    return machine.residual.operation(site, operands)


# What a value is ------------------------------------------------------------------------------------------------------


def _isinstance(machine: Machine, site: Site, value: Any, cls: Any, /) -> Any:
    found = is_instance(value, cls)
    return _residual(machine, site, value, cls) if found is None else found


def _issubclass(machine: Machine, site: Site, value: Any, cls: Any, /) -> Any:
    if not isinstance(value, ClassCell | Library):
        raise Raised(TypeError("issubclass() arg 1 must be a class"))
    found = is_subclass(value, cls)
    return _residual(machine, site, value, cls) if found is None else found


def _type(machine: Machine, site: Site, value: Any, *more: Any) -> Any:
    if more:
        raise Refused("E302", "classes that 'type' makes can't be compiled", "write a class statement")
    found = type_of(value)
    return _residual(machine, site, value) if found is None else found


def _callable(machine: Machine, site: Site, value: Any, /) -> Any:
    if isinstance(value, Computed) or (isinstance(value, Library) and value.real is MISSING):
        return _residual(machine, site, value)
    if isinstance(value, InstanceCell):
        return value.cls.lookup("__call__") is not MISSING
    if isinstance(value, Library):
        return callable(value.real) or isinstance(value.real, trusted.World)
    return type(value) in machine.call


def _len(machine: Machine, site: Site, value: Any, /) -> Any:
    if isinstance(value, InstanceCell) and not isinstance(value.content, Computed):
        method = special(machine, value, "__len__")
        if method is not MISSING:
            return call_value(machine, site, method, [], {})
        if value.base is not MISSING:
            return _len(machine, site, value.base)
        raise Raised(TypeError(f"object of type '{value.cls.name}' has no len()"))
    if (
        isinstance(value, Cell)
        and value.kind in ("list", "dict", "set", "deque")
        and not isinstance(value.content, Computed)
    ):
        return len(value.content)
    if type(value) in (tuple, frozenset):
        return len(value)
    if isinstance(value, ClassCell) and "__members__" in value.content:
        return len(value.content["__members__"])
    return operators.on_plain(machine, site, len, value)


def _getattr(machine: Machine, site: Site, value: Any, name: Any, *default: Any) -> Any:
    if not isinstance(name, str):
        return _residual(machine, site, value, name, *default)
    if not default:
        return get_attribute(machine, site, value, str(name))
    try:
        found = find_attribute(machine, site, value, str(name))
    except Raised as error:
        if isinstance(error.value, AttributeError):
            return default[0]
        raise
    return default[0] if found is MISSING else found


def _hasattr(machine: Machine, site: Site, value: Any, name: Any, /) -> Any:
    if isinstance(value, Computed) or (isinstance(value, Cell) and isinstance(value.content, Computed)):
        return _residual(machine, site, value, name)
    return _getattr(machine, site, value, name, MISSING) is not MISSING


def _setattr(machine: Machine, site: Site, value: Any, name: Any, new: Any, /) -> None:
    set_attribute(machine, site, value, str(name), new)


def _delattr(machine: Machine, site: Site, value: Any, name: Any, /) -> None:
    delete_attribute(machine, site, value, str(name))


def _vars(machine: Machine, site: Site, *values: Any) -> Any:
    if len(values) != 1:
        raise Refused("E302", "'vars()' without an argument depends on how the program is run")
    (value,) = values
    if isinstance(value, InstanceCell) and not isinstance(value.content, Computed):
        return machine.heap.allocate("dict", dict(value.content))
    if isinstance(value, Cell) and value.kind == "object" and hasattr(value.content, "__dict__"):
        return known(machine.heap, dict(vars(value.content)), {})
    return _residual(machine, site, value)


def _super(machine: Machine, site: Site, *args: Any) -> Any:
    if args:
        cls, owner = args
        return Super(cls, owner)
    frame = site.frame
    found: Any = frame
    while found is not None and (found.function is None or found.function.owner is None):
        found = found.caller if found.code.kind.value in ("lambda", "comprehension") or found.function is None else None
    if found is None:
        raise Raised(RuntimeError("super(): no arguments"))
    names = (*found.code.parameters.positional_only, *found.code.parameters.positional)
    return Super(found.function.owner, found.names.content[names[0]])


def _id(machine: Machine, site: Site, value: Any, /) -> Any:
    return _residual(machine, site, value)


def _hash(machine: Machine, site: Site, value: Any, /) -> Any:
    if type(value) in (int, bool):
        return hash(value)
    return _residual(machine, site, value)


# Text -----------------------------------------------------------------------------------------------------------------


def _str(machine: Machine, site: Site, *args: Any, **kwargs: Any) -> Any:
    if len(args) == 1 and not kwargs:
        from eflows2smk.frontend.evaluation.execution import labels_of

        arguments = getattr(site.operation, "arguments", ())
        label = labels_of(site.frame.code).get(arguments[0].value) if len(arguments) == 1 else None
        return str_of(machine, site, args[0], label)
    return operators.on_plain(machine, site, lambda *given: str(*given, **kwargs), *args)


def _repr(machine: Machine, site: Site, value: Any, /) -> Any:
    return repr_of(machine, site, value)


def _print(machine: Machine, site: Site, *values: Any, **options: Any) -> None:
    machine.residual.prints(site, values, options)


def _int(machine: Machine, site: Site, *args: Any, **kwargs: Any) -> Any:
    return _number(machine, site, int, ("__int__", "__index__"), args, kwargs)


def _float(machine: Machine, site: Site, *args: Any) -> Any:
    return _number(machine, site, float, ("__float__", "__index__"), args, {})


def _bool(machine: Machine, site: Site, *args: Any) -> Any:
    return operators.truth_of(machine, site, args[0]) if args else False


def _number(machine: Machine, site: Site, real: Any, names: tuple[str, ...], args: Any, kwargs: Any) -> Any:
    if len(args) == 1 and isinstance(args[0], InstanceCell):
        for name in names:
            method = special(machine, args[0], name)
            if method is not MISSING:
                return call_value(machine, site, method, [], {})
        if args[0].base is not MISSING:
            return _number(machine, site, real, names, [args[0].base], kwargs)
    return operators.on_plain(machine, site, lambda *given: real(*given, **kwargs), *args)


def _unary_by(real: Callable[..., Any], method: str) -> Callable[..., Any]:
    def run(machine: Machine, site: Site, value: Any, *more: Any) -> Any:
        if isinstance(value, InstanceCell):
            found = special(machine, value, method)
            if found is not MISSING:
                return call_value(machine, site, found, list(more), {})
            value = value.base if value.base is not MISSING else value
        return operators.on_plain(machine, site, real, value, *more)

    return run


# Iteration ------------------------------------------------------------------------------------------------------------


def _iterator(machine: Machine, found: Iterator[Any]) -> Cell:
    return machine.heap.allocate("iterator", found)


def _iter(machine: Machine, site: Site, value: Any, *sentinel: Any) -> Any:
    if sentinel:

        def until() -> Iterator[Any]:
            while True:
                item = call_value(machine, site, value, [], {})
                if operators.equal(machine, site, item, sentinel[0]):
                    return
                yield item

        return _iterator(machine, until())
    if isinstance(value, InstanceCell):
        method = special(machine, value, "__iter__")
        if method is not MISSING:
            return call_value(machine, site, method, [], {})
    found = iterator_of(machine, site, value)
    if found is None:
        return _residual(machine, site, value)
    if isinstance(value, Cell) and value.kind == "iterator":
        return value
    return _iterator(machine, found)


def _next(machine: Machine, site: Site, value: Any, *default: Any) -> Any:
    if isinstance(value, InstanceCell):
        method = special(machine, value, "__next__")
        if method is not MISSING:
            try:
                return call_value(machine, site, method, [], {})
            except Raised as error:
                if default and isinstance(error.value, StopIteration):
                    return default[0]
                raise
    if not isinstance(value, Cell) or value.kind != "iterator" or isinstance(value.content, Computed):
        if isinstance(value, Computed | Cell) and getattr(value, "kind", "") not in ("list", "dict", "set", "deque"):
            return _residual(machine, site, value, *default)
        raise Raised(TypeError("this object is not an iterator"))
    try:
        return next(value.content)
    except StopIteration as end:
        if default:
            return default[0]
        raise Raised(StopIteration(*([] if end.value is None else [end.value]))) from None


def _iterators(machine: Machine, site: Site, values: tuple[Any, ...]) -> list[Iterator[Any]] | None:
    found = [iterator_of(machine, site, value) for value in values]
    return None if any(each is None for each in found) else found  # type: ignore[return-value]


def _lazy(make: Callable[..., Iterator[Any]]) -> Callable[..., Any]:
    """A function of the library that only passes members on."""

    def run(machine: Machine, site: Site, *args: Any, **kwargs: Any) -> Any:
        found = _iterators(machine, site, args)
        if found is None:
            return _residual(machine, site, *args, *kwargs.values())
        return _iterator(machine, operators.really(make, *found, **kwargs))

    return run


def _enumerate(machine: Machine, site: Site, iterable: Any, start: Any = 0) -> Any:
    found = iterator_of(machine, site, iterable)
    if found is None or isinstance(start, Computed):
        return _residual(machine, site, iterable, start)
    return _iterator(machine, enumerate(found, start))


def _zip(machine: Machine, site: Site, *iterables: Any, strict: Any = False) -> Any:
    found = _iterators(machine, site, iterables)
    if found is None:
        return _residual(machine, site, *iterables)

    def pairs() -> Iterator[Any]:
        try:
            yield from zip(*found, strict=bool(strict))
        except ValueError as error:
            raise Raised(error) from None

    return _iterator(machine, pairs())


def _reversed(machine: Machine, site: Site, value: Any, /) -> Any:
    if isinstance(value, InstanceCell):
        method = special(machine, value, "__reversed__")
        if method is not MISSING:
            return call_value(machine, site, method, [], {})
        size = _len(machine, site, value)
        return _iterator(machine, (get_item(machine, site, value, i) for i in range(size - 1, -1, -1)))
    items = items_of(machine, site, value)
    return _residual(machine, site, value) if items is None else _iterator(machine, iter(items[::-1]))


def _map(machine: Machine, site: Site, function: Any, *iterables: Any) -> Any:
    found = _iterators(machine, site, iterables)
    if found is None:
        return _residual(machine, site, function, *iterables)
    return _iterator(machine, (call_value(machine, site, function, list(items), {}) for items in zip(*found)))  # noqa: B905


def _filter(machine: Machine, site: Site, function: Any, iterable: Any, /) -> Any:
    found = iterator_of(machine, site, iterable)
    if found is None:
        return _residual(machine, site, function, iterable)
    items = list(found)
    kept = []
    for item in items:
        value = item if function is None else call_value(machine, site, function, [item], {})
        truth = operators.truth_of(machine, site, value)
        if isinstance(truth, Computed):
            return _residual(machine, site, function, iterable)
        if truth:
            kept.append(item)
    return _iterator(machine, iter(kept))


def _sum(machine: Machine, site: Site, iterable: Any, start: Any = 0) -> Any:
    items = items_of(machine, site, iterable)
    if items is None or any(isinstance(item, Computed) for item in items):
        return _residual(machine, site, iterable, start)
    total = start
    for item in items:
        total = operators.binary(machine, site, "+", total, item)
    return total


def _any(machine: Machine, site: Site, iterable: Any, /) -> Any:
    return _quantified(machine, site, iterable, True)


def _all(machine: Machine, site: Site, iterable: Any, /) -> Any:
    return _quantified(machine, site, iterable, False)


def _quantified(machine: Machine, site: Site, iterable: Any, wanted: bool) -> Any:
    found = iterator_of(machine, site, iterable)
    if found is None:
        return _residual(machine, site, iterable)
    unknown = False
    for item in found:
        truth = operators.truth_of(machine, site, item)
        if truth is wanted and not unknown:
            return wanted
        unknown = unknown or isinstance(truth, Computed)
    return _residual(machine, site, iterable) if unknown else not wanted


def ordered_items(machine: Machine, site: Site, items: list[Any], key: Any, reverse: Any) -> Any:
    """The items sorted; `UNKNOWN` where only the run can compare them."""
    keys = items if key is None else [call_value(machine, site, key, [item], {}) for item in items]
    if isinstance(reverse, Computed) or not all(is_known(each) for each in keys):
        return UNKNOWN
    plain = Plain()
    try:
        compared: list[Any] = [plain.of(each) for each in keys]
    except NotPlain:
        compared = [_Compared(machine, site, each) for each in keys]
    order = operators.really(sorted, range(len(items)), key=compared.__getitem__, reverse=bool(reverse))
    return [items[position] for position in order]


class _Compared:
    """A key whose order the program's own methods decide."""

    __slots__ = ("machine", "site", "value")

    def __init__(self, machine: Machine, site: Site, value: Any) -> None:
        self.machine, self.site, self.value = machine, site, value

    def __lt__(self, other: _Compared) -> bool:
        found = operators.compare(self.machine, self.site, "<", self.value, other.value)
        if isinstance(found, Computed):
            raise Refused("E302", "the order of these objects is only known when the workflow runs")
        return bool(operators.truth_of(self.machine, self.site, found))


def _sorted(machine: Machine, site: Site, iterable: Any, /, *, key: Any = None, reverse: Any = False) -> Any:
    items = items_of(machine, site, iterable)
    found = UNKNOWN if items is None else ordered_items(machine, site, items, key, reverse)
    if found is UNKNOWN:
        return _residual(machine, site, iterable, key, reverse)
    return machine.heap.allocate("list", found)


def _extreme(last: bool) -> Callable[..., Any]:
    def run(machine: Machine, site: Site, *args: Any, key: Any = None, default: Any = MISSING) -> Any:
        items = items_of(machine, site, args[0]) if len(args) == 1 else list(args)
        if items is None:
            return _residual(machine, site, *args)
        if not items:
            if default is not MISSING:
                return default
            raise Raised(ValueError(f"{'max' if last else 'min'}() iterable argument is empty"))
        keys = items if key is None else [call_value(machine, site, key, [item], {}) for item in items]
        best = 0
        for position in range(1, len(items)):
            symbol = ">" if last else "<"
            found = operators.compare(machine, site, symbol, keys[position], keys[best])
            truth = operators.truth_of(machine, site, found)
            if isinstance(truth, Computed):
                return _residual(machine, site, *args)
            if truth:
                best = position
        return items[best]

    return run


def _container(real: Any) -> Callable[..., Any]:
    def run(machine: Machine, site: Site, *args: Any, **kwargs: Any) -> Any:
        return make_container(machine, site, real, args, kwargs)

    return run


def _from_keys(machine: Machine, site: Site, iterable: Any, value: Any = None) -> Any:
    items = items_of(machine, site, iterable)
    if items is None:
        return _residual(machine, site, iterable, value)
    return machine.heap.allocate("dict", dict.fromkeys(items, value))


def _product(machine: Machine, site: Site, *iterables: Any, repeat: int = 1) -> Any:
    found = [items_of(machine, site, each) for each in iterables]
    if any(each is None for each in found):
        return _residual(machine, site, *iterables)
    from eflows2smk.frontend.trusted import limits

    return _iterator(machine, _refusing(limits.product(*found, repeat=repeat)))


def _refusing(found: Iterator[Any]) -> Iterator[Any]:
    """The same items; what is too large to be worked out is refused."""
    while True:
        try:
            item = next(found)
        except StopIteration:
            return
        except trusted.TrustError as error:
            raise Refused(error.code, error.message, error.help) from None
        yield item


def _choosing(name: str) -> Callable[..., Any]:
    def run(machine: Machine, site: Site, iterable: Any, *more: Any, **kwargs: Any) -> Any:
        items = items_of(machine, site, iterable)
        if items is None:
            return _residual(machine, site, iterable, *more)
        from eflows2smk.frontend.trusted import limits

        return _iterator(machine, _refusing(operators.really(getattr(limits, name), items, *more, **kwargs)))

    return run


def _reduce(machine: Machine, site: Site, function: Any, iterable: Any, *initial: Any) -> Any:
    items = items_of(machine, site, iterable)
    if items is None:
        return _residual(machine, site, function, iterable, *initial)
    items = [*initial, *items]
    if not items:
        raise Raised(TypeError("reduce() of empty iterable with no initial value"))
    total = items[0]
    for item in items[1:]:
        total = call_value(machine, site, function, [total, item], {})
    return total


def _accumulate(machine: Machine, site: Site, iterable: Any, func: Any = None, *, initial: Any = MISSING) -> Any:
    found = iterator_of(machine, site, iterable)
    if found is None:
        return _residual(machine, site, iterable, func)

    def totals() -> Iterator[Any]:
        total = initial
        if total is not MISSING:
            yield total
        for item in found:
            if total is MISSING:
                total = item
            elif func is None:
                total = operators.binary(machine, site, "+", total, item)
            else:
                total = call_value(machine, site, func, [total, item], {})
            yield total

    return _iterator(machine, totals())


def _starmap(machine: Machine, site: Site, function: Any, iterable: Any, /) -> Any:
    found = iterator_of(machine, site, iterable)
    if found is None:
        return _residual(machine, site, function, iterable)
    return _iterator(
        machine, (call_value(machine, site, function, items_of(machine, site, each) or [], {}) for each in found)
    )


def _while(keep: bool) -> Callable[..., Any]:
    def run(machine: Machine, site: Site, function: Any, iterable: Any, /) -> Any:
        found = iterator_of(machine, site, iterable)
        if found is None:
            return _residual(machine, site, function, iterable)
        select = itertools.takewhile if keep else itertools.dropwhile
        return _iterator(machine, select(lambda item: _decided(machine, site, function, item), found))

    return run


def _decided(machine: Machine, site: Site, function: Any, item: Any) -> bool:
    truth = operators.truth_of(machine, site, call_value(machine, site, function, [item], {}))
    if isinstance(truth, Computed):
        raise Refused("E302", "which elements are taken here is only known when the workflow runs")
    return bool(truth)


def _group_by(machine: Machine, site: Site, iterable: Any, key: Any = None) -> Any:
    items = items_of(machine, site, iterable)
    if items is None:
        return _residual(machine, site, iterable, key)
    groups: list[tuple[Any, list[Any]]] = []
    for item in items:
        label = item if key is None else call_value(machine, site, key, [item], {})
        same = operators.equal(machine, site, groups[-1][0], label) if groups else False
        if same is None:
            return _residual(machine, site, iterable, key)
        if same:
            groups[-1][1].append(item)
        else:
            groups.append((label, [item]))
    return _iterator(machine, ((label, _iterator(machine, iter(members))) for label, members in groups))


def _tee(machine: Machine, site: Site, iterable: Any, n: int = 2) -> Any:
    found = iterator_of(machine, site, iterable)
    if found is None:
        return _residual(machine, site, iterable, n)
    return tuple(_iterator(machine, each) for each in itertools.tee(found, n))


def _count(machine: Machine, site: Site, start: Any = 0, step: Any = 1) -> Any:
    from eflows2smk.frontend.trusted import limits

    return _iterator(machine, _refusing(operators.really(limits.count, start, step)))


def _repeat(machine: Machine, site: Site, value: Any, *times: Any) -> Any:
    from eflows2smk.frontend.trusted import limits

    return _iterator(machine, _refusing(operators.really(limits.repeat, value, *times)))


def _cycle(machine: Machine, site: Site, iterable: Any, /) -> Any:
    from eflows2smk.frontend.trusted import limits

    items = items_of(machine, site, iterable)
    return _residual(machine, site, iterable) if items is None else _iterator(machine, _refusing(limits.cycle(items)))


# Functions and objects ------------------------------------------------------------------------------------------------


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
    try:
        if key in callee.results.content:
            return callee.results.content[key]
    except TypeError as error:
        raise Raised(error) from None
    found = call_value(machine, site, callee.function, args, kwargs)
    machine.heap.set_key(callee.results, key, found)
    return found


def _attribute_getter(machine: Machine, site: Site, *names: str) -> Any:
    def read(machine: Machine, site: Site, value: Any) -> Any:
        found = []
        for name in names:
            item = value
            for part in name.split("."):
                item = get_attribute(machine, site, item, part)
            found.append(item)
        return found[0] if len(names) == 1 else tuple(found)

    return Owned("operator.attrgetter", read)


def _item_getter(machine: Machine, site: Site, *keys: Any) -> Any:
    def read(machine: Machine, site: Site, value: Any) -> Any:
        found = [get_item(machine, site, value, key) for key in keys]
        return found[0] if len(keys) == 1 else tuple(found)

    return Owned("operator.itemgetter", read)


def _method_caller(machine: Machine, site: Site, name: str, *args: Any, **kwargs: Any) -> Any:
    def read(machine: Machine, site: Site, value: Any) -> Any:
        return call_value(machine, site, get_attribute(machine, site, value, name), args, kwargs)

    return Owned("operator.methodcaller", read)


def Owned(name: str, run: Callable[..., Any]) -> Any:
    from eflows2smk.frontend.evaluation.values import Own

    return Own(name, run)


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
    return _deep(machine, site, value, {})


def _deep(machine: Machine, site: Site, value: Any, made: dict[int, Any]) -> Any:
    if id(value) in made:
        return made[id(value)]
    if isinstance(value, Computed) or (isinstance(value, Cell) and isinstance(value.content, Computed)):
        return _residual(machine, site, value)
    heap = machine.heap
    if type(value) is tuple:
        return tuple([_deep(machine, site, item, made) for item in value])
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


def _named_tuple(machine: Machine, site: Site, name: Any, fields: Any, **options: Any) -> Any:
    plain = Plain()
    try:
        real = collections.namedtuple(plain.of(name), plain.of(fields), **{k: plain.of(v) for k, v in options.items()})
    except NotPlain:
        raise Refused("E302", "the fields of this named tuple are not known when compiling") from None
    except Exception as error:
        raise Raised(error) from None
    real.__module__ = site.frame.module.name
    return library_of(real)


def _auto(machine: Machine, site: Site) -> Any:
    return Library("enum.auto()")


def _suppress(machine: Machine, site: Site, *exceptions: Any) -> Any:
    from eflows2smk.frontend.evaluation.exceptions import handles

    class Suppress:
        """``contextlib.suppress``."""

        def enter(self, machine: Machine, site: Site) -> None:
            return None

        def leave(self, machine: Machine, site: Site, error: Any) -> bool:
            return error is not None and handles(machine, site, error, tuple(exceptions))

    return Suppress()


class Generated:
    """What a function under ``contextlib.contextmanager`` gives."""

    def __init__(self, iterator: Cell) -> None:
        self.iterator = iterator

    def enter(self, machine: Machine, site: Site) -> Any:
        return _next(machine, site, self.iterator)

    def leave(self, machine: Machine, site: Site, error: Any) -> bool:
        running = self.iterator.content
        if error is None:
            try:
                next(running)
            except StopIteration:
                return False
            raise Raised(RuntimeError("generator didn't stop"))
        try:
            running.throw(error)
        except StopIteration:
            return True
        except Raised as raised:
            if raised.value is error:
                return False
            raise
        raise Raised(RuntimeError("generator didn't stop after throw()"))


class ContextMaker:
    """A function under ``contextlib.contextmanager``."""

    is_method = True

    def __init__(self, function: Any) -> None:
        self.function = function


def call_context_maker(machine: Machine, site: Site, callee: ContextMaker, args: Any, kwargs: Any) -> Any:
    found = call_value(machine, site, callee.function, args, kwargs)
    if isinstance(found, Cell) and found.kind == "iterator":
        return Generated(found)
    return found


def _null_context(machine: Machine, site: Site, result: Any = None) -> Any:
    class Null:
        """``contextlib.nullcontext``."""

        def enter(self, machine: Machine, site: Site) -> Any:
            return result

        def leave(self, machine: Machine, site: Site, error: Any) -> bool:
            return False

    return Null()


FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{
        f"builtins.{name}": run
        for name, run in {
            "isinstance": _isinstance,
            "issubclass": _issubclass,
            "type": _type,
            "callable": _callable,
            "len": _len,
            "getattr": _getattr,
            "hasattr": _hasattr,
            "setattr": _setattr,
            "delattr": _delattr,
            "vars": _vars,
            "super": _super,
            "id": _id,
            "hash": _hash,
            "str": _str,
            "repr": _repr,
            "print": _print,
            "int": _int,
            "float": _float,
            "bool": _bool,
            "abs": _unary_by(abs, "__abs__"),
            "round": _unary_by(round, "__round__"),
            "iter": _iter,
            "next": _next,
            "enumerate": _enumerate,
            "zip": _zip,
            "reversed": _reversed,
            "map": _map,
            "filter": _filter,
            "sum": _sum,
            "any": _any,
            "all": _all,
            "sorted": _sorted,
            "max": _extreme(True),
            "min": _extreme(False),
            "list": _container(list),
            "tuple": _container(tuple),
            "set": _container(set),
            "frozenset": _container(frozenset),
            "dict": _container(dict),
            "property": _descriptor("property"),
            "staticmethod": _descriptor("staticmethod"),
            "classmethod": _descriptor("classmethod"),
        }.items()
    },
    "builtins.dict.fromkeys": _from_keys,
    "collections.deque": _container(deque),
    "collections.OrderedDict": _container(OrderedDict),
    "collections.defaultdict": _container(defaultdict),
    "collections.Counter": _container(Counter),
    "collections.namedtuple": _named_tuple,
    "itertools.chain": _lazy(itertools.chain),
    "itertools.pairwise": _lazy(itertools.pairwise),
    "itertools.zip_longest": _lazy(itertools.zip_longest),
    "itertools.product": _product,
    "itertools.permutations": _choosing("permutations"),
    "itertools.combinations": _choosing("combinations"),
    "itertools.combinations_with_replacement": _choosing("combinations_with_replacement"),
    "itertools.accumulate": _accumulate,
    "itertools.starmap": _starmap,
    "itertools.takewhile": _while(True),
    "itertools.dropwhile": _while(False),
    "itertools.groupby": _group_by,
    "itertools.tee": _tee,
    "itertools.count": _count,
    "itertools.repeat": _repeat,
    "itertools.cycle": _cycle,
    "functools.reduce": _reduce,
    "functools.partial": _partial,
    "functools.wraps": _wraps,
    "functools.update_wrapper": _update_wrapper,
    "functools.cache": _cache,
    "functools.lru_cache": _lru_cache,
    "functools.cached_property": _descriptor("cached_property"),
    "functools.total_ordering": _unchanged,
    "operator.attrgetter": _attribute_getter,
    "operator.itemgetter": _item_getter,
    "operator.methodcaller": _method_caller,
    **{
        f"operator.{name}": _operator(symbol)
        for name, symbol in {
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
        }.items()
    },
    "copy.copy": _copy,
    "copy.deepcopy": _deep_copy,
    "dataclasses.dataclass": classes.as_dataclass,
    "dataclasses.field": classes.as_field,
    "dataclasses.replace": classes.replace,
    "dataclasses.asdict": classes.as_dict,
    "dataclasses.astuple": classes.as_tuple,
    "abc.abstractmethod": _abstract,
    "enum.auto": _auto,
    "enum.unique": _unchanged,
    "contextlib.suppress": _suppress,
    "contextlib.nullcontext": _null_context,
    "contextlib.contextmanager": lambda machine, site, function: ContextMaker(function),
}


def _builtin_values() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in vars(builtins).items():
        if name.startswith("_") and name not in ("__build_class__",):
            continue
        trusted_one = trusted.builtin(name)
        if name in ("True", "False", "None", "Ellipsis", "NotImplemented"):
            found[name] = value
        elif isinstance(value, type):
            found[name] = name_library(f"builtins.{name}", value)
        elif trusted_one is not None:
            found[name] = Library(f"builtins.{name}", trusted_one)
        else:
            found[name] = Library(f"builtins.{name}", MISSING)
    found["__debug__"] = True
    return found


BUILTINS = _builtin_values()
assert OBJECT and SCALARS and Method and ModuleCell
