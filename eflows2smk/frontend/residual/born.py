"""Known objects that a statement makes itself and hands to what the run does: ``max([Box(1), given])``.

The log of the heap has no older state of an object that is younger than the statement. What it was when the run first
got it is noted here, so that a script can be given it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.changes import Changes, Slot
from eflows2smk.frontend.residual.progress import Statement
from eflows2smk.frontend.residual.snapshots import slots_before

_NOTED = frozenset({"list", "dict", "set", "deque", "instance"})


def note_born(statements: Sequence[Statement], found: Any) -> None:
    """The run is about to get an object: what it is now, for the statements that are older than it."""
    if not isinstance(found, Cell) or found.is_computed or found.kind not in _NOTED:
        return
    for statement in reversed(statements):
        if found.serial < statement.fork.serial:
            continue
        if found in statement.born:
            return
        statement.born[found] = found.content.copy()


def before_it(statement: Statement, changes: Changes) -> dict[Cell, dict[Any, Any]]:
    """For each cell that the statement has changed, and for those that it has made and given to the run, what was there
    before."""
    born = {cell: {Slot.WHOLE: content} for cell, content in statement.born.items() if cell.is_computed}
    return {**born, **slots_before(changes)}
