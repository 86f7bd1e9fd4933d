"""Which computed objects may change when another one does, since jobs get a copy of each.

Enters what is found out about names, one pair of objects at a time; leaves the objects that nobody may go on with.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol


class Node(Protocol):
    """An object that may have something in common with others; see `Future`."""

    artefact: Any
    label: str
    sharing: Sharing
    stale: str


class Sharing:
    """What one computed object may have in common with others.

    same: they may be the same object, all of them. sources: objects that it may be, hold or be a part of, from which it
    was made; origins: those of which it may be one, and nothing else. derived, images: the other way round. What has a
    source in common may have parts in common; the sources themselves need not. copies: they may hold the same members,
    as a list and its copy do. holders: they hold it; parts: they are held by it.

    All of them only ever get more: that two objects may share something stays true.
    """

    __slots__ = ("same", "sources", "derived", "origins", "images", "copies", "holders", "parts")

    def __init__(self) -> None:
        self.same: set[Node] = set()
        self.sources: set[Node] = set()
        self.derived: set[Node] = set()
        self.origins: set[Node] = set()
        self.images: set[Node] = set()
        self.copies: set[Node] = set()
        self.holders: set[Node] = set()
        self.parts: set[Node] = set()


def be_same(one: Node, other: Node) -> None:
    """The two may be one object, and so may what is the same as either."""
    group = {one, other, *one.sharing.same, *other.sharing.same}
    for member in group:
        member.sharing.same |= group - {member}


def derive(made: Node, source: Node) -> None:
    """The one may be the other, hold it, or be a part of it."""
    made.sharing.sources |= {source} - {made}
    source.sharing.derived |= {made} - {source}


def may_be(made: Node, origin: Node) -> None:
    """The one may be the other."""
    made.sharing.origins |= {origin} - {made}
    origin.sharing.images |= {made} - {origin}


def link(one: Node, other: Node) -> None:
    """The same both ways: one that is there already got the other one, or a part of it."""
    derive(one, other)
    derive(other, one)


def share_members(one: Node, other: Node) -> None:
    """What hangs below the one may hang below the other too."""
    one.sharing.copies |= {other} - {one}
    other.sharing.copies |= {one} - {other}


def hold(holder: Node, part: Node) -> None:
    """The one is known to be a part of the other."""
    holder.sharing.parts |= {part} - {holder}
    part.sharing.holders |= {holder} - {part}


_UP = ("same", "origins", "sources")
_DOWN = ("same", "images", "derived")


def candidates(node: Node) -> set[Node]:
    """What the object may be, itself among them."""
    return _closure([node], ("same", "origins"))


def behind(node: Node, *, deep: bool) -> set[Node]:
    """What the object may be, hold or be a part of; deep: and what is known to hang below it."""
    return _closure([node], (*_UP, "parts") if deep else _UP) - _closure([node], ("same",))


def touched(node: Node, *, deep: bool) -> set[Node]:
    """What may have changed with an object. deep: whether what hangs below it may have changed, not only itself."""
    selves = _closure(candidates(node), ("same", "images"))
    around = _around([node]) - selves
    # Of what is linked, the object may be a part.
    inside = around | selves if deep else around
    below = _around({other for one in inside for other in (*one.sharing.copies, *one.sharing.parts)})
    found = selves | around | below
    return (found | holding(found)) - {node}


def holding(nodes: Iterable[Node]) -> set[Node]:
    """What is known to hold one of them, or what holds one of them, and so on; and what was made of that."""
    return _closure({holder for node in nodes for holder in node.sharing.holders}, (*_DOWN, "holders"))


def _around(nodes: Iterable[Node]) -> set[Node]:
    """All that is made of what these are made of."""
    return _closure(_closure(nodes, _UP), _DOWN)


def _closure(nodes: Iterable[Node], relations: tuple[str, ...]) -> set[Node]:
    """The nodes, and what follows from them by the relations, again and again."""
    found: set[Node] = set()
    pending = list(nodes)
    while pending:
        node = pending.pop()
        if node not in found:
            found.add(node)
            for relation in relations:
                pending += getattr(node.sharing, relation)
    return found
