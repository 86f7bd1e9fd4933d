"""Where values that only the run knows can be read from: the artefact that shows a root of a region, as it is now."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.heap import Heap
from eflows2smk.frontend.heap.regions import Region
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.record.gathered import Gathered, Gatherings, Member
from eflows2smk.frontend.record.nowhere import Undecided
from eflows2smk.workflow.model import Artefact

Root = Cell | Computed


class Place(Protocol):
    """What a region's state can be read from: the script that has it, or the invocation that wrote it."""

    def artefact(self, root: Root) -> Artefact | None:
        """An artefact that shows the root; None where this place has nothing to do with it. Raises Refused where there
        can be none."""


@runtime_checkable
class Adopting(Protocol):
    """A place that can take over a root of which it changed the region, without having asked for the root itself."""

    def adopt(self, root: Root, shown: Callable[[Root, int], Any]) -> str:
        """The name under which it has the root from now on, "" if nobody has it. shown: the artefact that shows it as
        of a version of its region, or a later one."""


@dataclass(slots=True, eq=False)
class Stores:
    """Artefacts by the root that they show, each with the version of the root's region at that time."""

    heap: Heap
    gatherings: Gatherings = field(default_factory=Gatherings)
    freeze: Callable[[Any], Any] = lambda value: value
    _shown: dict[Root, list[tuple[int, Artefact | Gathered]]] = field(default_factory=dict)
    # Artefacts of members of collections that were read as members of something else.
    kept: set[Artefact] = field(default_factory=set)
    _watched: dict[Root, Artefact] = field(default_factory=dict)
    _order: list[Root] = field(default_factory=list)
    _homes: dict[Root, tuple[int, Place]] = field(default_factory=dict)

    def put(self, root: Root, artefact: Artefact | Gathered) -> None:
        """From now on this artefact shows the root."""
        self._shown.setdefault(root, []).append((self.heap.version_of(root), artefact))
        self._order.append(root)

    def known(self, root: Root) -> Artefact | None:
        """The newest artefact that shows the root as it is now; None where nobody has stored that yet."""
        shown = self._shown.get(root)
        if shown is None:
            return None
        version, artefact = shown[-1]
        if version < self.heap.version_of(root) or not isinstance(artefact, Artefact):
            return None
        self._read(root, artefact)
        return artefact

    def watch(self, root: Root, artefact: Artefact) -> None:
        """A call may have put something else in the place of the root, of which the artefact shows what came of it."""
        self._watched[root] = artefact

    def _read(self, root: Root, artefact: Any) -> None:
        watched = self._watched.get(root)
        if watched is not None and watched is artefact:
            self.kept.add(watched)

    def gathered(self, root: Any) -> Gathered | None:
        """What the root gathered in loops and branches; None where it is no such list, or changed otherwise since."""
        shown = self._shown.get(root) if isinstance(root, Cell) and root.is_computed else None
        if shown is None:
            return None
        version, found = shown[-1]
        return found if isinstance(found, Gathered) and version >= self.heap.version_of(root) else None

    def gathered_now(self, cell: Any) -> Gathered | None:
        """The same with what is added where the program is now, which asks for it."""
        found = self.gathered(cell)
        return None if found is None else self.gatherings.now(cell, found)

    def gathers(self, cell: Cell, values: Sequence[Any]) -> bool:
        """Add to a list if it is a gathered one."""
        found = self.gathered(cell)
        if found is None:
            return False
        assert cell.region is not None
        for value in values:
            self.share(value, cell.region)
        parts = list(map(Member, values))
        if not self.gatherings.add(cell, parts):
            self.put(cell, Gathered((*found.parts, *parts)))
        return True

    def share(self, value: Any, region: Region) -> None:
        """As the heap's; who has what is shared still has it."""
        found = [each.region for each in self.heap.reachable(value) if each.region is not None]
        places = dict.fromkeys(each.find().place for each in (*found, region))
        self.heap.share(value, region)
        known = tuple(place for place in places if place is not None)
        if known and region.find().place is None:
            self.heap.set_place(region, Undecided(None, known))

    def held(self, gathered: Gathered) -> list[Any]:
        """What an argument holds that gets the list."""
        return gathered.held(lambda member: self.freeze(member.value) if member.held is None else member.held)

    def artefact(self, root: Root) -> Artefact:
        """An artefact that shows the root as it is now, stored for this if need be. Raises Refused."""
        found = self.known(root)
        if found is not None:
            return found
        gathered = self.gathered_now(root)
        if gathered is not None:
            return self.held(gathered)  # type: ignore[return-value]
        place = self.home(root)
        if place is None and root.region is not None:
            place = root.region.find().place  # type: ignore[assignment]
        if place is None:
            raise Refused(
                "E302",
                "this value is not known when compiling, and nothing in the workflow stores it",
                "compute it in a @task function",
            )
        made = place.artefact(root)
        if made is None and isinstance(place, Adopting) and place.adopt(root, self.shown):
            made = place.artefact(root)
        if made is None:
            raise Refused("E302", "nothing in the workflow stores this value", "compute it in a @task function")
        return made

    def home(self, root: Root) -> Place | None:
        """What made a value that nobody has changed since; None where nobody said so."""
        version, place = self._homes.get(root, (-1, None))
        return place if version >= self.heap.version_of(root) else None

    def live_in(self, root: Root, place: Place) -> None:
        """A value, as it is now, can be read from this place."""
        self._homes[root] = (self.heap.version_of(root), place)

    def shown(self, root: Root, version: int) -> Any:
        """The newest artefact that shows the root as of this version of its region, or a later one."""
        shown = self._shown.get(root)
        if not shown or shown[-1][0] < version:
            return None
        found = shown[-1][1]
        if isinstance(found, Gathered):
            now = self.gatherings.now(root, found) if isinstance(root, Cell) else None
            return None if now is None else self.held(now)
        self._read(root, found)
        return found

    def mark(self) -> int:
        """For `rewind`."""
        return len(self._order)

    def rewind(self, mark: int, keep: Container[Root] = ()) -> None:
        """Forget what was put since, as the heap does that discards a fork. keep: roots that nobody knew before."""
        kept: list[Root] = []
        while len(self._order) > mark:
            root = self._order.pop()
            if root in keep:
                kept.append(root)
                continue
            shown = self._shown[root]
            shown.pop()
            if not shown:
                del self._shown[root]
        self._order += reversed(kept)

    def new(self, mark: int) -> set[Root]:
        """The roots that were shown since for the first time."""
        since = self._order[mark:]
        return {root for root in since if len(self._shown[root]) == since.count(root)} if since else set()
