"""From operations to closures: each code is prepared once and executed as often as the program asks.

A closure of an operation gets the frame and gives None, or the `Signal` or `Leaving` with which the block ends there.
`closures` has one maker for each kind of operation; nothing here knows what is residual, a task or a domain of the
workflow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.operations import Block, Code, CodeKind, Operation, Place, Step
from eflows2smk.frontend.evaluation.bounds import Exhausted
from eflows2smk.frontend.evaluation.carrying import may_call_tasks
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.frames import Frame, hops
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Leaving, Perhaps, Raised, Signal
from eflows2smk.frontend.evaluation.values import Refusing
from eflows2smk.frontend.evaluation.watching import Overrun
from eflows2smk.frontend.trusted import interface as trusted

Closure = Callable[[Frame], Any]


# What executes a block on whose condition or iterator only the run can decide; set by `control`.
Prepare = Callable[[Machine, Code, Any], Closure]

# In a module, for all the names that a refused ``import *`` would have brought in.
ANY_NAME = "*"


def executable(machine: Machine, code: Code) -> Closure:
    """The closure of a code's body."""
    known = machine.codes.get(code)
    if known is None:
        known = machine.codes[code] = _body(machine, code)
    return known


def _body(machine: Machine, code: Code) -> Closure:
    body = _top_level(machine, code) if code.kind is CodeKind.MODULE else block(machine, code, code.body)
    if not code.annotates:
        return body

    def run(frame: Frame) -> Any:
        machine.heap.set_key(frame.names, "__annotations__", machine.heap.allocate("dict", {}))
        return body(frame)

    return run


def _top_level(machine: Machine, code: Code) -> Closure:
    """The body of a module, each of whose statements is announced."""
    steps = [step_closure(machine, code, step) for step in code.body.steps]

    def run(frame: Frame) -> None:
        position = 0
        try:
            for position, step in enumerate(steps):
                for announce in machine.statements:
                    announce(frame.module, position)
                try:
                    step(frame)
                except Exhausted as exhausted:
                    if machine.residual.is_enclosed:
                        raise
                    machine.renew()
                    statement = code.body.steps[position]
                    _refuse(machine, frame, statement, too_long(machine, exhausted, (code.module, statement.node)))
        except Overrun as overrun:
            if overrun.place is None:
                overrun.place = code.module, code.body.steps[position].node
            raise
        except BaseException:
            _announce_end(machine, frame, len(steps))
            raise
        _announce_end(machine, frame, len(steps))

    return run


def _announce_end(machine: Machine, frame: Frame, count: int) -> None:
    for announce in machine.statements:
        announce(frame.module, count)


def block(machine: Machine, code: Code, body: Block) -> Closure:
    """A closure that runs the steps of a block."""
    steps = [step_closure(machine, code, step) for step in body.steps]
    if not steps:
        return _nothing
    if len(steps) == 1:
        return steps[0]

    def run(frame: Frame) -> Any:
        for position, step in enumerate(steps):
            signal = step(frame)
            if signal is not None:
                return left(frame, signal, position + 1)
        return None

    def left(frame: Frame, signal: Any, position: int) -> Any:
        if position < len(steps):
            if type(signal) is Leaving:
                signal.rest.append(rest(position))
            elif type(signal) is Perhaps:
                return machine.control.perhaps(frame, signal, rest(position))
        return signal

    def rest(position: int) -> Closure:
        def run_rest(frame: Frame) -> Any:
            for following in range(position, len(steps)):
                signal = steps[following](frame)
                if signal is not None:
                    return left(frame, signal, following + 1)
            return None

        return run_rest

    return run


def _nothing(frame: Frame) -> None:
    return None


def step_closure(machine: Machine, code: Code, step: Step, *, is_piece: bool = False) -> Closure:
    """One statement: its operations one after the other. What it is refused for is reported here, and the program
    goes on behind it, so that all problems are found at once. is_piece: it is only a part of the statement."""
    closures = [(operation, prepared(machine, code, operation)) for operation in step.operations]
    begins, ends = machine.residual.begins_piece if is_piece else machine.residual.begins, machine.residual.ends

    def refuse(frame: Frame, refused: Refused) -> None:
        _refuse(machine, frame, step, refused)

    def run(frame: Frame) -> Any:
        try:
            return done(frame)
        except Refused as refused:
            # At its end: what it left to the run has no text.
            refuse(frame, refused)
            return None

    def done(frame: Frame) -> Any:
        token = begins(step, frame)
        operation: Any = step
        try:
            machine.step()
            for operation, closure in closures:  # noqa: B007 - the last one is the one that was refused
                signal = closure(frame)
                if signal is not None:
                    return signal
        except Raised as raised:
            if raised.place is None and not machine.is_ours(code.module):
                raised.place = code.module, operation.origin
            raise
        except Refused as refused:
            if refused.place is None:
                refused.place = code.module, operation.origin
            refuse(frame, refused)
        except trusted.TrustError as error:
            refuse(frame, _placed(Refused(error.code, error.message, error.help), code, operation))
        except MemoryError:
            overrun = Overrun("memory")
            overrun.place = code.module, _node(operation)
            raise overrun from None
        except Overrun as overrun:
            if overrun.place is None and not machine.is_ours(code.module):
                overrun.place = code.module, _node(operation)
            raise
        except RecursionError:
            deep = Refused("E312", "this is nested too deep to be worked out when the workflow is compiled")
            refuse(frame, _placed(deep, code, operation))
        finally:
            ends(token)
        return None

    return run


