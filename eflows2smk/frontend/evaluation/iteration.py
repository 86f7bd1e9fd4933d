"""Iteration: what an iterable gives, one value after the other, and the program's own iterators and generators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from eflows2smk.frontend.evaluation.conversion import NotPlain, Plain, known
from eflows2smk.frontend.evaluation.datamodel import special, type_name
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import MISSING, ClassCell, InstanceCell, Library
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.trusted.order import ordered
from eflows2smk.workflow.text import has_symbol


def iterator_of(machine: Machine, site: Site, value: Any) -> Iterator[Any] | None:
    """An iterator over the program's values; None where only the run knows what they are."""
    kind = type(value)
    if isinstance(value, tuple | range) and kind in (tuple, range):
        return iter(value)
    if isinstance(value, Computed):
        return None
    if isinstance(value, InstanceCell):
        return _of_instance(machine, site, value)
    if isinstance(value, ClassCell):
        return _of_class(machine, site, value)
    if isinstance(value, Cell):
        if isinstance(value.content, Computed):
            return None
        match value.kind:
            case "list" | "deque":
                # By position: the program may append to what it walks through.
                return _of_list(value)
            case "dict":
                return _of_dict(value)
            case "set":
                return iter(list(ordered(value.content)))
            case "iterator":
                return value.content  # type: ignore[no-any-return]
    if isinstance(value, frozenset):
        return iter(list(ordered(value)))
    if isinstance(value, Library):
        return None
    if isinstance(value, str) and has_symbol(value):
        return None
    plain = Plain()
    try:
        real = plain.of(value)
    except NotPlain:
        raise Raised(TypeError(f"'{type_name(value)}' object is not iterable")) from None
    try:
        found = iter(real)
    except TypeError as error:
        raise Raised(error) from None
    return _known(machine, found)


def _known(machine: Machine, found: Iterator[Any]) -> Iterator[Any]:
    while True:
        try:
            item = next(found)
        except StopIteration:
            return
        except Exception as error:
            raise Raised(error) from None
        yield known(machine.heap, item, {})


def _of_list(cell: Cell) -> Iterator[Any]:
    position = 0
    while not isinstance(cell.content, Computed) and position < len(cell.content):
        yield cell.content[position]
        position += 1


def _of_dict(cell: Cell) -> Iterator[Any]:
    size = len(cell.content)
    for key in list(cell.content):
        if len(cell.content) != size:
            raise Raised(RuntimeError("dictionary changed size during iteration"))
        yield key


def _of_instance(machine: Machine, site: Site, value: InstanceCell) -> Iterator[Any] | None:
    if isinstance(value.content, Computed):
        return None
    method = special(machine, value, "__iter__")
    if method is not MISSING:
        made = machine.call[type(method)](machine, site, method, [], {})
        if isinstance(made, InstanceCell):
            return _by_next(machine, site, made)
        return iterator_of(machine, site, made)
    if value.base is not MISSING:
        return iterator_of(machine, site, value.base)
    getter = special(machine, value, "__getitem__")
    if getter is not MISSING:
        return _by_items(machine, site, getter)
    raise Raised(TypeError(f"'{value.cls.name}' object is not iterable"))


def _by_next(machine: Machine, site: Site, value: InstanceCell) -> Iterator[Any]:
    method = special(machine, value, "__next__")
    if method is MISSING:
        raise Raised(TypeError(f"iter() returned non-iterator of type '{value.cls.name}'"))
    while True:
        try:
            item = machine.call[type(method)](machine, site, method, [], {})
        except Raised as error:
            if isinstance(error.value, StopIteration):
                return
            raise
        yield item


def _by_items(machine: Machine, site: Site, getter: Any) -> Iterator[Any]:
    position = 0
    while True:
        try:
            item = machine.call[type(getter)](machine, site, getter, [position], {})
        except Raised as error:
            if isinstance(error.value, IndexError):
                return
            raise
        yield item
        position += 1


def _of_class(machine: Machine, site: Site, value: ClassCell) -> Iterator[Any] | None:
    """The members of an enumeration, or what a metaclass says."""
    if value.metaclass is not None:
        method = value.metaclass.lookup("__iter__")
        if method is not MISSING:
            return iterator_of(machine, site, machine.call[type(method)](machine, site, method, [value], {}))
    members = value.content.get("__members__", MISSING)
    if members is MISSING:
        raise Raised(TypeError(f"'{type_name(value)}' object is not iterable"))
    return iter([value.content[name] for name in members])


def items_of(machine: Machine, site: Site, value: Any) -> list[Any] | None:
    """All that an iterable gives; None where only the run knows."""
    if type(value) is tuple:
        return list(value)
    if isinstance(value, Cell) and value.kind == "list" and type(value.content) is list:
        return list(value.content)
    found = iterator_of(machine, site, value)
    if found is None:
        return None
    items: list[Any] = []
    called = machine.task_calls
    for item in found:
        items.append(item)
        machine.step()
    if machine.task_calls > called and isinstance(value, Cell) and value.kind == "iterator":
        # These calls are done: a script that goes on with what it gave must not do them once more.
        machine.heap.set_type(value, machine.heap.allocate("list", list(items)))
    return items
