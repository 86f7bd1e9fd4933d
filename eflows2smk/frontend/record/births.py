"""In which computed loops and branches each object of the run came to be.

Behind a loop no name leads to what one of its iterations made, and only a part of the runs has what a side of a branch
made: such objects stay in their regions, but nobody may ask for them there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.heap.regions import Region
from eflows2smk.workflow.model import Domain

_Around = tuple[Domain, ...]


@dataclass(slots=True, eq=False)
class Births:
    """serials, around: the domains since each serial number of the heap. inside: those of values that are made before a
    loop and belong to its iterations: its elements, and what stands for that which an iteration begins with."""

    machine: Machine
    serials: list[int] = field(default_factory=lambda: [0])
    around: list[_Around] = field(default_factory=lambda: [()])
    inside: dict[Any, _Around] = field(default_factory=dict)

    def move(self, domains: _Around) -> None:
        """The evaluation enters these domains, or comes back to them."""
        self.machine.domains = domains
        self.serials.append(self.machine.heap.newest)
        self.around.append(domains)

    def put_inside(self, root: Any, domain: Domain) -> None:
        self.inside[root] = (*domain.around, domain)

    def of(self, root: Any) -> _Around:
        found = self.inside.get(root)
        return self.around[bisect_right(self.serials, root.serial - 1) - 1] if found is None else found

    def roots_here(self, region: Region) -> Iterator[Any]:
        """The roots of a region that the program may still name where it is."""
        here = self.machine.domains
        for root in list(region.all_roots()):
            around = self.of(root)
            if len(around) <= len(here) and all(map(_is_in, here, around)):
                yield root


def _is_in(here: Domain, domain: Domain) -> bool:
    """A loop that ends at a condition has iterations of the one over its elements."""
    return here is domain or here.limit is domain
