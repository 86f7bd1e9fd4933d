"""`itertools`, and `functools.reduce`: iterators over values that need not be known."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from eflows2smk.frontend.evaluation import operators
from eflows2smk.frontend.evaluation.calls import call_value
from eflows2smk.frontend.evaluation.conversion import really
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.functions.iterating import is_left
from eflows2smk.frontend.evaluation.functions.iterating import lazy as _lazy
from eflows2smk.frontend.evaluation.functions.iterating import new_iterator as _iterator
from eflows2smk.frontend.evaluation.iteration import items_of, iterator_of
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import (
    MISSING,
)
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.trusted import interface as trusted
from eflows2smk.frontend.trusted import limits


def _residual(machine: Machine, site: Site, *operands: Any) -> Any:
    return machine.residual.operation(site, operands)


def _product(machine: Machine, site: Site, *iterables: Any, repeat: int = 1) -> Any:
    found = [items_of(machine, site, each) for each in iterables]
    if any(each is None for each in found):
        return _residual(machine, site, *iterables)
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
        return _iterator(machine, _refusing(really(getattr(limits, name), items, *more, **kwargs)))

    return run


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
    def spread(each: Any) -> list[Any]:
        return items_of(machine, site, each) or []

    found = iterator_of(machine, site, iterable)
    if found is None or is_left(machine, site, function, found, spread):
        return _residual(machine, site, function, iterable)
    return _iterator(machine, (call_value(machine, site, function, spread(each), {}) for each in found))


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
    return _iterator(machine, _refusing(really(limits.count, start, step)))


def _repeat(machine: Machine, site: Site, value: Any, *times: Any) -> Any:
    return _iterator(machine, _refusing(really(limits.repeat, value, *times)))


def _cycle(machine: Machine, site: Site, iterable: Any, /) -> Any:
    items = items_of(machine, site, iterable)
    return _residual(machine, site, iterable) if items is None else _iterator(machine, _refusing(limits.cycle(items)))


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


FUNCTIONS: dict[str, Callable[..., Any]] = {
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
}
