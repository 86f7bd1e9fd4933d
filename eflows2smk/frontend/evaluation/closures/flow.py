"""Closures of branches, of what leaves a block, and of ``try``, ``with`` and ``match``."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core import texts
from eflows2smk.frontend.core.operations import Block, Code, Step
from eflows2smk.frontend.evaluation.contexts import enter, leave, may_go_on
from eflows2smk.frontend.evaluation.exceptions import exception_of, handles
from eflows2smk.frontend.evaluation.execution import Closure, Prepare, block, enclosing, step_closure
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.matching import tested
from eflows2smk.frontend.evaluation.signals import Leaving, Raised, Signal
from eflows2smk.frontend.evaluation.trying import trying


def branch_closure(machine: Machine, code: Code, operation: core.Branch) -> Closure:
    condition = operation.condition
    then, otherwise = block(machine, code, operation.then), block(machine, code, operation.otherwise)

    def run(frame: Frame) -> Any:
        truth = frame.registers[condition]
        if truth is True:
            return then(frame)
        if truth is False:
            return otherwise(frame)
        return machine.control.branch(Site(operation, frame), truth, then, otherwise)

    return run


def signal_closure(signal: Signal) -> Prepare:
    return lambda machine, code, operation: lambda frame: signal


def return_closure(machine: Machine, code: Code, operation: core.Return) -> Closure:
    source = operation.source

    def run(frame: Frame) -> Signal:
        frame.result = frame.registers[source]
        return Signal.RETURN

    return run


def raise_closure(machine: Machine, code: Code, operation: core.Raise) -> Closure:
    exception, cause = operation.exception, operation.cause

    def run(frame: Frame) -> None:
        site = Site(operation, frame)
        if exception is None:
            if not frame.handling:
                raise Raised(RuntimeError("No active exception to reraise"))
            raise Raised(frame.handling[-1], is_seen=True)
        reason = None if cause is None else frame.registers[cause]
        raise Raised(exception_of(machine, site, frame.registers[exception], reason), is_seen=True)

    return run


def _split(machine: Machine, code: Code, operation: core.Try) -> Callable[[], tuple[Closure, Closure] | None]:
    """The body up to its last statement with a task, and then a ``try`` around the rest of it. What the rest raises is
    handled in the script that runs it; what a job raises, nobody can handle. None where the handlers call tasks, or no
    statement of the body does."""
    steps = operation.body.steps
    singles = [Block((step,)) for step in steps]
    around = [operation.orelse, *(each for handler in operation.handlers for each in (handler.head, handler.body))]
    made: dict[int, tuple[Closure, Closure]] = {}

    def found() -> tuple[Closure, Closure] | None:
        reaches = machine.reach.reaches
        if machine.residual.is_enclosed or not operation.handlers or any(map(reaches, around)):
            return None
        last = max((position for position, each in enumerate(singles) if reaches(each)), default=-1)
        first = texts.line_behind([step.node for step in steps], operation.origin, last)
        if last < 0 or first == len(steps):
            return None
        if first not in made:
            node = texts.rest_of_try(operation.origin, steps[first].node)
            code.module.place(node, code.module.span(steps[first].node), 0)
            rest = dataclasses.replace(operation, origin=node, body=Block(steps[first:]), final=Block())
            made[first] = (
                block(machine, code, Block(steps[:first])),
                step_closure(machine, code, Step(node, (rest,))),
            )
        return made[first]

    return found


def try_closure(machine: Machine, code: Code, operation: core.Try) -> Closure:
    body, orelse = block(machine, code, operation.body), block(machine, code, operation.orelse)
    split = _split(machine, code, operation)
    final = block(machine, code, operation.final) if operation.final.steps else None
    handlers = [
        (handler, block(machine, code, handler.head), block(machine, code, handler.body))
        for handler in operation.handlers
    ]

    def guarded(frame: Frame) -> Any:
        first, behind = split() or (body, orelse)
        try:
            machine.guards += bool(handlers)
            try:
                with trying(machine, Site(operation, frame)):
                    signal = first(frame)
            finally:
                machine.guards -= bool(handlers)
        except Raised as raised:
            for handler, head, handle in handlers:
                head(frame)
                caught = None if handler.caught is None else frame.registers[handler.caught]
                if handler.caught is not None and not handles(machine, Site(operation, frame), raised.value, caught):
                    continue
                frame.registers[handler.error] = raised.value
                frame.handling.append(raised.value)
                try:
                    return handle(frame)
                finally:
                    frame.handling.pop()
            raise
        if type(signal) is Leaving:
            raise machine.control.undecided(signal.site, None)
        return behind(frame) if signal is None else signal

    blocks = [operation.body, operation.orelse, operation.final]
    blocks += [each for handler in operation.handlers for each in (handler.head, handler.body)]
    if final is None:
        return enclosing(machine, operation, blocks, guarded)

    def run(frame: Frame) -> Any:
        try:
            signal = guarded(frame)
        except Raised:
            left = final(frame)
            if left is not None:
                return left
            raise
        result = frame.result
        left = final(frame)
        if left is not None:
            return left
        frame.result = result
        return signal

    return enclosing(machine, operation, blocks, run)


def with_closure(machine: Machine, code: Code, operation: core.With) -> Closure:
    body = block(machine, code, operation.body)

    def run(frame: Frame) -> Any:
        site = Site(operation, frame)
        manager = frame.registers[operation.manager]
        frame.registers[operation.entered] = enter(machine, site, manager)
        machine.residual.enters(site)
        around = trying(machine, site) if may_go_on(machine, site, manager) else nullcontext()
        try:
            with around:
                signal = body(frame)
        except Raised as raised:
            if leave(machine, site, manager, raised.value):
                return None
            raise
        if type(signal) is Leaving:
            raise machine.control.undecided(signal.site, None)
        result = frame.result
        leave(machine, site, manager, None)
        frame.result = result
        return signal

    return enclosing(machine, operation, (operation.body,), run)


def match_test_closure(machine: Machine, code: Code, operation: core.MatchTest) -> Closure:
    def run(frame: Frame) -> None:
        registers = frame.registers
        operands = [registers[each] for each in operation.operands]
        registers[operation.target] = tested(
            machine, Site(operation, frame), operation, registers[operation.subject], operands
        )

    return run
