"""What the text of a script looks at outside of the program, of which the compiler knows what is there.

The workflow is made for what the compiler saw, so the script must not find anything else, and has to be run again when
that changes. A file that the text reads is an input of the script. Of all else the script gets what was seen, as it
gets the results of tasks; where a loop in the text looks at something else each time, what was seen is part of what
the script means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core import texts
from eflows2smk.frontend.core.blocks import all_operations, inner_blocks
from eflows2smk.frontend.core.operations import Block
from eflows2smk.frontend.evaluation.conversion import SCALARS, is_known
from eflows2smk.frontend.evaluation.machine import Look, Site
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.residual.progress import Recording, Statement
from eflows2smk.frontend.residual.scripts import Script
from eflows2smk.frontend.residual.writing import Composing, Written, definitions


def note_look(statements: Sequence[Statement], place: Site | None, look: Look) -> None:
    """Something outside is looked at. place: of the last call of a library's function."""
    for statement in statements:
        statement.looks[_part(statement, place), look] = None


def _part(statement: Statement, place: Site | None) -> Any:
    """The part of the statement that does it; None where that is not known."""
    if place is None:
        return None
    frame, origin = place.frame, place.operation.origin
    while frame is not statement.frame:
        if frame.caller is None:
            return None
        frame, origin = frame.caller, frame.origin
    return origin


def keep_seen(statement: Statement, composing: Composing) -> None:
    """Let the text get what was seen, and not look again, where that is one value."""
    parts = {part: look for part, look in statement.looks if part is not None and not look.is_content}
    if not parts:
        return
    again = _repeated(composing)
    for register, operation in definitions(composing.frame.code).items():
        part = operation.origin
        if part in parts and id(part) not in again and texts.is_expression(part):
            value = composing.frame.registers[register]
            if _is_passed(value):
                composing.replaced.setdefault(part, value)
                if parts[part].is_variable and parts[part].name.isidentifier():
                    composing.labels[part] = parts[part].name.lower()


def _is_passed(value: Any) -> bool:
    """Whether a script can get it as it is."""
    if type(value) in SCALARS or isinstance(value, str | PurePath):
        return True
    return isinstance(value, Cell) and value.kind in ("list", "dict", "set") and is_known(value)


def _repeated(composing: Composing) -> set[int]:
    """What stands in loops of the statement."""
    loops = (core.For, core.While)
    found: set[int] = set()
    for loop in all_operations(Block((composing.step,))):
        if isinstance(loop, loops):
            inside = (each for block in inner_blocks(loop) for each in all_operations(block))
            found.update(id(each.origin) for each in inside)
    return found


def note_seen_outside(
    recording: Recording, script: Script, statement: Statement, composing: Composing, written: Written
) -> None:
    """What a text looks at all the same decides what its script means."""
    for look in _left(statement, composing, written):
        recording.looks(script, look)


def _left(statement: Statement, composing: Composing, written: Written) -> Iterator[Look]:
    if not statement.looks or written.node is None:
        return
    inside = set(map(id, texts.descendants(written.node)))
    for part in composing.replaced:
        if id(part) in inside and part is not written.node:
            inside.difference_update(map(id, texts.descendants(part)))
    for part, look in statement.looks:
        if part is None or id(part) in inside:
            yield look
