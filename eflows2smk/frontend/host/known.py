"""Objects that are known when compiling, and the computed ones that may be, hold or be a part of them.

As long as nobody changes either, both can be gone on with. A change of the known one, at compile time, makes the
computed ones stale; a change of a computed one, in a job, makes the known one stale.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from eflows2smk.frontend.sharing import Node, Sharing, hold, may_be, touched
from eflows2smk.frontend.values import Future, Record, below

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator

Relate = Callable[[Node, Node], None]


class Shadow:
    """A known object among the computed ones with which it may have something in common."""

    __slots__ = ("value", "label", "sharing", "_known")

    # Never an object of the script that grows.
    artefact = "known"

    def __init__(self, value: Any, label: str, known: Known) -> None:
        self.value = value
        self.label = label
        self.sharing = Sharing()
        self._known = known

    @property
    def stale(self) -> str:
        return ""

    @stale.setter
    def stale(self, why: str) -> None:
        if why:
            self._known.lose(self.value, why)


class Known:
    """The known objects that computed ones may have something in common with."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        # By the id of an object that is held here, so that the id stays its own.
        self._shadows: dict[int, Shadow] = {}

    def gives(self, value: Any, made: Node, label: str, how: Relate, *, whole: bool) -> None:
        """How what is made has to do with what hangs below the value; whole: and with the value itself.

        Of a computed value nothing is known below it, so it stands for that too.
        """
        for node in self.nodes(value, label, whole=whole or isinstance(value, Future)):
            how(made, node)

    def node(self, value: Any, label: str) -> Node | None:
        """What stands for the object; None for one that can't be changed."""
        known = self.evaluator.promoted.get(id(value), value)
        known = known.future if isinstance(known, Record) and known.future is not None else known
        if isinstance(known, Future):
            return known
        if not is_changeable(known):
            return None
        shadow = self._shadows.get(id(known))
        if shadow is None:
            shadow = self._shadows[id(known)] = Shadow(known, label, self)
        return shadow

    def nodes(self, value: Any, label: str, *, whole: bool = True) -> list[Node]:
        """What stands for the object and for what hangs below it."""
        own = self.node(value, label)
        parts = [part for each in below(value) if (part := self.node(each, label)) is not None]
        if isinstance(own, Shadow):
            for part in parts:
                hold(own, part)
        return [own, *parts] if whole and own is not None else parts

    def becomes(self, value: Any, future: Any) -> None:
        """The value is computed from now on."""
        shadow = self._shadows.get(id(value))
        if shadow is None or not isinstance(future, Future):
            return
        may_be(future, shadow)
        may_be(shadow, future)

    def changes(self, value: Any) -> Callable[[], None] | None:
        """The value is changed when compiling: nobody may go on with what may be or hold it.

        Returns what takes that back, None if there is nothing to take back.
        """
        shadow = self._shadows.get(id(value))
        if shadow is None or id(value) in self.evaluator.promoted:
            return None
        why = f"may share parts with {shadow.label}, which is changed afterwards"
        before: list[tuple[Future, str]] = []
        for node in touched(shadow, deep=False):
            if isinstance(node, Future) and not node.stale:
                before.append((node, node.stale))
                node.stale = f"{node.label} {why}"

        def undo() -> None:
            for node, stale in before:
                node.stale = stale

        return undo

    def lose(self, value: Any, why: str) -> None:
        """What the value is now can't be told."""
        if id(value) in self.evaluator.promoted or (isinstance(value, Record) and value.future is not None):
            return
        future = Future(None, "a part of an object")
        future.stale = why
        self.evaluator.promote(value, future)


def is_changeable(value: Any) -> bool:
    """Whether it is a known object that can be changed in place."""
    return isinstance(value, list | dict | set | deque | bytearray | Record) or hasattr(value, "__array_interface__")
