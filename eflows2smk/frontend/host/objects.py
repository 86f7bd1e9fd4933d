"""What a step of host code means for its objects: which are computed from now on, and which others nobody knows now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from eflows2smk.frontend.computed.symbols import Symbol
from eflows2smk.frontend.host.aliases import Changes
from eflows2smk.frontend.host.known import Known, is_changeable
from eflows2smk.frontend.sharing import Node, behind, candidates, derive, hold, may_be, share_members, touched
from eflows2smk.frontend.values import Dropped, Future, Record, below

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator
    from eflows2smk.frontend.host.segment import Segment

IMMUTABLE = (int, float, str, bytes, bool, type(None), complex, tuple, frozenset, range, Symbol)


class Objects:
    """The objects of one evaluation, as far as host code gets hold of them."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.known = Known(evaluator)

    # Changes ----------------------------------------------------------------------------------------------------------

    def apply(self, segment: Segment, changes: Changes, needed: dict[str, Any], where: str) -> None:
        """What a step changes of what it needs. where: its file and line."""
        for name, deep in changes.changed.items():
            if name not in needed:
                continue
            value = self.evaluator.promoted.get(id(needed[name]), needed[name])
            if name not in segment.inputs and not isinstance(value, Future | Record):
                # A module, a function, or an alias of another name, which is in `needed` too or is not changed.
                continue
            self._changed(segment, name, value, f"may be changed at {where}", deep=deep)

    def _changed(self, segment: Segment, name: str, value: Any, why: str, *, deep: bool) -> None:
        if isinstance(value, (*IMMUTABLE, Dropped)):
            return
        future = self._computed(name, value, why)
        future.artefact = None
        segment.outputs[name] = future
        if not isinstance(value, Record):
            segment.variables[name] = future
        apart = set(segment.loaded)
        if name in segment.inputs:
            segment.loaded.add(future)
            apart.add(future)
        else:
            # What the script made of what it got: the one that is the other, or holds it, has changed too.
            for other, known, below_it in self._inputs_behind(segment, future, deep=deep):
                self._changed(segment, other, known, why, deep=below_it)
                apart -= set(self.known.nodes(known, other))
        future.changes(why, deep=deep, apart=apart)
        if deep:
            self._changed_below(value, why)

    def _computed(self, name: str, value: Any, why: str) -> Future:
        """What stands for an object that the script changes."""
        if isinstance(value, Future):
            return value
        if isinstance(value, Record) and value.future is not None:
            return value.future
        future = Future(None, f"'{name}'" if isinstance(value, Record) else f"'{name}', which {why},")
        if isinstance(value, Record):
            value.future = future
            self.known.becomes(value, future)
        else:
            self.evaluator.promote(value, future)
        for part in self.known.nodes(value, f"'{name}'", whole=False):
            hold(future, part)
        return future

    def _inputs_behind(self, segment: Segment, future: Future, *, deep: bool) -> list[tuple[str, Any, bool]]:
        """Inputs of the script that the object may be, hold or be a part of, if nothing that changes is common to two.

        The script gets each input for itself: what is a part of two would be two objects there. With each, whether what
        hangs below it may change.
        """
        sources, itself = behind(future, deep=deep), candidates(future)
        found: list[tuple[str, Any, bool]] = []
        nodes: list[set[Node]] = []
        for name in segment.inputs:
            value = segment.variables.get(name)
            value = self.evaluator.promoted.get(id(value), value)
            if not (isinstance(value, Future) or is_changeable(value)):
                continue
            all_of_it = set(self.known.nodes(value, f"'{name}'"))
            if all_of_it & sources:
                found.append((name, value, deep or bool(all_of_it & (sources - itself))))
                nodes.append(all_of_it)
        for position, (name, value, below_it) in enumerate(found):
            own = self.known.node(value, name)
            changing = nodes[position] if below_it or own is None else {own}
            around = {each for node in changing for each in (node, *touched(node, deep=below_it))}
            if any(around & others for others in nodes[position + 1 :]):
                return []
        return found

    def _changed_below(self, value: Any, why: str) -> None:
        """What hangs below an object may have changed: nobody may go on with it as it was before."""
        for member in below(value):
            if isinstance(member, Future) and member.artefact is not None:
                member.stale = f"{member.label} {why}"
        self.parts_changed(value, why)

    def parts_changed(self, value: Any, why: str) -> None:
        """The same for known lists, dictionaries, sets and records below an object."""
        for member in below(value):
            if is_changeable(member) and id(member) not in self.evaluator.promoted:
                future = Future(None, "a part of an object")
                self.evaluator.promote(member, future)
                future.stale = f"a part of an object {why}"
                future.changes(why, deep=True)

    # Relations --------------------------------------------------------------------------------------------------------

    def may_be(self, made: Future, *values: Any) -> None:
        """What the run decides on may turn out to be any of these objects."""
        for value in values:
            own = self.known.node(value, "an object")
            if own is not None:
                may_be(made, own)

    def link(self, future: Future, name: str, changes: Changes, needed: dict[str, Any], *, got: bool = False) -> None:
        """What a step says of the object behind a name. got: it was there before, so what it may be got the same."""
        nodes: list[Node] = [future, *behind(future, deep=False)] if got else [future]
        same, held, part = (relation.get(name, set()) for relation in (changes.same, changes.held, changes.part))
        for root in sorted(changes.aliases.get(name, set()) & needed.keys()):
            value, label = self._of(needed[root]), f"'{root}'"
            own = self.known.node(value, label)
            for node in nodes:
                if root in same and own is not None:
                    may_be(node, own)
                if root in part:
                    self.known.gives(value, node, label, derive, whole=root in held)
                elif root in held:
                    self.known.gives(value, node, label, hold, whole=True)
                elif root not in same:
                    self._share_members(node, value, label)
        for root in sorted(changes.copies.get(name, set()) & needed.keys()):
            self._share_members(future, self._of(needed[root]), f"'{root}'")

    def _share_members(self, node: Node, value: Any, label: str) -> None:
        if isinstance(value, Future):
            share_members(node, value)
        else:
            self.known.gives(value, node, label, hold, whole=False)

    def futures(self, names: set[str], needed: dict[str, Any]) -> Iterator[Future]:
        """The computed objects behind names."""
        for name in sorted(names):
            value = self._of(needed.get(name))
            if isinstance(value, Future):
                yield value

    def _of(self, value: Any) -> Any:
        value = self.evaluator.promoted.get(id(value), value)
        return value.future if isinstance(value, Record) and value.future is not None else value
