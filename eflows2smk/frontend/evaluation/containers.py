"""Methods of lists, dictionaries, sets, deques and iterators, on members that need not be known."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable
from typing import Any

from eflows2smk.frontend.evaluation.conversion import SCALARS, really
from eflows2smk.frontend.evaluation.datamodel import type_name
from eflows2smk.frontend.evaluation.exceptions import exception_of
from eflows2smk.frontend.evaluation.items import hashable, is_computed
from eflows2smk.frontend.evaluation.iteration import going_on, items_of
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.operators import equal, weigh
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.sorting import ordered_items
from eflows2smk.frontend.evaluation.uniform import is_distinct
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.trusted.order import pop

# What a method gives that has to be left to the run.
UNKNOWN = object()


Run = Callable[..., Any]


def _list_append(machine: Machine, site: Site, owner: Cell, value: Any, /) -> None:
    machine.heap.append(owner, value)


def _list_extend(machine: Machine, site: Site, owner: Cell, values: Any, /) -> Any:
    if values is owner:
        # The largest there can be are made by doubling.
        weigh(machine, 2 * len(owner.content), 3)
    items = items_of(machine, site, values)
    if items is None:
        return UNKNOWN
    weigh(machine, len(owner.content) + len(items), 3)
    machine.heap.extend(owner, items)
    return None


def _changed(name: str) -> Run:
    """A method of the real container, done on a copy of the content."""

    def run(machine: Machine, site: Site, owner: Cell, *args: Any) -> Any:
        content = owner.content.copy()
        found = really(getattr(content, name), *args)
        machine.heap.replace(owner, content)
        return found

    return run


def _pop(machine: Machine, site: Site, owner: Cell, index: Any = -1, /) -> Any:
    size = len(owner.content)
    if not size:
        raise Raised(IndexError("pop from empty list" if owner.kind == "list" else "pop from an empty deque"))
    if is_computed(index):
        return UNKNOWN
    if type(index) not in (int, bool):
        raise Raised(TypeError(f"'{type_name(index)}' object cannot be interpreted as an integer"))
    if not -size <= index < size:
        raise Raised(IndexError("pop index out of range"))
    return machine.heap.pop(owner, index)


def _pop_left(machine: Machine, site: Site, owner: Cell) -> Any:
    return _pop(machine, site, owner, 0)


def _insert(machine: Machine, site: Site, owner: Cell, index: Any, value: Any, /) -> Any:
    if is_computed(index):
        return UNKNOWN
    really(operator.index, index)
    try:
        machine.heap.insert(owner, index, value)
    except IndexError as error:
        raise Raised(error) from None
    return None


def _append_left(machine: Machine, site: Site, owner: Cell, value: Any, /) -> None:
    machine.heap.append_left(owner, value)


def _read(name: str) -> Run:
    def run(machine: Machine, site: Site, owner: Cell, *args: Any) -> Any:
        return really(getattr(owner.content, name), *args)

    return run


def _copied(machine: Machine, site: Site, owner: Cell) -> Cell:
    return machine.heap.allocate(owner.kind, owner.content.copy())


def _list_position(machine: Machine, site: Site, owner: Cell, value: Any) -> Any:
    """Index of the first equal member, -1 for none, `UNKNOWN` where only the run can tell."""
    for position, item in enumerate(owner.content):
        same = equal(machine, site, item, value)
        if same is None:
            return UNKNOWN
        if same:
            return position
    return -1


def _list_index(machine: Machine, site: Site, owner: Cell, value: Any, *bounds: Any) -> Any:
    if bounds:
        part = machine.heap.allocate("list", list(owner.content)[slice(*bounds)])
        found = _list_position(machine, site, part, value)
        start = (
            slice(*bounds).indices(len(owner.content))[0]
            if len(bounds) > 1
            else range(len(owner.content))[bounds[0] :][0]
        )
        return found if found is UNKNOWN or found < 0 else found + start
    found = _list_position(machine, site, owner, value)
    if found is not UNKNOWN and found < 0:
        raise Raised(ValueError(f"{value!r} is not in list" if type(value) in SCALARS else "value is not in list"))
    return found


def _list_remove(machine: Machine, site: Site, owner: Cell, value: Any) -> Any:
    found = _list_position(machine, site, owner, value)
    if found is UNKNOWN:
        return UNKNOWN
    if found < 0:
        raise Raised(ValueError("list.remove(x): x not in list"))
    content = owner.content.copy()
    del content[found]
    machine.heap.replace(owner, content)
    return None


def _list_count(machine: Machine, site: Site, owner: Cell, value: Any) -> Any:
    same = [equal(machine, site, item, value) for item in owner.content]
    return UNKNOWN if None in same else sum(map(bool, same))


def _list_sort(machine: Machine, site: Site, owner: Cell, *, key: Any = None, reverse: Any = False) -> Any:
    found = ordered_items(machine, site, list(owner.content), key, reverse)
    if found is None:
        return UNKNOWN
    machine.heap.replace(owner, found)
    return None


def _dict_get(machine: Machine, site: Site, owner: Cell, key: Any, default: Any = None) -> Any:
    if is_computed(key) or not is_distinct(machine.symbols, key, owner.content):
        return UNKNOWN
    return owner.content.get(hashable(key), default)


def _dict_pop(machine: Machine, site: Site, owner: Cell, key: Any, *default: Any) -> Any:
    if is_computed(key) or not is_distinct(machine.symbols, key, owner.content):
        return UNKNOWN
    if hashable(key) not in owner.content:
        if default:
            return default[0]
        raise Raised(KeyError(key))
    found = owner.content[key]
    machine.heap.delete_key(owner, key)
    return found


def _dict_setdefault(machine: Machine, site: Site, owner: Cell, key: Any, default: Any = None) -> Any:
    if is_computed(key) or not is_distinct(machine.symbols, key, owner.content):
        return UNKNOWN
    if hashable(key) not in owner.content:
        machine.heap.set_key(owner, key, default)
    return owner.content[key]


def _dict_update(machine: Machine, site: Site, owner: Cell, *others: Any, **more: Any) -> Any:
    items: list[tuple[Any, Any]] = []
    for other in others:
        found = pairs_of(machine, site, other)
        if found is None:
            return UNKNOWN
        items += found
    counts = type(owner.content) is Counter
    for key, value in [*items, *more.items()]:
        machine.heap.set_key(owner, hashable(key), owner.content[key] + value if counts else value)
    return None


def pairs_of(machine: Machine, site: Site, value: Any) -> list[tuple[Any, Any]] | None:
    """Keys and values of a mapping, or of an iterable of pairs."""
    if isinstance(value, Cell) and value.kind == "dict" and not is_computed(value):
        return list(value.content.items())
    items = items_of(machine, site, value)
    if items is None:
        return None
    pairs: list[tuple[Any, Any]] = []
    for item in items:
        pair = items_of(machine, site, item)
        if pair is None:
            return None
        if len(pair) != 2:
            raise Raised(ValueError(f"dictionary update sequence element has length {len(pair)}; 2 is required"))
        pairs.append((pair[0], pair[1]))
    return pairs


def _dict_keys(machine: Machine, site: Site, owner: Cell) -> Cell:
    return machine.heap.allocate("list", list(owner.content))


def _dict_values(machine: Machine, site: Site, owner: Cell) -> Cell:
    return machine.heap.allocate("list", list(owner.content.values()))


def _dict_items(machine: Machine, site: Site, owner: Cell) -> Cell:
    return machine.heap.allocate("list", list(owner.content.items()))


def _dict_popitem(machine: Machine, site: Site, owner: Cell, last: Any = True) -> Any:
    if not owner.content:
        raise Raised(KeyError("popitem(): dictionary is empty"))
    key = list(owner.content)[-1 if last else 0]
    value = owner.content[key]
    machine.heap.delete_key(owner, key)
    return key, value


def _dict_move(machine: Machine, site: Site, owner: Cell, key: Any, last: Any = True) -> None:
    content = owner.content.copy()
    really(content.move_to_end, key, last)
    machine.heap.replace(owner, content)


def _set_add(machine: Machine, site: Site, owner: Cell, value: Any) -> Any:
    if is_computed(value):
        return UNKNOWN
    hashable(value)
    if value not in owner.content:
        machine.heap.replace(owner, {*owner.content, value})
    return None


def _set_with(name: str, *, changes: bool) -> Run:
    """A method that takes other iterables."""

    def run(machine: Machine, site: Site, owner: Any, *others: Any) -> Any:
        values = []
        for other in others:
            items = items_of(machine, site, other)
            if items is None or any(is_computed(item) for item in items):
                return UNKNOWN
            values.append({hashable(item) for item in items})
        content = set(owner.content)
        found = getattr(content, name)(*values)
        if changes:
            machine.heap.replace(owner, content)
            return None
        return machine.heap.allocate("set", found) if isinstance(found, set) else found

    return run


def _set_pop(machine: Machine, site: Site, owner: Cell) -> Any:
    content = set(owner.content)
    found = really(pop, content)
    machine.heap.replace(owner, content)
    return found


def _set_discard(machine: Machine, site: Site, owner: Cell, value: Any) -> Any:
    if is_computed(value):
        return UNKNOWN
    machine.heap.replace(owner, set(owner.content) - {hashable(value)})
    return None


def _set_remove(machine: Machine, site: Site, owner: Cell, value: Any) -> Any:
    if not is_computed(value) and value not in owner.content:
        raise Raised(KeyError(value))
    return _set_discard(machine, site, owner, value)


def _next(machine: Machine, site: Site, owner: Cell) -> Any:
    try:
        return next(going_on(machine, owner))
    except StopIteration as end:
        raise Raised(StopIteration(*([] if end.value is None else [end.value]))) from None


def _itself(machine: Machine, site: Site, owner: Cell) -> Cell:
    return owner


def _send(machine: Machine, site: Site, owner: Cell, value: Any) -> Any:
    try:
        return going_on(machine, owner).send(value)
    except StopIteration as end:
        raise Raised(StopIteration(*([] if end.value is None else [end.value]))) from None


def _throw(machine: Machine, site: Site, owner: Cell, error: Any, *_: Any) -> Any:
    try:
        return going_on(machine, owner).throw(exception_of(machine, site, error))
    except StopIteration as end:
        raise Raised(StopIteration(*([] if end.value is None else [end.value]))) from None


def _close(machine: Machine, site: Site, owner: Cell) -> None:
    close = getattr(going_on(machine, owner), "close", None)
    if close is not None:
        close()


METHODS: dict[str, dict[str, Run]] = {
    "list": {
        "append": _list_append,
        "extend": _list_extend,
        "insert": _insert,
        "pop": _pop,
        "clear": _changed("clear"),
        "reverse": _changed("reverse"),
        "copy": _copied,
        "index": _list_index,
        "remove": _list_remove,
        "count": _list_count,
        "sort": _list_sort,
    },
    "deque": {
        "append": _list_append,
        "extend": _list_extend,
        "appendleft": _append_left,
        "pop": _pop,
        "popleft": _pop_left,
        "insert": _insert,
        **{name: _changed(name) for name in ("clear", "rotate", "reverse")},
        "copy": _copied,
        "index": _list_index,
        "remove": _list_remove,
        "count": _list_count,
    },
    "dict": {
        "get": _dict_get,
        "pop": _dict_pop,
        "setdefault": _dict_setdefault,
        "update": _dict_update,
        "keys": _dict_keys,
        "values": _dict_values,
        "items": _dict_items,
        "copy": _copied,
        "clear": _changed("clear"),
        "popitem": _dict_popitem,
        "move_to_end": _dict_move,
        "most_common": _read("most_common"),
        "elements": _read("elements"),
    },
    "set": {
        "add": _set_add,
        "discard": _set_discard,
        "remove": _set_remove,
        "pop": _set_pop,
        "clear": _changed("clear"),
        "copy": _copied,
        **{
            name: _set_with(name, changes=False)
            for name in "union intersection difference symmetric_difference issubset issuperset isdisjoint".split()
        },
        **{
            name: _set_with(name, changes=True)
            for name in "update intersection_update difference_update symmetric_difference_update".split()
        },
    },
    "iterator": {
        "__next__": _next,
        "__iter__": _itself,
        "send": _send,
        "throw": _throw,
        "close": _close,
    },
}


# Methods that leave their object as it is; the others need one that may be changed now.
READING = frozenset(
    "copy index count get keys values items most_common elements union intersection difference"
    " symmetric_difference issubset issuperset isdisjoint __next__ __iter__ send throw close".split()
)


def call_method(machine: Machine, site: Site, owner: Cell, name: str, args: Any, kwargs: Any) -> Any:
    """A method of a container; left to the run where it asks for what is not known."""
    run = METHODS[owner.kind][name]
    if name not in READING and not machine.heap.may_change_now(owner):
        return machine.residual.operation(site, (owner, *args, *kwargs.values()))
    try:
        found = run(machine, site, owner, *args, **kwargs)
    except TypeError as error:
        if error.__traceback__ is not None and error.__traceback__.tb_next is None:
            raise Raised(TypeError(f"{owner.kind}.{name}: {error}")) from None
        raise
    if found is UNKNOWN:
        return machine.residual.operation(site, (owner, *args, *kwargs.values()))
    if type(found) is list:
        return machine.heap.allocate("list", found)
    return found
