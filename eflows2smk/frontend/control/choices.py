"""Where objects can be read behind a branch that share parts with what it changed, or chose among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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
from eflows2smk.frontend.record.residual_places import ResidualPlaces
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
    places = ResidualPlaces(recording, None)  # type: ignore[arg-type]
    for region in regions:
        for root in list(region.all_roots()):
            script.had.setdefault(root, places.source(root))
            if isinstance(region.find().place, Sharing):
                script.places.setdefault(root, region.find().place)
    for value in values:
        if not isinstance(value, Cell | Computed) or value in script.had or value in bundle.waiting:
            continue
        place = None if value.region is None else value.region.find().place
        if is_computed(value):
            if value.region is not None:
                script.had[value] = places.source(value)
                bundle.takes_over([value.region])
        elif isinstance(place, Script | Sharing):
            script.had[value] = place
        elif value.kind in OBJECTS:
            bundle.waiting[value] = given(recording, value, list(recording.machine.heap.reachable(value)))
