"""Entries of the heap's log: each knows what a write replaced, and puts it back.

Entries are undone last first, so each finds the content as it was right after its own write.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any, ClassVar

from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.regions import Region, Saved
from eflows2smk.frontend.heap.values import ABSENT, Value


@dataclass(slots=True, eq=False)
class Write:
    """A change of a content in place."""

    cell: Cell

    def undo(self, content: Any) -> None:
        """On the content of the cell, or on a copy of it."""
        raise NotImplementedError

    def restore(self) -> None:
        self.undo(self.cell.content)


@dataclass(slots=True, eq=False)
class Key(Write):
    """An entry of a dict, or a name, was set or (a name only) deleted. old: its value before, or ABSENT."""

    key: Value
    old: Value

    def undo(self, content: Any) -> None:
        if self.old is ABSENT:
            content.pop(self.key, None)
        else:
            content[self.key] = self.old


@dataclass(slots=True, eq=False)
class Index(Write):
    """An item of a list or deque was set."""

    index: int
    old: Value

    def undo(self, content: Any) -> None:
        content[self.index] = self.old


@dataclass(slots=True, eq=False)
class Grown(Write):
    """A list or deque got items at its end. length: before."""

    length: int

    def undo(self, content: Any) -> None:
        if isinstance(content, deque):
            while len(content) > self.length:
                content.pop()
        else:
            del content[self.length :]


@dataclass(slots=True, eq=False)
class Popped(Write):
    """A list or deque lost its last item."""

    value: Value

    def undo(self, content: Any) -> None:
        content.append(self.value)


@dataclass(slots=True, eq=False)
class Inserted(Write):
    """A list or deque got an item before others."""

    index: int

    def undo(self, content: Any) -> None:
        del content[self.index]


@dataclass(slots=True, eq=False)
class Removed(Write):
    """A list or deque lost an item before others."""

    index: int
    value: Value

    def undo(self, content: Any) -> None:
        content.insert(self.index, self.value)


@dataclass(slots=True, eq=False)
class Member(Write):
    """A set got a member, or lost one. old: the member that was there, or ABSENT."""

    member: Value
    old: Value

    def undo(self, content: Any) -> None:
        if self.old is ABSENT:
            content.discard(self.member)
        else:
            content.add(self.old)


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

    cell: ClassVar[None] = None
    region: Region
    saved: Saved

    def restore(self) -> None:
        self.region.restore(self.saved)


@dataclass(slots=True, eq=False)
class Linked:
    """A union; a `Stated` of the parent stands before it."""

    cell: ClassVar[None] = None
    child: Region
    parent: Region

    def restore(self) -> None:
        self.child.parent = None


@dataclass(slots=True, eq=False)
class Rooted:
    """A root was added; a `Stated` of its region stands before it."""

    cell: ClassVar[None] = None
    region: Region
    root: Value

    def restore(self) -> None:
        pass


Entry = Write | Secured | Stated | Linked | Rooted
