"""Calls of reductions: a tree of invocations, whose levels and parts are loops like those of the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from eflows2smk.diagnostics import ProgramError
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.iteration import items_of
from eflows2smk.frontend.evaluation.machine import Level, Site, looping
from eflows2smk.frontend.heap.cells import Cell, is_known
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.record.tasks import TaskValue
from eflows2smk.software import Description, chunk_size, reduce, reduced


def reduction(
    recording: Recording,
    site: Site,
    task: TaskValue,
    description: Description,
    values: Mapping[str, Any],
    record: Callable[[Mapping[str, Any]], Any],
) -> Any:
    """What is left in the end. record: makes an invocation with these arguments. Raises Refused, ProgramError."""
    machine = recording.machine
    name = reduced(description)
    members = _members(recording, site, task, name, values.get(name))
    function = task.function
    names = machine.heap.allocate("namespace", {})
    frame = Frame(function.code, names, (), function.module, site.frame, site.operation.origin)
    levels = [Level(site.operation, (each,), frame) for each in ("level", "part")]

    def apply(level: int, number: int, part: Sequence[Any]) -> Any:
        machine.heap.set_key(names, "level", level)
        machine.heap.set_key(names, "part", number)
        levels[0].index, levels[1].index = level, number
        return record({**values, name: machine.heap.allocate("list", list(part))})

    size = _size(recording, task, description, values)
    with ExitStack() as stack:
        for level in levels:
            stack.enter_context(looping(machine, level))
        return reduce(members, size, apply)


def _members(recording: Recording, site: Site, task: TaskValue, name: str, value: Any) -> list[Any]:
    if not is_known(value):
        raise Refused(
            "E300",
            f"'{task.name}' is applied to parts of '{name}': how many there are is only known when the workflow runs",
            "pass a list whose length is known",
        )
    if not isinstance(value, tuple) and not (isinstance(value, Cell) and value.kind == "list"):
        raise Refused("E320", f"'{name}' of the reduction '{task.name}' is no list", "pass a list of its members")
    return items_of(recording.machine, site, value) or []


def _size(recording: Recording, task: TaskValue, description: Description, values: Mapping[str, Any]) -> int:
    names = {**task.function.module.content, **task.function.defaults, **values}
    try:
        return chunk_size(description, names.__getitem__, recording.machine.world.environ)
    except ProgramError as error:
        raise ProgramError(*(replace(each, span=task.decorations[0].span()) for each in error.diagnostics)) from None
