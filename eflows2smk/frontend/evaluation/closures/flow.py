"""Closures of branches, of what leaves a block, and of ``try``, ``with`` and ``match``."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core import texts
from eflows2smk.frontend.core.handlers import going_on
from eflows2smk.frontend.core.operations import Block, Code, Step
from eflows2smk.frontend.evaluation.contexts import enter, leave, left_by_any, may_go_on
from eflows2smk.frontend.evaluation.exceptions import exception_of, handles
from eflows2smk.frontend.evaluation.execution import Closure, Prepare, block, enclosing, step_closure
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.hoisting import hoisted
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.matching import tested
from eflows2smk.frontend.evaluation.signals import Leaving, Perhaps, Raised, Signal
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


def _split(machine: Machine, code: Code, operation: core.Try) -> Callable[[Frame], tuple[Closure, Closure] | None]:
    """The body up to its last call of a task, or its last statement with one, and then a ``try`` around the rest of it.
    What the rest raises is handled in the script that runs it; what a job raises, nobody can handle. None where the
    handlers call tasks, or no statement of the body does."""
    steps = operation.body.steps
    singles = [Block((step,)) for step in steps]
    around = [operation.orelse, *(each for handler in operation.handlers for each in (handler.head, handler.body))]
    made: dict[tuple[int, bool], tuple[Closure, Closure]] = {}

    def found(frame: Frame) -> tuple[Closure, Closure] | None:
        reaches = machine.reach.reaches
        if machine.residual.is_enclosed or not operation.handlers or any(map(reaches, around)):
            return None
        last = max((position for position, each in enumerate(singles) if reaches(each)), default=-1)
        if last < 0:
            return None
        nodes = [step.node for step in steps]
        parts = hoisted(machine, frame, steps[last])
        first = last if parts else texts.line_behind(nodes, operation.origin, last)
        if first == len(steps) or (parts and texts.line_behind(nodes, operation.origin, last - 1) != last):
            return None
        key = first, parts is not None
        if key not in made:
            node = texts.rest_of_try(operation.origin, nodes[first])
            code.module.place(node, code.module.span(nodes[first]), 0)
            calls, behind = parts or (None, steps[first])
            rest = Block((behind, *steps[first + 1 :]))
            begin = [block(machine, code, Block(steps[:first]))]
            if calls is not None:
                begin.append(step_closure(machine, code, calls, is_piece=True))
            tried = dataclasses.replace(operation, origin=node, body=rest, final=Block())
            made[key] = _one_by_one(begin), step_closure(machine, code, Step(node, (tried,)))
        return made[key]

    return found


def _one_by_one(closures: list[Closure]) -> Closure:
    def run(frame: Frame) -> Any:
        for closure in closures:
            signal = closure(frame)
            if signal is not None:
                return signal
        return None

    return run


def try_closure(machine: Machine, code: Code, operation: core.Try) -> Closure:
    body, orelse = block(machine, code, operation.body), block(machine, code, operation.orelse)
    split = _split(machine, code, operation)
    final = block(machine, code, operation.final) if operation.final.steps else None
    handlers = [
        (handler, block(machine, code, handler.head), block(machine, code, handler.body))
        for handler in operation.handlers
    ]

    goes_on = going_on(operation.origin) is not None

    def attempt(frame: Frame, first: Closure) -> Any:
        machine.guards += bool(handlers)
        try:
            with trying(machine, Site(operation, frame)):
                return first(frame)
        finally:
            machine.guards -= bool(handlers)

    def handled(frame: Frame, raised: Raised) -> Any:
        for handler, head, handle in handlers:
            head(frame)
            caught = None if handler.caught is None else frame.registers[handler.caught]
            if handler.caught is None or handles(machine, Site(operation, frame), raised.value, caught):
                return _handling(frame, handler, handle, raised.value)
        raise raised

    def handling(handler: core.Handler, head: Closure, handle: Closure) -> Callable[..., Any]:
        def run(frame: Frame, error: Any) -> Any:
            head(frame)
            return _handling(frame, handler, handle, error)

        return run

    any_error = [handling(*each) for each in handlers]

    def guarded(frame: Frame) -> Any:
        if goes_on and machine.residual.is_enclosed:
            site = Site(operation, frame)
            return machine.control.tried(site, lambda frame: attempt(frame, body), handled, any_error, orelse)
        first, behind = split(frame) or (body, orelse)
        try:
            signal = attempt(frame, first)
        except Raised as raised:
            return handled(frame, raised)
        if type(signal) is Leaving:
            raise machine.control.undecided(signal.site, None)
        return followed(machine, frame, signal, behind)

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


def _handling(frame: Frame, handler: core.Handler, handle: Closure, error: Any) -> Any:
    """A handler with its exception."""
    frame.registers[handler.error] = error
    frame.handling.append(error)
    try:
        return handle(frame)
    finally:
        frame.handling.pop()


def followed(machine: Machine, frame: Frame, signal: Any, behind: Closure) -> Any:
    """What is done behind a piece unless it leaves."""
    if signal is None:
        return behind(frame)
    return machine.control.perhaps(frame, signal, behind) if type(signal) is Perhaps else signal


def with_closure(machine: Machine, code: Code, operation: core.With) -> Closure:
    body = block(machine, code, operation.body)

    def run(frame: Frame) -> Any:
        site = Site(operation, frame)
        manager = frame.registers[operation.manager]
        frame.registers[operation.entered] = enter(machine, site, manager)
        machine.residual.enters(site)
        if machine.residual.is_enclosed and may_go_on(machine, site, manager):
            return _suppressing(machine, site, manager, body)
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


def _suppressing(machine: Machine, site: Site, manager: Any, body: Closure) -> Any:
    """A ``with`` that may suppress exceptions, and is left to the run as a whole."""

    def handled(frame: Frame, raised: Raised) -> Any:
        if leave(machine, site, manager, raised.value):
            return None
        raise raised

    def any_error(frame: Frame, error: Any) -> None:
        left_by_any(machine, site, manager, error)

    def behind(frame: Frame) -> None:
        leave(machine, site, manager, None)

    def whole(frame: Frame) -> Any:
        signal, result = body(frame), frame.result
        if signal is not None:
            behind(frame)
            frame.result = result
        return signal

    return machine.control.tried(site, whole, handled, [any_error], behind)


def match_test_closure(machine: Machine, code: Code, operation: core.MatchTest) -> Closure:
    def run(frame: Frame) -> None:
        registers = frame.registers
        operands = [registers[each] for each in operation.operands]
        registers[operation.target] = tested(
            machine, Site(operation, frame), operation, registers[operation.subject], operands
        )

    return run
