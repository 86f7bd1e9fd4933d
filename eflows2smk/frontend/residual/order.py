"""The order of what a statement changes and of the tasks that it calls.

The text of a statement is run with known objects as they were before it. Where the statement has changed one of them
before it called a task, what it reads of that behind the call would be neither the old object nor the new one.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

from eflows2smk.diagnostics import Span
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.values import Bound, FunctionCell
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.heap import Heap
from eflows2smk.frontend.residual.progress import Statement
from eflows2smk.frontend.residual.writing import Written

_OBJECTS = frozenset({"list", "dict", "set", "deque", "instance", "object", "array"})


def note_changes(heap: Heap, statements: Sequence[Statement]) -> None:
    """A task is about to be called: remember which known objects these statements have changed."""
    for statement in statements:
        written = heap.newly_written(statement.fork)
        statement.before_tasks.update(cell for cell in written if cell.kind in _OBJECTS and not cell.is_computed)


def check_order(heap: Heap, statement: Statement, written: Written, span: Span) -> None:
    """Raises Refused where the text reads such an object, or calls a function that may."""
    if not statement.before_tasks or not _reads_one_of(heap, written, statement.before_tasks):
        return
    # What was written may be what it was before.
    changed = statement.before_tasks.intersection(heap.differs(statement.fork).cells)
    if _reads_one_of(heap, written, changed):
        raise Refused(
            "E302",
            "this statement changes an object before it calls a task, and reads it behind that",
            "do it in a statement of its own",
            span=span,
        )


def _reads_one_of(heap: Heap, written: Written, cells: Set[Cell]) -> bool:
    """Whether the text reads one of these objects, or calls a function that may."""
    return bool(cells) and any(
        isinstance(value, FunctionCell | Bound) or any(found in cells for found in heap.reachable(value))
        for value in written.reads.values()
    )


def forget_made(statement: Statement, result: Any) -> None:
    """What has its text stays in that script, where others find it, when the statement goes on in another one."""
    given = result if isinstance(result, tuple) else (result,)
    statement.made[:] = [value for value in statement.made if not any(value is found for found in given)]
