"""Cells: the known objects of a program that have an identity."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from eflows2smk.frontend.heap.regions import Region
from eflows2smk.frontend.heap.values import Computed, Value

# Kinds whose content maps names to values: each name is a slot of its own, and a join takes one that is on one side
# only as unbound on the other.
NAMED = frozenset({"instance", "class", "module", "function", "namespace"})

# The stamp of a member of a region, which every write has to ask for.
FROZEN = -1


@dataclass(slots=True, eq=False, repr=False)
class Cell:
    """An object; the cell is its address, and `is` compares.

    content: a list, dict, set or deque of values, a dict of names for the kinds in `NAMED`, a real object of a library,
    or a `Computed` once only the run knows it. Only the heap writes it. type: what the object is beside its kind: an
    instance's class, the factory of a defaultdict. serial: the heap's number of it. stamp: when its whole state was
    secured last (see `Heap`). region: of which it is a member; None where no computed object can refer to it.
    """

    kind: str
    content: Any
    type: Value
    serial: int
    stamp: int
    region: Region | None = None

    def __repr__(self) -> str:
        return f"<{self.kind} {self.serial}>"

    @property
    def is_computed(self) -> bool:
        return type(self.content) is Computed

    @property
    def is_code(self) -> bool:
        """Whether it is a part of the program's text, which nobody changes unseen."""
        return self.kind in CODE


class NamesCell(Cell):
    """The dictionary of an object's attributes or of a module's variables, as `vars` and `globals` give it. It has
    nothing of its own: who reads or changes it reads or changes its owner."""

    __slots__ = ("owner",)
    owner: Cell

    def __init__(self, owner: Cell) -> None:
        self.owner = owner
        self.kind, self.type, self.serial = "dict", None, owner.serial

    @property
    def content(self) -> Any:
        return self.owner.content

    @content.setter
    def content(self, content: Any) -> None:
        self.owner.content = content

    @property
    def stamp(self) -> int:
        return self.owner.stamp

    @stamp.setter
    def stamp(self, stamp: int) -> None:
        self.owner.stamp = stamp

    @property
    def region(self) -> Region | None:
        return self.owner.region

    @region.setter
    def region(self, region: Region | None) -> None:
        self.owner.region = region


# Kinds of cells that are code.
CODE = frozenset(("class", "function", "module"))


def owner_of(cell: Cell) -> Cell:
    """The cell whose content it is."""
    return cell.owner if type(cell) is NamesCell else cell


def members(cell: Cell) -> Iterator[Value]:
    """What a cell refers to, with keys. The class of an instance is not among it: code is no part of an object."""
    if type(cell) is NamesCell:
        yield cell.owner
    else:
        yield from members_of(cell.content)


def members_of(content: Any) -> Iterator[Value]:
    if isinstance(content, dict):
        yield from content
        yield from content.values()
    elif isinstance(content, list | set | deque):
        yield from content


def is_known(value: Value) -> bool:
    """Whether the value itself (not what it refers to) is known."""
    return not isinstance(value, Computed) and not (isinstance(value, Cell) and value.is_computed)
