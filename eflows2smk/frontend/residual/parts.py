"""Values that a script has only as parts of known objects, or under names that are about to mean something else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from eflows2smk.frontend.core import texts
from eflows2smk.frontend.core.blocks import inner_blocks
from eflows2smk.frontend.core.operations import Compare, Operation, Unpack
from eflows2smk.frontend.evaluation.conversion import is_known
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import MISSING
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.changes import Changes, Slot
from eflows2smk.frontend.heap.heap import Heap
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.residual.progress import Statement
from eflows2smk.frontend.residual.roots import roots_of
from eflows2smk.frontend.residual.scripts import Line, Script, fresh, identifier, way_to
from eflows2smk.frontend.residual.snapshots import snapshot
from eflows2smk.frontend.residual.writing import Assigned, Composing, Written

# What belongs to the code of the program.
CODE = frozenset({"namespace", "module", "class", "function"})
# So many new members of a known container are values of their own; more of them are better handed on together.
FEW = 8


def is_still_known(cell: Cell, slots: Mapping[Any, Any]) -> bool:
    """Whether a container of which a call or statement changed some members is known as before, but for these."""
    new = [after for slot, (_, after) in slots.items() if not isinstance(slot, Slot) and isinstance(after, Computed)]
    whole = Slot.WHOLE in slots or any(isinstance(after, Cell | tuple) for _, after in slots.values())
    return cell.kind in ("list", "dict") and not whole and 0 < len(new) <= FEW


def keep_names(script: Script, written: Written) -> None:
    """A value that loses its only name by a text, and that somebody may still read, gets another one."""
    for name, value in written.binds.items():
        old = script.denotes.get(name, MISSING)
        if (
            old is MISSING
            or old is value
            or is_known(old)
            or len([n for n, v in script.denotes.items() if v is old]) > 1
        ):
            continue
        keep = fresh(f"{name}_before", {*script.denotes, *script.inputs})
        script.denotes[keep] = old
        script.lines.append(Line(f"{keep} = {name}", keeps=keep))


def keep_parts(heap: Heap, script: Script, before: Mapping[Cell, Mapping[Any, Any]]) -> None:
    """The same for values that known objects hold until then."""
    if all(cell.kind in CODE for cell in before):
        return
    for name, value in list(script.denotes.items()):
        if not isinstance(value, Cell | tuple) or getattr(value, "kind", "") in CODE:
            continue
        held = snapshot(heap, value, before)
        now = set(map(id, roots_of(snapshot(heap, value, {}))))
        for root in roots_of(held):
            way = None if id(root) in now or script.name_of(root) else way_to(held, root)
            if way:
                keep = fresh(identifier(f"{name}{way}"), {*script.denotes, *script.inputs})
                script.denotes[keep] = root
                script.lines.append(Line(f"{keep} = {name}{way}", keeps=keep))


def is_whole(statement: Statement, changes: Changes) -> bool:
    """Whether the script can run the statement as it stands: nothing that is known to the compiler is built of what
    it computes, nor changed by it."""
    node = statement.step.node
    if not texts.is_statement(node) or not texts.is_plain_statement(node):
        return False
    made = {id(done.result) for done in statement.done}
    for cell, slots in changes.cells.items():
        if cell in statement.kept or cell.is_computed:
            continue
        if cell.kind != "namespace" and cell.kind != "module":
            return False
        for _, after in slots.values():
            if isinstance(after, Cell | tuple) and id(after) not in made and not is_known(after):
                return False
    return True


def check_apart(machine: Machine, frame: Frame, operation: Operation) -> None:
    """Raises Refused for a piece of a statement that has calls of tasks inside of it, which the script would call, or
    that is no text by itself."""
    if any(machine.reach.reaches(block) for block in inner_blocks(operation)):
        raise Refused(
            "E302",
            "this works on what only exists when the workflow runs, around calls of tasks",
            "do it before and behind these calls, in statements of its own",
            span=frame.code.module.span(operation.origin),
        )
    if texts.is_pattern(operation.origin):
        raise Refused(
            "E302",
            "which case fits is only known when the workflow runs, and this 'match' calls tasks",
            "write 'if' and 'elif', or let a function without tasks say which case it is",
            span=frame.code.module.span(operation.origin),
        )


def names_of_parts(script: Script, operation: Unpack, frame: Frame) -> list[str]:
    """Names in the script for the parts of what is unpacked: those of the targets where nothing else has them."""
    taken = {*script.denotes, *script.inputs}
    names: list[str] = []
    for node in texts.elements_of(operation.origin):
        wanted = texts.name_of(node)
        if not wanted or wanted in taken:
            wanted = fresh(texts.label_of(node) or "value", {*taken, *names, *frame.names.content})
        names.append(wanted)
    return names


def unpacking(
    script: Script, composing: Composing, operation: Unpack, values: Sequence[Any]
) -> tuple[Callable[[dict[int, str]], Written], dict[str, Any]]:
    """What writes that the parts of a value get names, and these; what they are assigned to is another matter."""
    source = composing.frame.registers[operation.source]
    names = names_of_parts(script, operation, composing.frame)
    composing.replaced.setdefault(Assigned(operation.source), source)
    starred = [f"*{name}" if place == operation.star else name for place, name in enumerate(names)]
    return partial(composing.unpacking, starred, source), dict(zip(names, values, strict=True))


def asks_identity(operations: Iterable[Operation]) -> bool:
    """Whether it matters to these operations that two names mean one object."""
    return any(isinstance(each, Compare) and each.operator in ("is", "is not") for each in operations)
