"""A piece of host code, evaluated as far as that goes, leniently, to find out which files it writes and reads.

What is not known is skipped over; both ways of a condition that is not known are taken; loops over what is not known
are taken once. What this changes in the evaluator's values is taken back afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import libcst as cst

from eflows2smk.frontend.api import ApiFunction
from eflows2smk.frontend.host.effects import UNKNOWN, Effects, Notes, is_name_of_file, is_unknown, reads_by_name
from eflows2smk.frontend.host.journal import Journal
from eflows2smk.frontend.host.knowledge import (
    PATH_METHODS,
    PROCESS,
)
from eflows2smk.frontend.outcome import changed
from eflows2smk.frontend.scopes import Frame, Scope
from eflows2smk.frontend.trusted.functions import Denied, WorldFunction
from eflows2smk.frontend.trusted.table import program_exit
from eflows2smk.frontend.values import Bound, Dropped, Function, Future, Opaque, Record, Unknown, UserClass

if TYPE_CHECKING:
    from eflows2smk.frontend.calls import Call
    from eflows2smk.frontend.evaluator import Evaluator
    from eflows2smk.frontend.lowering import Closure

# As far as loops are followed whose end may depend on what is not known.
LONGEST = 1000
_DEEPEST = 30


class Scout(Notes):
    """One lenient evaluation."""

    def __init__(self, evaluator: Evaluator) -> None:
        super().__init__(evaluator)
        self.depth = 0
        # What functions may have returned, before their last statement.
        self.returned: list[Any] = []
        # ``while`` loops whose condition is not known, by the level of the evaluator that is theirs.
        self.loops: dict[int, Iterator[Unknown]] = {}
        # How many calls there were, when each one of the source was last, and how often something was not known.
        self.clock = 0
        self.called: dict[cst.CSTNode, int] = {}
        self.failures = 0

    # Called by the evaluator's closures -------------------------------------------------------------------------------

    def attempt(self, run: Callable[[], Any]) -> Any:
        """What `run` gives, UNKNOWN if that is not known."""
        try:
            return run()
        except Exception:  # noqa: BLE001 - half-known values raise anything
            self.failures += 1
            return UNKNOWN

    def whole(self, run: Callable[[], Any], node: cst.CSTNode, frame: Frame) -> Any:
        """What evaluating `node` gives, UNKNOWN if that is not known; all calls in it are looked at even then.

        An evaluation ends where something is not known: the rest of a text, a display or a comprehension comes after.
        """
        clock, failures = self.clock, self.failures
        value = self.attempt(run)
        if self.failures > failures:
            self._rest(node, frame, clock)
        return value

    def _rest(self, node: cst.CSTNode, frame: Frame, since: int) -> None:
        """The calls in `node` that were not reached since then."""
        if isinstance(node, cst.Lambda | cst.BaseSuite | cst.FunctionDef | cst.ClassDef):
            return
        found = self.evaluator.calls.get(node)
        if found is not None and self.called.get(node, -1) < since:
            site, function = found
            scope, inside = site.scope, frame
            while scope.kind == "comprehension" and scope.parent is not None:
                scope, inside = scope.parent, Frame({}, inside, inside.globals)
            self.attempt(lambda: self.call(site, function, inside))
        for child in node.children:
            self._rest(child, frame, since)

    def block(self, steps: Sequence[tuple[Closure, cst.CSTNode]], scope: Scope, frame: Frame) -> Any:
        """Statements one after the other; what one binds that ends early is not known."""
        for step, node in steps:
            clock, failures = self.clock, self.failures
            try:
                signal = step(frame)
            except Exception:  # noqa: BLE001 - half-known values raise anything
                signal = None
                self.failures += 1
                for name in changed(node):
                    (frame.globals if scope.hops(name) < 0 else frame.names)[name] = UNKNOWN
            if self.failures > failures and isinstance(node, cst.BaseSmallStatement):
                self._rest(node, frame, clock)
            if signal is not None:
                return signal
        return None

    def perhaps(self, frame: Frame, *ways: Callable[[], Any] | None) -> None:
        """Evaluate what may be executed or not: one of several ways on, None for one on which nothing is done.

        A name that does not mean the same after each of them is not known.
        """
        self.doubt += 1
        places = [frame.names] if frame.names is frame.globals else [frame.names, frame.globals]
        before = [dict(names) for names in places]
        ends = []
        for way in ways:
            for names, known in zip(places, before, strict=True):
                _become(names, known)
            signal = UNKNOWN if way is None else self.attempt(way)
            if signal is None or signal is UNKNOWN:
                ends.append([dict(names) for names in places])
            else:
                self.leaves(signal)
        for position, names in enumerate(places):
            _become(names, _merged([end[position] for end in ends] or [before[position]]))
        self.doubt -= 1

    def leaves(self, signal: Any) -> None:
        """A loop or the function may end here: what follows is in doubt until the function does."""
        self.doubt += 1
        self.returned.append(signal)

    def protected(self, run: Callable[[], Any]) -> None:
        """The body of a ``try``, which may end anywhere."""
        self.doubt += 1
        self.protecting += 1
        signal = self.attempt(run)
        self.doubt -= 1
        self.protecting -= 1
        if signal is not None and signal is not UNKNOWN:
            self.leaves(signal)

    def repeated(self, frame: Frame, names: Iterable[str]) -> Iterator[Unknown]:
        """The item of a loop over what is not known; the names that its body binds are not known either."""
        self.doubt += 1
        for name in names:
            frame.names[name] = UNKNOWN
        yield UNKNOWN
        self.doubt -= 1
        for name in names:
            frame.names[name] = UNKNOWN

    def call(self, site: Call, function: Closure, frame: Frame) -> Any:
        """A call: its effects are noted, its result is worked out if it can be."""
        node = site.node
        self.called[node] = self.clock
        self.clock += 1
        args: list[Any] = []
        kwargs: dict[str, Any] = {}
        for star, keyword, run in site.parts:
            value = self.attempt(lambda run=run: run(frame))  # type: ignore[misc]
            if star == "*" and isinstance(value, list | tuple):
                args.extend(value)
            elif star == "**" and isinstance(value, dict):
                kwargs.update(value)
            elif keyword:
                kwargs[keyword] = value
            else:
                args.append(value)
        attribute = node.func.attr.value if isinstance(node.func, cst.Attribute) else ""
        if isinstance(node.func, cst.Name) and node.func.value == "print":
            self.effects.prints = True
            return None
        callee = self.attempt(lambda: function(frame))
        if self.evaluator.host.reach.value(callee):
            # Tasks are invoked by the evaluation itself, never by a look ahead.
            return UNKNOWN
        name = _dotted(callee)
        if name in PROCESS:
            self.effects.process = name
        self._note_reads(args, kwargs, name)
        if name.startswith("tempfile."):
            return self._temporary(name)
        if isinstance(callee, Opaque) and args and is_unknown(args[0]) and reads_by_name(name):
            self.effects.searches = True
        loses = self.effects.loses
        if name and self._library(name, args, kwargs):
            if is_name_of_file(node):
                self.effects.loses = loses
            return UNKNOWN
        if attribute and not isinstance(callee, Function | Bound | UserClass | Opaque):
            owner = self.attempt(lambda: site.owner(frame))
            if isinstance(owner, PurePath):
                self._path_method(owner, attribute, args)
            elif not isinstance(owner, list | dict | str | set):
                self._method(attribute, args, kwargs)
        if isinstance(callee, Function | Bound | UserClass):
            return self._inside(callee, args, kwargs, site)
        if callee is UNKNOWN and attribute:
            if PATH_METHODS.get(attribute) == "read":
                self.effects.searches = True
                self.effects.lists = self.effects.lists or not attribute.startswith("read")
            self._methods_named(attribute, args, kwargs)
            return UNKNOWN
        if callee is UNKNOWN or isinstance(callee, Opaque | Dropped | ApiFunction):
            return UNKNOWN
        if any(is_unknown(value) for value in (*args, *kwargs.values())):
            return UNKNOWN
        return self.attempt(lambda: self.evaluator.call(callee, args, kwargs, site))

    def _inside(self, callee: Any, args: list[Any], kwargs: dict[str, Any], site: Call | None) -> Any:
        if self.depth >= _DEEPEST:
            return UNKNOWN
        self.depth += 1
        before = self.doubt, self.returned
        self.returned = []
        try:
            value = self.attempt(lambda: self.evaluator.call(callee, args, kwargs, site))
            return UNKNOWN if self.returned else value
        finally:
            self.depth -= 1
            self.doubt, self.returned = before

    def _methods_named(self, name: str, args: list[Any], kwargs: dict[str, Any]) -> None:
        """A method of an object of which nothing is known: it may be that of any class of the program."""
        for cls in self.evaluator.classes:
            method = cls.names.get(name)
            if isinstance(method, Function):
                self.doubt += 1
                self._inside(Bound(method, Record(cls)), args, kwargs, None)
                self.doubt -= 1


def scout(evaluator: Evaluator, run: Callable[[], Any], node: cst.CSTNode, frame: Frame) -> Effects:
    """The effects of what `run` evaluates, which `node` is."""
    before = evaluator.scout, evaluator.journal
    looking, journal = Scout(evaluator), Journal()
    evaluator.scout, evaluator.journal = looking, journal
    try:
        looking.whole(run, node, frame)
        return looking.effects
    finally:
        evaluator.scout, evaluator.journal = before
        journal.rollback()


def _become(names: dict[str, Any], others: dict[str, Any]) -> None:
    names.clear()
    names.update(others)


def _merged(ends: list[dict[str, Any]]) -> dict[str, Any]:
    """What names mean after all of several ways; UNKNOWN where that differs."""
    first, *others = ends
    merged = {name: first.get(name, UNKNOWN) for end in ends for name in end}
    for name, value in merged.items():
        if any(other.get(name, UNKNOWN) is not value for other in others):
            merged[name] = UNKNOWN
    return merged


def _dotted(callee: Any) -> str:
    if callee is program_exit:
        return "sys.exit"
    match callee:
        case Opaque() | Dropped():
            return callee.name
        case WorldFunction() | Denied() | ApiFunction():
            return callee.name.removesuffix("()")
        case _ if callable(callee) and not isinstance(callee, Unknown | Future | Record | Bound | Function | UserClass):
            return f"{getattr(callee, '__module__', '')}.{getattr(callee, '__name__', '')}"
        case _:
            return ""


__all__ = ["LONGEST", "UNKNOWN", "Effects", "Scout", "scout"]
