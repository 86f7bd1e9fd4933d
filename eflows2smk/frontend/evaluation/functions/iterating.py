"""Functions of Python itself that go through values: members need not be known to be passed on."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from eflows2smk.frontend.evaluation import operators
from eflows2smk.frontend.evaluation.calls import call_value
from eflows2smk.frontend.evaluation.carrying import calls_tasks
from eflows2smk.frontend.evaluation.conversion import really
from eflows2smk.frontend.evaluation.datamodel import special
from eflows2smk.frontend.evaluation.functions.kinds import length_of
from eflows2smk.frontend.evaluation.items import get_item
from eflows2smk.frontend.evaluation.iteration import copy_of, going_on, items_of, iterator_of
from eflows2smk.frontend.evaluation.libraries import make_container
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.sorting import ordered_items
from eflows2smk.frontend.evaluation.values import (
    MISSING,
    InstanceCell,
)
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed


def _residual(machine: Machine, site: Site, *operands: Any) -> Any:
    return machine.residual.operation(site, operands)


def new_iterator(machine: Machine, found: Iterator[Any]) -> Cell:
    return machine.heap.allocate("iterator", found)


def _iter(machine: Machine, site: Site, value: Any, *sentinel: Any) -> Any:
    if sentinel:

        def until() -> Iterator[Any]:
            while True:
                item = call_value(machine, site, value, [], {})
                if operators.equal(machine, site, item, sentinel[0]):
                    return
                yield item

        return new_iterator(machine, until())
    if isinstance(value, InstanceCell):
        method = special(machine, value, "__iter__")
        if method is not MISSING:
            return call_value(machine, site, method, [], {})
    found = iterator_of(machine, site, value)
    if found is None:
        return _residual(machine, site, value)
    if isinstance(value, Cell) and value.kind == "iterator":
        return value
    return new_iterator(machine, found)


def next_of(machine: Machine, site: Site, value: Any, *default: Any) -> Any:
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
        return next(going_on(machine, value))
    except StopIteration as end:
        if default:
            return default[0]
        raise Raised(StopIteration(*([] if end.value is None else [end.value]))) from None


def _iterators(machine: Machine, site: Site, values: tuple[Any, ...]) -> list[Iterator[Any]] | None:
    found = [iterator_of(machine, site, value) for value in values]
    return None if any(each is None for each in found) else found  # type: ignore[return-value]


def lazy(make: Callable[..., Iterator[Any]]) -> Callable[..., Any]:
    """A function of the library that only passes members on."""

    def run(machine: Machine, site: Site, *args: Any, **kwargs: Any) -> Any:
        found = _iterators(machine, site, args)
        if found is None:
            return _residual(machine, site, *args, *kwargs.values())
        return new_iterator(machine, really(make, *found, **kwargs))

    return run


def _enumerate(machine: Machine, site: Site, iterable: Any, start: Any = 0) -> Any:
    found = iterator_of(machine, site, iterable)
    if found is None or isinstance(start, Computed):
        return _residual(machine, site, iterable, start)
    return new_iterator(machine, enumerate(found, start))


def _zip(machine: Machine, site: Site, *iterables: Any, strict: Any = False) -> Any:
    found = _iterators(machine, site, iterables)
    if found is None:
        return _residual(machine, site, *iterables)

    if not strict:
        return new_iterator(machine, zip(*found, strict=False))

    def pairs() -> Iterator[Any]:
        try:
            yield from zip(*found, strict=True)
        except ValueError as error:
            raise Raised(error) from None

    return new_iterator(machine, pairs())


def _reversed(machine: Machine, site: Site, value: Any, /) -> Any:
    if isinstance(value, InstanceCell):
        method = special(machine, value, "__reversed__")
        if method is not MISSING:
            return call_value(machine, site, method, [], {})
        size = length_of(machine, site, value)
        return new_iterator(machine, (get_item(machine, site, value, i) for i in range(size - 1, -1, -1)))
    items = items_of(machine, site, value)
    return _residual(machine, site, value) if items is None else new_iterator(machine, iter(items[::-1]))


def _map(machine: Machine, site: Site, function: Any, *iterables: Any) -> Any:
    found = _iterators(machine, site, iterables)
    if found is None or is_left(machine, site, function, zip(*found, strict=False)):
        return _residual(machine, site, function, *iterables)
    return new_iterator(machine, (call_value(machine, site, function, list(items), {}) for items in zip(*found)))  # noqa: B905


def is_left(
    machine: Machine, site: Site, function: Any, arguments: Iterator[Any], spread: Callable[[Any], Any] = list
) -> bool:
    """Whether the run has to do one of these calls, none of which is of a task: then it does all of them, since no
    single one has a text."""
    if machine.residual.is_enclosed or calls_tasks(machine, function):
        return False

    def evaluate() -> None:
        for items in islice(copy_of(arguments), TRIED):
            call_value(machine, site, function, spread(items), {})

    return machine.control.is_left(site, evaluate)


# How many calls are tried.
TRIED = 1000


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
    return new_iterator(machine, iter(kept))


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


def _sorted(machine: Machine, site: Site, iterable: Any, /, *, key: Any = None, reverse: Any = False) -> Any:
    items = items_of(machine, site, iterable)
    found = None if items is None else ordered_items(machine, site, items, key, reverse)
    if found is None:
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


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "iter": _iter,
    "next": next_of,
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
    "dict.fromkeys": _from_keys,
}
COLLECTIONS: dict[str, Callable[..., Any]] = {
    "deque": _container(deque),
    "OrderedDict": _container(OrderedDict),
    "defaultdict": _container(defaultdict),
    "Counter": _container(Counter),
}
