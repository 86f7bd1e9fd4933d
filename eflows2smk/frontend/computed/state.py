"""What evaluating a loop's body changed: cells, found by comparing all that can be reached before and after.

A cell is a place that holds a value: a name, an element of a list or dictionary, an attribute of an object.
"""

from __future__ import annotations

import functools
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from eflows2smk.frontend.computed.symbols import Group, Grown
from eflows2smk.frontend.files import State
from eflows2smk.frontend.scopes import Frame
from eflows2smk.frontend.values import MISSING, Bound, Function, Future, Record, UserClass
from eflows2smk.workflow.model import Domain

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator

_SCALARS = (int, float, str, bytes, bool, complex, type(None))


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in a mapping or a list. label: for people."""

    holder: Any
    key: Any
    label: str

    @property
    def value(self) -> Any:
        try:
            return self.holder[self.key]
        except (KeyError, IndexError):
            return MISSING

    def set(self, value: Any) -> None:
        if value is MISSING:
            self.holder.pop(self.key, None)
        else:
            self.holder[self.key] = value

    def same(self, other: Cell) -> bool:
        return self.holder is other.holder and bool(self.key == other.key)


@dataclass(slots=True)
class Changes:
    """What is different from the snapshot. Values are those of before.

    cells: places that got another value. grown: lists that only became longer. futures: computed values that were
    changed in place. promoted: objects that became computed values. stale: computed values that nobody can go on with
    now, and why. other: labels of what changed in any other way.
    added: the lists of `grown`, with what they got. files: the versions of paths, before.
    """

    cells: list[tuple[Cell, Any]] = field(default_factory=list)
    grown: list[Any] = field(default_factory=list)
    futures: list[tuple[Future, Any]] = field(default_factory=list)
    promoted: list[Any] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    stale: list[tuple[Future, str]] = field(default_factory=list)
    added: list[tuple[Any, list[Any]]] = field(default_factory=list)
    files: State | None = None


class Snapshot:
    """All that can be reached from a frame, and what was recorded, at one moment."""

    def __init__(self, evaluator: Evaluator, frame: Frame) -> None:
        self.evaluator = evaluator
        self._mappings: list[tuple[dict[Any, Any], dict[Any, Any], str]] = []
        self._lists: list[tuple[Any, list[Any]]] = []
        self._grown: list[tuple[Grown, list[Any], list[tuple[Domain, list[Any]]]]] = []
        self._sets: list[tuple[set[Any], set[Any]]] = []
        self._futures: list[tuple[Future, Any, str]] = []
        self._records: list[tuple[Record, Future | None]] = []
        self._arrays: list[tuple[Any, bytes]] = []
        self._seen: dict[int, Any] = {}
        self._walk(frame)
        recorder, host = evaluator.recorder, evaluator.host.taker
        self._loops = dict(evaluator.loops.made.loops)
        self._recorded = len(recorder.invocations), len(recorder.barriers), len(evaluator.loops.domains)
        self._files = recorder.files.state()
        self._said = dict(evaluator.diagnostics), set(evaluator._noted), dict(evaluator.assumed)
        self._promoted = dict(evaluator.promoted)
        self._host = list(host._effectful), dict(host._states)

    def _walk(self, frame: Frame) -> None:
        pending: list[Any] = []
        walked: Frame | None = frame
        while walked is not None:
            pending += self._names(walked.names)
            walked = walked.parent
        pending += self._names(frame.globals)
        for unit in self.evaluator.units.values():
            pending += self._names(unit.names)
        while pending:
            value = pending.pop()
            if isinstance(value, _SCALARS) or id(value) in self._seen:
                continue
            self._seen[id(value)] = value
            promoted = self.evaluator.promoted.get(id(value))
            if promoted is not None:
                pending.append(promoted)
            pending += self._members(value)

    def _names(self, names: dict[Any, Any]) -> list[Any]:
        if id(names) in self._seen:
            return []
        self._seen[id(names)] = names
        self._mappings.append((names, dict(names), ""))
        return list(names.values())

    def _members(self, value: Any) -> list[Any]:
        """Remember the content of a value; returns what hangs below it."""
        match value:
            case list() | deque():
                self._lists.append((value, list(value)))
                return list(value)
            case tuple():
                return list(value)
            case dict():
                self._mappings.append((value, dict(value), "an element of a dictionary"))
                return list(value.values())
            case set():
                self._sets.append((value, set(value)))
                return []
            case Grown():
                self._grown.append((value, list(value.parts), _copy(value.growing)))
                return [*value.parts, *(item for _, added in value.growing for item in added)]
            case Group():
                return list(value.items)
            case Future():
                self._futures.append((value, value.artefact, value.stale))
                return []
            case Record():
                self._records.append((value, value.future))
                self._mappings.append((value.state, dict(value.state), "an attribute"))
                return [*value.state.values(), *([] if value.future is None else [value.future])]
            case UserClass():
                self._mappings.append((value.names, dict(value.names), "an attribute of a class"))
                return list(value.names.values())
            case Bound():
                return [value.instance, value.function]
            case Function():
                return self._closure(value)
            case functools.partial():
                return [value.func, *value.args, *value.keywords.values()]
            case _:
                if hasattr(value, "__array_interface__") and hasattr(value, "tobytes"):
                    self._arrays.append((value, value.tobytes()))
                return []

    def _closure(self, function: Function) -> list[Any]:
        found: list[Any] = []
        frame: Frame | None = function.closure
        while frame is not None:
            found += self._names(frame.names)
            frame = frame.parent
        return found

    # Comparing --------------------------------------------------------------------------------------------------------

    def changes(self) -> Changes:
        """What is different now."""
        found = Changes(files=self._files)
        for mapping, before, label in self._mappings:
            for key in {**before, **mapping}:
                old, new = before.get(key, MISSING), mapping.get(key, MISSING)
                if not _same(old, new):
                    found.cells.append((Cell(mapping, key, label or f"'{key}'"), old))
        for items, old_items in self._lists:
            self._compare(items, old_items, found)
        for grown, parts, growing in self._grown:
            length = len(growing[-1][1] if growing else parts)
            if len(grown.top) != length:
                found.grown.append(grown)
                found.added.append((grown, grown.top[length:]))
        for members, old_members in self._sets:
            if members != old_members:
                found.other.append("a set")
        for future, artefact, stale in self._futures:
            if future.stale != stale:
                found.stale.append((future, future.stale))
            elif future.artefact is not artefact:
                found.futures.append((future, artefact))
        for record, computed in self._records:
            if record.future is not computed:
                found.promoted.append(record)
        known = self.evaluator.promoted
        for key in known:
            if key not in self._promoted and key in self._seen:
                found.promoted.append(self._seen[key])
        found.other += ["an array" for array, content in self._arrays if array.tobytes() != content]
        return found

    def _compare(self, items: Any, before: list[Any], found: Changes) -> None:
        now = list(items)
        differing = [i for i in range(min(len(now), len(before))) if not _same(before[i], now[i])]
        if len(now) > len(before) and not differing and isinstance(items, list):
            found.grown.append(items)
            found.added.append((items, now[len(before) :]))
        elif len(now) != len(before) or (differing and not isinstance(items, list)):
            found.other.append("a list, in another way than by 'append'")
        else:
            found.cells += [(Cell(items, i, "an element of a list"), before[i]) for i in differing]

    # Taking back ------------------------------------------------------------------------------------------------------

    def restore(self) -> None:
        """Everything as it was, what was recorded as well."""
        self.restore_values()
        evaluator = self.evaluator
        recorder, host = evaluator.recorder, evaluator.host.taker
        recorder.files.restore(self._files)
        invocations, barriers, domains = self._recorded
        del recorder.invocations[invocations:]
        del recorder.barriers[barriers:]
        del evaluator.loops.domains[domains:]
        evaluator.loops.made.loops = dict(self._loops)
        evaluator.diagnostics = dict(self._said[0])
        evaluator._noted = set(self._said[1])
        evaluator.assumed = dict(self._said[2])
        host.current = None
        host._effectful, host._states = list(self._host[0]), dict(self._host[1])
        evaluator.journal = None

    def restore_values(self) -> None:
        """What the program sees as it was: its values, and the versions of its files."""
        for mapping, before, _ in self._mappings:
            mapping.clear()
            mapping.update(before)
        for items, old_items in self._lists:
            items.clear()
            items.extend(old_items)
        for grown, parts, growing in self._grown:
            grown.parts[:] = parts
            grown.growing[:] = _copy(growing)
        for members, old_members in self._sets:
            members.clear()
            members.update(old_members)
        for future, artefact, stale in self._futures:
            future.artefact, future.stale = artefact, stale
        for record, computed in self._records:
            record.future = computed
        self.evaluator.promoted.clear()
        self.evaluator.promoted.update(self._promoted)
        self.evaluator.recorder.files.restore(self._files, versions=False)
        # A loop of one side of a branch is none of the other's.
        self.evaluator.loops.made.loops = dict(self._loops)


def _copy(growing: list[tuple[Domain, list[Any]]]) -> list[tuple[Domain, list[Any]]]:
    return [(domain, list(added)) for domain, added in growing]


def _same(one: Any, other: Any) -> bool:
    if one is other:
        return True
    return type(one) is type(other) and isinstance(one, _SCALARS) and one == other


def holders(value: Any) -> list[Any]:
    """The mappings and lists of a value, its own and those below it."""
    found: list[Any] = []
    pending = [value]
    while pending:
        each = pending.pop()
        each = each.state if isinstance(each, Record) else each
        if any(each is known for known in found):
            continue
        match each:
            case dict():
                found.append(each)
                pending += each.values()
            case list() | deque():
                found.append(each)
                pending += each
            case tuple():
                pending += each
    return found
