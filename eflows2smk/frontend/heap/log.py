"""Entries of the heap's log: each knows what a write replaced, and puts it back.

Entries are undone last first, so each finds the content as it was right after its own write.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.regions import Region, Saved
from eflows2smk.frontend.heap.values import ABSENT, Value


@dataclass(slots=True, eq=False)
class Key:
    """An entry of a dict, or a name, was set or (a name only) deleted. old: its value before, or ABSENT."""

    cell: Cell
    key: Value
    old: Value

    def undo(self, content: Any) -> None:
        if self.old is ABSENT:
            del content[self.key]
        else:
            content[self.key] = self.old


@dataclass(slots=True, eq=False)
class Index:
    """An item of a list or deque was set."""

    cell: Cell
    index: int
    old: Value

    def undo(self, content: Any) -> None:
        content[self.index] = self.old


@dataclass(slots=True, eq=False)
class Grown:
    """A list or deque got items at its end. length: before."""

    cell: Cell
    length: int

    def undo(self, content: Any) -> None:
        if isinstance(content, deque):
            while len(content) > self.length:
                content.pop()
        else:
            del content[self.length :]


@dataclass(slots=True, eq=False)
class Popped:
    """A list or deque lost its last item."""

    cell: Cell
    value: Value

    def undo(self, content: Any) -> None:
        content.append(self.value)


@dataclass(slots=True, eq=False)
class Inserted:
    """A list or deque got an item before others."""

    cell: Cell
    index: int

    def undo(self, content: Any) -> None:
        del content[self.index]


@dataclass(slots=True, eq=False)
class Removed:
    """A list or deque lost an item before others."""

    cell: Cell
    index: int
    value: Value

    def undo(self, content: Any) -> None:
        content.insert(self.index, self.value)


@dataclass(slots=True, eq=False)
class Member:
    """A set got a member, or lost one. old: the member that was there, or ABSENT."""

    cell: Cell
    member: Value
    old: Value

    def undo(self, content: Any) -> None:
        if self.old is ABSENT:
            content.discard(self.member)
        else:
            content.add(self.old)


# What changed a content in place.
Write = Key | Index | Grown | Popped | Inserted | Removed | Member


@dataclass(slots=True, eq=False)
class Secured:
    """The whole state of a cell; from here on its content is another object, or isn't changed."""

    cell: Cell
    content: Any
    type: Value
    region: Region | None
    stamp: int

    def restore(self) -> None:
        cell = self.cell
        cell.content, cell.type, cell.region, cell.stamp = self.content, self.type, self.region, self.stamp


@dataclass(slots=True, eq=False)
class Stated:
    """The fields of a region's node before a write to it."""

    region: Region
    saved: Saved


@dataclass(slots=True, eq=False)
class Linked:
    """A union; a `Stated` of the parent stands before it."""

    child: Region
    parent: Region


@dataclass(slots=True, eq=False)
class Rooted:
    """A root was added; a `Stated` of its region stands before it."""

    region: Region
    root: Value


Entry = Write | Secured | Stated | Linked | Rooted


def undo(entry: Entry) -> None:
    match entry:
        case Secured():
            entry.restore()
        case Stated():
            entry.region.restore(entry.saved)
        case Linked():
            entry.child.parent = None
        case Rooted():
            pass
        case _:
            entry.undo(entry.cell.content)


def cell_of(entry: Entry) -> Cell | None:
    return None if isinstance(entry, Stated | Linked | Rooted) else entry.cell
