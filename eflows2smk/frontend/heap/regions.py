"""Regions: sets of run-time objects that may share parts.

A union-find forest that can be rolled back: it is linked by size and its paths are never compressed, and sets of roots
are ropes, which a union joins in one step. All that a union or a change writes is in the few fields that `Region.saved`
gives.

Versions come from one clock of the heap. A node keeps the version that its own objects got last (`changed`), also
below another node; what it was linked to counts for it only if that changed after the link was made. So a union changes
no version of any root (`version_of`), though the region as a whole has the newest one of its parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# None for nothing, a pair of ropes, or a root in a tuple of one.
Rope = tuple[Any, ...] | None

Saved = tuple[int, int, object, int, Rope, Rope]


@dataclass(frozen=True, slots=True)
class State:
    """One state of a region, or of a part of one: of a whole region the version is the newest of all its parts, in
    `changes` and `joining` that of the part that a node stood for. place: where it can be read from, as the evaluator
    says it."""

    version: int
    place: object


@dataclass(slots=True, eq=False, repr=False)
class Region:
    """A node of the forest; `find` gives the one that stands for the whole region, whose fields alone count.

    serial: the heap's number of it. changed: the newest version that this node itself gave to its objects. version: the
    newest one among all its parts. linked: what `changed` of the parent was when this was linked to it. roots: the
    values that a program can name. known: those cells among them that may still be known.
    """

    serial: int
    changed: int
    version: int
    place: object = None
    size: int = 1
    roots: Rope = None
    known: Rope = None
    parent: Region | None = None
    linked: int = 0

    def __repr__(self) -> str:
        return f"<region {self.find().serial}>"

    def find(self) -> Region:
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    def state(self) -> State:
        found = self.find()
        return State(found.version, found.place)

    def all_roots(self) -> Iterator[Any]:
        """All roots of the whole region, in an order that depends only on what was done to it."""
        return leaves(self.find().roots)

    def saved(self) -> Saved:
        return self.changed, self.version, self.place, self.size, self.roots, self.known

    def restore(self, saved: Saved) -> None:
        self.changed, self.version, self.place, self.size, self.roots, self.known = saved


def version_of(node: Region) -> int:
    """The newest version that the objects of this very node may have got."""
    newest = node.changed
    while (parent := node.parent) is not None:
        if parent.changed > node.linked:
            newest = max(newest, parent.changed)
        node = parent
    return newest


def same_region(first: Region, second: Region) -> bool:
    return first.find() is second.find()


def by_size(first: Region, second: Region) -> tuple[Region, Region]:
    """Of two that stand for their regions: the one to be linked, and the one that it is linked to."""
    return (second, first) if first.size >= second.size else (first, second)


def link(child: Region, parent: Region) -> None:
    child.linked = parent.changed
    child.parent = parent
    parent.size += child.size
    parent.version = max(parent.version, child.version)
    parent.roots = joined(parent.roots, child.roots)
    parent.known = joined(parent.known, child.known)
    if parent.place != child.place:
        parent.place = None


def joined(first: Rope, second: Rope) -> Rope:
    if first is None or second is None:
        return first or second
    return first, second


def leaves(rope: Rope) -> Iterator[Any]:
    todo = [rope] if rope else []
    while todo:
        part = todo.pop()
        assert part is not None
        if len(part) == 1:
            yield part[0]
        else:
            todo += (part[1], part[0])
