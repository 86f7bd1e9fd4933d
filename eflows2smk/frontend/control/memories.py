"""What is known of a loop of which only the run knows how often it runs: what it turned out to change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from eflows2smk.frontend.control.ways import Way
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.workflow.model import Artefact, Joined


@dataclass(slots=True, eq=False)
class Memory:
    """What a loop turned out to change. slots: places that are carried, by the way to their cell and their key.
    counted: those that hold a number, with what an iteration adds; uncounted: those that only seemed to. bound: names
    that an iteration binds before it reads them. objects, gathered, regions: ways to cells that change as a whole, to
    lists that only get longer, to computed values that are changed. files: paths that every iteration writes."""

    slots: dict[tuple[Way, Any], None] = field(default_factory=dict)
    counted: dict[tuple[Way, Any], int] = field(default_factory=dict)
    uncounted: set[tuple[Way, Any]] = field(default_factory=set)
    bound: dict[tuple[Way, Any], None] = field(default_factory=dict)
    objects: dict[Way, None] = field(default_factory=dict)
    gathered: dict[Way, None] = field(default_factory=dict)
    regions: dict[Way, None] = field(default_factory=dict)
    files: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Carrier:
    """A place that is carried. first: an artefact of what was there before the loop. left: what is there when an
    iteration ends. begun: what it begins with."""

    cell: Cell
    key: Any
    old: Any
    first: Artefact | None
    carried: Joined | None
    last: Artefact | None = None
    left: Any = None
    begun: Any = None
