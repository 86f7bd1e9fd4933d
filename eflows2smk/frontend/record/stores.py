"""Where values that only the run knows can be read from: the artefact that shows a root of a region, as it is now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.heap import Heap
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.workflow.model import Artefact

Root = Cell | Computed


class Place(Protocol):
    """What a region's state can be read from: the script that has it, or the invocation that wrote it."""

    def artefact(self, root: Root) -> Artefact | None:
        """An artefact that shows the root; None where this place has nothing to do with it. Raises Refused where there
        can be none."""


@dataclass(slots=True, eq=False)
class Stores:
    """Artefacts by the root that they show, each with the version of the root's region at that time."""

    heap: Heap
    _shown: dict[Root, list[tuple[int, Artefact]]] = field(default_factory=dict)
    _order: list[Root] = field(default_factory=list)
    _homes: dict[Root, Place] = field(default_factory=dict)

    def put(self, root: Root, artefact: Artefact) -> None:
        """From now on this artefact shows the root."""
        self._shown.setdefault(root, []).append((self.heap.version_of(root), artefact))
        self._order.append(root)

    def known(self, root: Root) -> Artefact | None:
        """The newest artefact that shows the root as it is now; None where nobody has stored that yet."""
        shown = self._shown.get(root)
        if shown is None:
            return None
        version, artefact = shown[-1]
        return artefact if version >= self.heap.version_of(root) else None

    def artefact(self, root: Root) -> Artefact:
        """An artefact that shows the root as it is now, stored for this if need be. Raises Refused."""
        found = self.known(root)
        if found is not None:
            return found
        place: Place | None = self.home(root) if root.region is None else root.region.find().place  # type: ignore[assignment]
        if place is None:
            raise Refused(
                "E302",
                "this value is not known when compiling, and nothing in the workflow stores it",
                "compute it in a @task function",
            )
        made = place.artefact(root)
        if made is None:
            raise Refused("E302", "nothing in the workflow stores this value", "compute it in a @task function")
        return made

    def home(self, root: Root) -> Place | None:
        """What makes a value that shares nothing with anybody; None where nobody said so."""
        return self._homes.get(root)

    def live_in(self, root: Root, place: Place) -> None:
        """A value of an immutable type, which no region tells of, can be read from this place."""
        self._homes[root] = place

    def last(self, root: Root) -> Artefact | None:
        """The newest artefact that ever showed the root."""
        shown = self._shown.get(root)
        return shown[-1][1] if shown else None

    def mark(self) -> int:
        """For `rewind`."""
        return len(self._order)

    def rewind(self, mark: int) -> None:
        """Forget what was put since, as the heap does that discards a fork."""
        while len(self._order) > mark:
            root = self._order.pop()
            shown = self._shown[root]
            shown.pop()
            if not shown:
                del self._shown[root]
