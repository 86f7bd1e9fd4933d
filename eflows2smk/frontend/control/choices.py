"""Where objects can be read that share parts with what a branch or loop changes, or chooses among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from eflows2smk.diagnostics import Span
from eflows2smk.frontend.control.keeping import joined
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Site
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.regions import Region
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.record.bundles import Bundle, Unpacking, empty_script, given
from eflows2smk.frontend.record.nowhere import refused
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.record.residual_places import source_of
from eflows2smk.frontend.residual.scripts import Script, Sharing, identifier
from eflows2smk.frontend.residual.writing import is_computed
from eflows2smk.workflow.model import Artefact, Domain, Joined

# Kinds of known objects that may share parts with others.
OBJECTS = ("list", "dict", "set", "deque", "instance")


@dataclass(slots=True, eq=False)
class Choice:
    """The place of what a branch changed: each side has its bundle, a script behind the branch takes the one apart that
    the run made. site: of the branch."""

    recording: Recording
    site: Site
    span: Span
    domain: Domain
    sides: tuple[Bundle, Bundle]
    behind: Unpacking | None = None
    _made: Joined | None = None

    def begins_behind(self) -> None:
        """What follows stands behind the branch."""
        self.behind = Unpacking(empty_script(self.recording, self.site), self.span)

    def artefact(self, root: Any) -> Artefact | None:
        """An artefact with a root as it is behind the branch. Raises Refused."""
        return self.script(root).artefact(root)

    def script(self, root: Any) -> Script:
        """The script behind the branch, which has the root then. Raises Refused."""
        one, other = self.sides
        if self.behind is None:
            raise refused(self.span)
        if root not in one.members or root not in other.members:
            add_to_all(self.sides, root)
            holder = f"{identifier(one.members[root]) or 'value'}_and_others"
            then, otherwise = one.write(holder), other.write(holder)
            if self._made is None:
                self._made = joined("branch", self.domain, then, otherwise)
            self.behind.write(holder, self._made, one.members)
        return self.behind.script


@dataclass(slots=True, eq=False)
class Carried:
    """What a loop changes and shares parts: as it was before the loop, and as an iteration leaves it. Scripts at the
    beginning of an iteration and behind the loop take it apart."""

    recording: Recording
    site: Site
    domain: Domain
    first: Bundle
    last: Bundle | None = None
    begins: Unpacking | None = None
    behind: Unpacking | None = None
    _asked: set[Any] = field(default_factory=set)
    _carried: Joined | None = None
    _left: Joined | None = None

    def starts(self) -> None:
        """An iteration begins."""
        self.begins = Unpacking(empty_script(self.recording, self.site), self.first.span)

    def ends(self, last: Bundle) -> None:
        """An iteration ends. Raises Refused where what it got is no more to be had."""
        self.last = last
        may_hold(last, (), self.first.waiting)
        may_hold(last, (), self.first.script.had)
        for root in list(self.first.members):
            self._add(root)

    def leaves(self) -> None:
        """What follows stands behind the loop."""
        self.behind = Unpacking(empty_script(self.recording, self.site), self.first.span)

    def script_in(self, root: Any) -> Script:
        """The script at the beginning of an iteration, which has the root then. Raises Refused."""
        if self.begins is None:
            raise refused(self.first.span)
        self._add(root)
        return self.begins.script

    def script_behind(self, root: Any) -> Script:
        """The script behind the loop, which has the root then. Raises Refused."""
        if self.behind is None or self.last is None:
            raise refused(self.first.span)
        self._add(root)
        if self._left is None:
            self._left = joined("last", self.domain, self.last.made, self.first.made)
            self._write_behind()
        return self.behind.script

    def _write_behind(self) -> None:
        if self.behind is not None and self._left is not None:
            assert self.first.made is not None
            self.behind.write(self.first.made.slot, self._left, self.first.members)

    def _add(self, root: Any) -> None:
        if root not in self.first.members:
            self.first.add(root)
        holder = f"{identifier(self.first.members[root]) or 'value'}_and_others"
        first = self.first.write(holder)
        if self.begins is not None:
            if self._carried is None:
                self._carried = joined("carried", self.domain, None, first)
            self.begins.write(holder, self._carried, self.first.members)
        if self.last is not None and root not in self.last.members and root not in self._asked:
            # Who has it at the end of an iteration may ask for it at the beginning.
            self._asked.add(root)
            try:
                self.last.add(root)
            except Refused:
                del self.first.members[root]
                raise
            finally:
                self._asked.discard(root)
            made = self.last.write(holder)
            if self._carried is not None:
                # The graph is not handed over yet.
                object.__setattr__(self._carried, "then", made)
        self._write_behind()


@dataclass(frozen=True, slots=True, eq=False)
class InIteration:
    """The place of what a loop carries, inside of its body."""

    carried: Carried

    def artefact(self, root: Any) -> Artefact | None:
        """An artefact with a root as the iteration before left it. Raises Refused."""
        return self.script(root).artefact(root)

    def script(self, root: Any) -> Script:
        """The script that has it. Raises Refused."""
        return self.carried.script_in(root)


@dataclass(frozen=True, slots=True, eq=False)
class BehindLoop:
    """The same behind the loop."""

    carried: Carried

    def artefact(self, root: Any) -> Artefact | None:
        """An artefact with a root as the last iteration left it. Raises Refused."""
        return self.script(root).artefact(root)

    def script(self, root: Any) -> Script:
        """The script that has it. Raises Refused."""
        return self.carried.script_behind(root)


def add_to_all(bundles: Iterable[Bundle], root: Any) -> None:
    """Add a root to bundles that go on holding the same. Raises Refused."""
    added: list[Bundle] = []
    try:
        for bundle in bundles:
            if root not in bundle.members:
                bundle.add(root)
                added.append(bundle)
    except Refused:
        for bundle in added:
            del bundle.members[root]
        raise


def bundle_of(recording: Recording, site: Site, span: Span) -> Bundle:
    """An empty one, where the program is now."""
    return Bundle(recording, empty_script(recording, site), span, lambda: refused(span))


def may_hold(bundle: Bundle, regions: Iterable[Region], values: Iterable[Any]) -> None:
    """A bundle can hold the objects of these regions, and these values, as they are now."""
    recording, script = bundle.recording, bundle.script
    for region in regions:
        for root in recording.births.roots_here(region):
            script.had.setdefault(root, source_of(recording, root))
            place = region.find().place
            if isinstance(place, Sharing):
                script.places.setdefault(root, place)
    for value in values:
        if isinstance(value, tuple):
            may_hold(bundle, (), value)
        if not isinstance(value, Cell | Computed) or value in script.had or value in bundle.waiting:
            continue
        place = None if value.region is None else value.region.find().place
        if is_computed(value):
            if value.region is not None:
                script.had[value] = source_of(recording, value)
                bundle.takes_over([value.region])
        elif isinstance(place, Script | Sharing):
            script.had[value] = place
        elif isinstance(value, Cell) and value.kind in OBJECTS:
            bundle.waiting[value] = given(recording, value, list(recording.machine.heap.reachable(value)))
