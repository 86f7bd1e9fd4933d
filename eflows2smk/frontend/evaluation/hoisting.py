"""The calls of tasks in a statement, apart from what the statement does with their results."""

from __future__ import annotations

from typing import Any

import libcst as cst

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core import texts
from eflows2smk.frontend.core.operations import Operation, Place, Register, Step
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import MISSING, Library


def hoisted(machine: Machine, frame: Frame, step: Step) -> tuple[Step, Step] | None:
    """A statement in two: up to its last call of a task, and behind it. What the second part reads of the first one are
    results of tasks, names, literals and parts of libraries, so that it can be done again from its text. None where
    that is not so, and where the results only get a name."""
    if not isinstance(step.node, cst.BaseSmallStatement):
        return None
    names = _tasks(machine, frame, step)
    if names is None:
        return None
    calls = [each for each in step.operations if isinstance(each, core.Call) and each.function in names]
    end = step.operations.index(calls[-1]) + 1
    if all(isinstance(each, core.Store) or _waits(frame, step, each) for each in step.operations[end:]):
        return None
    inside = {id(node) for call in calls for node in texts.descendants(call.origin)}
    again: list[Operation] = []
    for operation in step.operations[:end]:
        if id(operation.origin) in inside:
            continue
        if not isinstance(operation, core.Load | core.Constant) and not _is_of_library(frame, step, operation):
            return None
        again.append(operation)
    return Step(step.node, step.operations[:end]), Step(step.node, (*again, *step.operations[end:]))


def _tasks(machine: Machine, frame: Frame, step: Step) -> set[Register] | None:
    """The registers that hold tasks, which are only called; None where tasks are reached in other ways."""
    found: set[Register] = set()
    for operation in step.operations:
        if not machine.reach.is_reached_by(frame.code, operation):
            continue
        if not isinstance(operation, core.Load) or not hasattr(type(_value(frame, operation)), "decorations"):
            return None
        found.add(operation.target)
    called = [each.function for each in step.operations if isinstance(each, core.Call) and each.function in found]
    return found if found and len(called) == len(found) and not _are_passed(step, found) else None


def _are_passed(step: Step, registers: set[Register]) -> bool:
    """Whether something else is done with the registers than calling them."""
    calls = (each for each in step.operations if isinstance(each, core.Call))
    if any(passed.value in registers for call in calls for passed in call.arguments):
        return True
    return any(isinstance(each, core.Store) and each.source in registers for each in step.operations)


def _value(frame: Frame, operation: core.Load) -> Any:
    if operation.place is Place.GLOBAL:
        return frame.module.content.get(operation.name, MISSING)
    return frame.names.content.get(operation.name, MISSING)


def _waits(frame: Frame, step: Step, operation: Operation) -> bool:
    """Whether it only waits for a result."""
    if not isinstance(operation, core.Call):
        return False
    loaded = (each for each in step.operations if isinstance(each, core.Load) and each.target == operation.function)
    return any(getattr(_value(frame, each), "is_wait", False) for each in loaded)


def _is_of_library(frame: Frame, step: Step, operation: Operation) -> bool:
    """Whether it gets something from a module of a library."""
    if not isinstance(operation, core.GetAttribute):
        return False
    loaded = (each for each in step.operations if isinstance(each, core.Load) and each.target == operation.object)
    return any(isinstance(_value(frame, each), Library) for each in loaded)