def _refuse(machine: Machine, frame: Frame, step: Step, refused: Refused) -> None:
    """Report it; who uses what the statement would have bound is not told again."""
    _report(machine, frame, step, refused)
    for name, place in _bound_names(step):
        store_of(machine, frame.code, name, place)(frame, Refusing(refused.reported))


def _placed(refused: Refused, code: Code, operation: Any) -> Refused:
    """operation: the one that is refused, or its statement where none has begun."""
    refused.place = code.module, _node(operation)
    return refused


def _node(operation: Any) -> Any:
    return operation.node if isinstance(operation, Step) else operation.origin


def too_long(machine: Machine, exhausted: Exhausted, place: tuple[Any, Any]) -> Refused:
    """What to say of it: a ``while`` loop that does not seem to end is one that doesn't."""
    level = exhausted.level
    if level is not None:
        place = level.frame.code.module, level.operation.origin
    if is_endless(machine, exhausted):
        refused = Refused("E303", "this loop does not end")
    else:
        steps = machine.bounds.steps
        refused = Refused(
            "E312",
            f"this takes more than {steps:,} steps, too many to work out when the workflow is compiled",
            "compute it in a @task function",
        )
    refused.place = place
    return refused


def is_endless(machine: Machine, exhausted: Exhausted) -> bool:
    level = exhausted.level
    return level is not None and isinstance(level.operation, core.While) and level.index * 10 >= machine.bounds.steps


def _report(machine: Machine, frame: Frame, step: Step, refused: Refused) -> None:
    if refused.reported is None and refused.code:
        module, node = _in_program(machine, frame, refused.place or (frame.code.module, step.node))
        refused.reported = refused.diagnostic(module.span(node))
    if refused.reported is not None:
        # Where it was told of may have been taken back since.
        machine.report(refused.reported)


def _in_program(machine: Machine, frame: Frame | None, place: tuple[Any, Any]) -> tuple[Any, Any]:
    """The place itself, or the call in the program that leads to it, where it lies in a module of ours."""
    while machine.is_ours(place[0]) and frame is not None and frame.caller is not None:
        place, frame = (frame.caller.code.module, frame.origin), frame.caller
    return place


def _bound_names(step: Step) -> list[tuple[str, Place]]:
    stored = [(each.name, each.place) for each in step.operations if isinstance(each, core.Store)]
    # A name that is nowhere else may be one of those that it would have brought in.
    return stored + [(ANY_NAME, Place.GLOBAL) for each in step.operations if isinstance(each, core.ImportStar)]


def prepared(machine: Machine, code: Code, operation: Operation) -> Closure:
    prepare = machine.prepare.get(type(operation))
    if prepare is None:
        return _refused(code, operation)
    made: Closure = prepare(machine, code, operation)
    return made if machine.observed is None else machine.observed(code, operation, made)


def _refused(code: Code, operation: Operation) -> Closure:
    def run(frame: Frame) -> None:
        refused = Refused("E302", f"this construct ({type(operation).__name__.lower()}) can't be compiled")
        refused.place = code.module, operation.origin
        raise refused

    return run


def enclosing(machine: Machine, operation: Operation, blocks: Sequence[Block], closure: Closure) -> Closure:
    """A compound operation that no task is reached from is left to the run as a whole, if a part of it is."""

    def run(frame: Frame) -> Any:
        if machine.residual.is_enclosed or any(machine.reach.reaches(each) for each in blocks):
            return closure(frame)
        if isinstance(operation, core.For) and may_call_tasks(machine, frame.registers[operation.iterator]):
            return closure(frame)
        residual = machine.residual
        token, before = residual.encloses(Site(operation, frame)), len(frame.pending)
        try:
            signal = closure(frame)
            if type(signal) is Perhaps or len(frame.pending) > before:
                _join_returned(machine, Site(operation, frame), signal, before)
        except BaseException:
            residual.abandoned(token)
            raise
        given = residual.enclosed(token, frame.result if signal is Signal.RETURN else None)
        if signal is Signal.RETURN:
            frame.result = given
        return signal

    return run


def _join_returned(machine: Machine, site: Site, signal: Any, before: int) -> None:
    """What a piece returns here or there is one value of the run. before: how many values were undecided before it.
    Raises Refused where it may go on as well."""
    frame = site.frame
    if signal is not Signal.RETURN:
        leaves = type(signal) is Perhaps and Signal.RETURN not in signal.how
        raise Refused(
            "E317",
            f"whether this {'leaves its loop' if leaves else 'returns'} is only known when the workflow runs",
            "do it behind this statement, or from inside of a @task function",
        )
    values = [*frame.pending[before:], frame.result]
    del frame.pending[before:]
    frame.result = machine.control.either(site, values)


def store_of(machine: Machine, code: Code, name: str, place: Place) -> Callable[[Frame, Any], None]:
    """Binds a name."""
    put = machine.heap.set_key
    match place:
        case Place.GLOBAL:
            return lambda frame, value: put(frame.module, name, value)
        case Place.FREE | Place.CLASS_FREE:
            distance = hops(code, name)
            return lambda frame, value: put(frame.outer[distance], name, value)
    return lambda frame, value: put(frame.names, name, value)
