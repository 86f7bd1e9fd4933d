"""Iteration: what an iterable gives, one value after the other, and the program's own iterators and generators."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from types import GeneratorType
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


def iterated(machine: Machine, site: Site, value: Any) -> Any:
    """An iterator over the program's values; where only the run knows what they are, what it goes through there."""
    if isinstance(value, InstanceCell) and not isinstance(value.content, Computed):
        method = special(machine, value, "__iter__")
        if method is not MISSING:
            made = machine.call[type(method)](machine, site, method, [], {})
            if isinstance(made, InstanceCell):
                return _by_next(machine, site, made)
            value = made
    found = iterator_of(machine, site, value)
    return value if found is None else found


def iterator_of(machine: Machine, site: Site, value: Any) -> Iterator[Any] | None:
    """An iterator over the program's values; None where only the run knows what they are."""
    if isinstance(value, tuple | range):
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
                return _OfList(value)
            case "dict":
                return _OfDict(value, len(value.content), iter(list(value.content)))
            case "set":
                return iter(list(ordered(value.content)))
            case "iterator":
                return going_on(machine, value)  # type: ignore[no-any-return]
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


@dataclass(slots=True)
class _OfList:
    """By position: the program may append to what it walks through."""

    cell: Cell
    position: int = 0

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        content = self.cell.content
        if isinstance(content, Computed) or self.position >= len(content):
            # It has ended, whatever is appended later.
            self.position = sys.maxsize
            raise StopIteration
        self.position += 1
        return content[self.position - 1]


@dataclass(slots=True)
class _OfDict:
    cell: Cell
    size: int
    keys: Iterator[Any]

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        key = next(self.keys)
        if len(self.cell.content) != self.size:
            raise Raised(RuntimeError("dictionary changed size during iteration"))
        return key

    def __copy__(self) -> _OfDict:
        return _OfDict(self.cell, self.size, copy(self.keys))


_SOURCES: tuple[Iterable[Any], ...] = ((), [], "", range(0), reversed([]))
_PLAIN: tuple[type[Iterator[Any]], ...] = (_OfList, _OfDict, *(type(iter(each)) for each in _SOURCES))


class Unforeseeable(Exception):
    """An iterator that could only be tried by using it up."""


def copy_of(iterator: Any) -> Iterator[Any]:
    """Another iterator that goes on from the same place. Raises Unforeseeable."""
    if isinstance(iterator, _PLAIN):
        return copy(iterator)
    if not isinstance(iterator, enumerate | zip):
        raise Unforeseeable
    # What it is made of: of an enumeration an iterator and the next number.
    parts: Any = iterator.__reduce__()[1]
    if isinstance(iterator, enumerate):
        return enumerate(copy_of(parts[0]), parts[1])
    return zip(*map(copy_of, parts), strict=False)


def gone_through(iterator: Any) -> Iterator[Any]:
    """The values of the program that an iterator goes through, or is made of."""
    waiting, seen = [iterator], set[int]()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        match each:
            case Cell() | Computed() | tuple():
                yield each
            case _OfList() | _OfDict():
                yield each.cell
            case GeneratorType():
                waiting += [] if each.gi_frame is None else each.gi_frame.f_locals.values()
            case _ if hasattr(type(each), "__next__"):
                waiting += gc.get_referents(each)


def going_on(machine: Machine, cell: Cell) -> Any:
    """The iterator of a cell, which goes on. Raises Unforeseeable."""
    if machine.foresight and cell.stamp < machine.foresight:
        if not machine.heap.may_change_now(cell):
            raise Unforeseeable
        machine.heap.replace(cell, copy_of(cell.content))
    return cell.content


def _of_instance(machine: Machine, site: Site, value: InstanceCell) -> Iterator[Any] | None:
    if isinstance(value.content, Computed):
        return None
    if special(machine, value, "__iter__") is not MISSING:
        found = iterated(machine, site, value)
        return found if hasattr(found, "__next__") else None
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
