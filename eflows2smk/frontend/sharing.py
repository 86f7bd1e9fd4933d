"""Which computed objects may change when another one does, since jobs get a copy of each.

Enters what is found out about names, one pair of objects at a time; leaves the objects that nobody may go on with.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eflows2smk.frontend.values import Future


class Sharing:
    """What one computed object may have in common with others.

    same: they may be the same object. links: they may be the same, or one is a part of the other. copies: they may
    hold the same members, as a list and its copy do. holders: they hold it; parts: they are held by it.
    """

    __slots__ = ("same", "links", "copies", "holders", "parts")

    def __init__(self) -> None:
        self.same: set[Future] = set()
        self.links: set[Future] = set()
        self.copies: set[Future] = set()
        self.holders: set[Future] = set()
        self.parts: set[Future] = set()

    def copy(self) -> Sharing:
        made = Sharing()
        for name in Sharing.__slots__:
            setattr(made, name, set(getattr(self, name)))
        return made


def be_same(one: Future, other: Future) -> None:
    """The two may be one object, and so may what is the same as either."""
    group = {one, other, *one.sharing.same, *other.sharing.same}
    for member in group:
        member.sharing.same |= group - {member}


def link(one: Future, other: Future) -> None:
    """The two may share parts, and so may what shares parts with either."""
    group = {one, other, *one.sharing.links, *other.sharing.links}
    for member in group:
        member.sharing.links |= group - {member}


def share_members(one: Future, other: Future) -> None:
    """What hangs below the one may hang below the other too."""
    one.sharing.copies |= {other} - {one}
    other.sharing.copies |= {one} - {other}


def hold(holder: Future, part: Future) -> None:
    """The one is known to be a part of the other."""
    holder.sharing.parts |= {part} - {holder}
    part.sharing.holders |= {holder} - {part}


def touched(future: Future, *, deep: bool) -> set[Future]:
    """What may have changed with an object. deep: whether what hangs below it may have changed, not only itself."""
    selves = _same([future])
    around = _same(other for one in selves for other in one.sharing.links) - selves
    # Of what is linked, the object may be a part.
    inside = around | selves if deep else around
    below = _same(other for one in inside for other in (*one.sharing.copies, *one.sharing.parts))
    below |= _same(other for one in below for other in one.sharing.links)
    found = selves | around | below
    return (found | holding(found)) - {future}


def holding(futures: Iterable[Future]) -> set[Future]:
    """What is known to hold one of them, or what holds one of them, and so on."""
    found: set[Future] = set()
    pending = list(futures)
    while pending:
        new = _same(pending.pop().sharing.holders) - found
        found |= new
        pending += new
    return found


def _same(futures: Iterable[Future]) -> set[Future]:
    return {each for future in futures for each in (future, *future.sharing.same)}


class Known:
    """Computed objects that may hold parts of objects which are known when compiling, until these change."""

    def __init__(self) -> None:
        # By the id of an object that is held here, so that the id stays its own.
        self._given: dict[int, tuple[object, set[Future]]] = {}
        self._around: dict[int, set[int]] = {}

    def gives(self, value: object, parts: Iterable[object], future: Future) -> None:
        """The future may be, or hold, the value or one of its parts."""
        if id(value) not in self._given:
            self._given[id(value)] = (value, set())
            for part in (value, *parts):
                self._around.setdefault(id(part), set()).add(id(value))
        self._given[id(value)][1].add(future)

    def becomes(self, value: object, future: Future) -> None:
        """The value is computed from now on."""
        for around in self._around.get(id(value), ()):
            for given in self._given[around][1]:
                if given is not future:
                    link(given, future)
