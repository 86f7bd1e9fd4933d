"""Calls of reductions: a tree of invocations, whose levels and parts are loops like those of the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import libcst as cst

from eflows2smk.diagnostics import ProgramError
from eflows2smk.frontend.errors import Refusal
from eflows2smk.frontend.scopes import Frame, Level
from eflows2smk.frontend.values import Future

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator
    from eflows2smk.frontend.tasks import TaskFunction


def reduction(
    evaluator: Evaluator,
    task: TaskFunction,
    values: dict[str, Any],
    record: Callable[[dict[str, Any]], Any],
    node: cst.CSTNode,
) -> Any:
    """The future of what is left in the end. record: makes an invocation with these arguments."""
    from eflows2smk.software import reduce, reduced

    _, described = task.described(evaluator)
    name = reduced(described)
    members = values.get(name)
    if isinstance(members, Future):
        members.refuse(f"'{task.name}' is applied to parts of '{name}': how many there are")
    if not isinstance(members, list | tuple):
        raise Refusal("E320", f"'{name}' of the reduction '{task.name}' is no list", help="pass a list of its members")
    frame = Frame({}, None, task.function.closure.globals)
    levels = [Level(node, ("level",), frame), Level(node, ("part",), frame)]

    def apply(level: int, number: int, part: Sequence[Any]) -> Any:
        frame.names.update(level=level, part=number)
        levels[0].index, levels[1].index = level, number
        return record({**values, name: list(part)})

    size = _size(evaluator, task, values)
    evaluator.levels += levels
    try:
        return reduce(members, size, apply)
    finally:
        del evaluator.levels[-len(levels) :]


def _size(evaluator: Evaluator, task: TaskFunction, values: dict[str, Any]) -> int:
    from eflows2smk.software import chunk_size

    names = {**task.function.closure.globals, **task.function.signature.defaults, **values}
    _, described = task.described(evaluator)
    try:
        return chunk_size(described, names.__getitem__, evaluator.world.environ)
    except ProgramError as error:
        raise ProgramError(*(replace(d, span=task.decorations[0].span()) for d in error.diagnostics)) from None
