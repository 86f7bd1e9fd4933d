"""Generators of the program: their blocks run as Python generators, so that they go on where they stood.

Simple operations are the closures of `execution`; only what can hold a ``yield`` has a second form here. It can't wait
for the run: a generator of which only that knows how it goes on is a computed value from the beginning.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import inner_blocks
from eflows2smk.frontend.core.operations import Block, Code, Operation, Step
from eflows2smk.frontend.evaluation.contexts import enter, leave
from eflows2smk.frontend.evaluation.exceptions import handles
from eflows2smk.frontend.evaluation.execution import block, prepared, step_closure
from eflows2smk.frontend.evaluation.frames import Frame, Given
from eflows2smk.frontend.evaluation.iteration import going_on, iterator_of
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Leaving, Perhaps, Raised, Signal
from eflows2smk.frontend.heap.cells import Cell

Running = Generator[Any, Any, Signal | None]
Resumable = Callable[[Frame], Running]


def generator(machine: Machine, site: Site, frame: Frame) -> Any:
    """A generator that has not begun; computed where only the run knows how it goes on."""
    if machine.reach.reaches(frame.code.body) or machine.control.foresees(site, frame):
        return machine.heap.allocate("iterator", Suspended(machine, frame))
    return machine.control.generated(site, frame)


def given(machine: Machine, operation: core.Yield, frame: Frame, values: Given) -> None:
    """A value, or several, of a generator of which all is asked for at once."""
    value = frame.registers[operation.source]
    frame.registers[operation.target] = values.sent
    if not operation.is_from:
        values.values.append(value)
        return
    site = Site(operation, frame)
    items = iterator_of(machine, site, value)
    if items is None:
        frame.registers[operation.target] = machine.residual.operation(site, (value,))
        values.values.append(frame.registers[operation.target])
        return
    values.values += items


class Suspended:
    """A generator between two of its values."""

    is_generator = True

    def __init__(self, machine: Machine, frame: Frame) -> None:
        self._running = _block(machine, frame.code, frame.code.body)(frame)
        self.frame = frame
        self._begun = False

    def __iter__(self) -> Suspended:
        return self

    def __next__(self) -> Any:
        return self.send(None)

    def send(self, value: Any) -> Any:
        """Raises StopIteration with the returned value at the end."""
        try:
            found = self._running.send(value if self._begun else None)
            self._begun = True
            return found
        except StopIteration:
            raise StopIteration(self.frame.result) from None

    def throw(self, error: Any) -> Any:
        try:
            return self._running.throw(Raised(error))
        except StopIteration:
            raise StopIteration(self.frame.result) from None

    def close(self) -> None:
        if self._begun:
            try:
                self._running.throw(Raised(GeneratorExit()))
            except (StopIteration, Raised):
                return
        self._running.close()


def _yields(body: Block) -> bool:
    for operation in body.operations():
        if isinstance(operation, core.Yield) or any(_yields(inner) for inner in inner_blocks(operation)):
            return True
    return False


def _block(machine: Machine, code: Code, body: Block) -> Resumable:
    if not _yields(body):
        plain = block(machine, code, body)

        def at_once(frame: Frame) -> Running:
            signal: Signal | Leaving | Perhaps | None = plain(frame)
            return _decided(machine, code, frame, signal)
            yield

        return at_once
    parts = [_step(machine, code, step) for step in body.steps]

    def run(frame: Frame) -> Running:
        for part in parts:
            signal: Signal | None = _decided(machine, code, frame, (yield from part(frame)))
            if signal is not None:
                return signal
        return None

    return run


def _step(machine: Machine, code: Code, step: Step) -> Resumable:
    """A statement. What stands between two values that it gives is a statement of its own."""
    if not _yields(Block((step,))):
        plain = step_closure(machine, code, step)

        def at_once(frame: Frame) -> Running:
            signal: Signal | None = plain(frame)
            return signal
            yield

        return at_once
    begins, ends = machine.residual.begins_piece, machine.residual.ends
    pieces: list[tuple[bool, Any]] = []
    for operation in step.operations:
        resumable, part = _operation(machine, code, operation)
        if resumable:
            pieces.append((True, part))
        elif pieces and not pieces[-1][0]:
            pieces[-1][1].append(part)
        else:
            pieces.append((False, [part]))

    def run(frame: Frame) -> Running:
        for resumable, piece in pieces:
            signal: Signal | None = None
            if resumable:
                signal = yield from piece(frame)
            else:
                token = begins(step, frame)
                try:
                    for part in piece:
                        signal = part(frame)
                        if signal is not None:
                            break
                finally:
                    ends(token)
            if signal is not None:
                return signal
        return None

    return run


def _decided(machine: Machine, code: Code, frame: Frame, signal: Any) -> Signal | None:
    if isinstance(signal, Leaving | Perhaps):
        raise _undecided(machine, code, frame)
    return signal  # type: ignore[no-any-return]


def _undecided(machine: Machine, code: Code, frame: Frame) -> Exception:
    operation = next(iter(code.body.operations()))
    return machine.control.undecided(Site(operation, frame), None)


def _operation(machine: Machine, code: Code, operation: Operation) -> tuple[bool, Callable[[Frame], Any]]:
    make = _RESUMABLE.get(type(operation))
    if make is not None and (isinstance(operation, core.Yield) or any(map(_yields, inner_blocks(operation)))):
        return True, make(machine, code, operation)
    return False, prepared(machine, code, operation)


def _yield(machine: Machine, code: Code, operation: core.Yield) -> Resumable:
    def run(frame: Frame) -> Running:
        value = frame.registers[operation.source]
        if not operation.is_from:
            frame.registers[operation.target] = yield value
            return None
        if isinstance(value, Cell) and isinstance(value.content, Suspended):
            found = going_on(machine, value)
            assert isinstance(found, Suspended)
            frame.registers[operation.target] = yield from _delegated(found)
            return None
        items = iterator_of(machine, Site(operation, frame), value)
        if items is None:
            raise machine.control.undecided(Site(operation, frame), value)
        yield from items
        frame.registers[operation.target] = None
        return None

    return run


def _delegated(found: Suspended) -> Generator[Any, Any, Any]:
    sent = None
    while True:
        try:
            item = found.send(sent)
        except StopIteration as end:
            return end.value
        sent = yield item


def _branch(machine: Machine, code: Code, operation: core.Branch) -> Resumable:
    then, otherwise = _block(machine, code, operation.then), _block(machine, code, operation.otherwise)

    def run(frame: Frame) -> Running:
        truth = frame.registers[operation.condition]
        if truth is not True and truth is not False:
            raise machine.control.undecided(Site(operation, frame), truth)
        return (yield from (then if truth else otherwise)(frame))

    return run


def _loop(signal: Signal | None) -> tuple[bool, Signal | None]:
    """Whether a loop ends with this signal of its body, and what it gives then."""
    if signal is None or signal is Signal.CONTINUE:
        return False, None
    return True, None if signal is Signal.BREAK else signal


def _for(machine: Machine, code: Code, operation: core.For) -> Resumable:
    body, orelse = _block(machine, code, operation.body), _block(machine, code, operation.orelse)

    def run(frame: Frame) -> Running:
        found = frame.registers[operation.iterator]
        if not hasattr(found, "__next__"):
            raise machine.control.undecided(Site(operation, frame), found)
        for value in found:
            frame.registers[operation.item] = value
            machine.step()
            left, signal = _loop((yield from body(frame)))
            if left:
                return signal
        return (yield from orelse(frame))

    return run


def _while(machine: Machine, code: Code, operation: core.While) -> Resumable:
    head, body, orelse = (_block(machine, code, each) for each in (operation.head, operation.body, operation.orelse))

    def run(frame: Frame) -> Running:
        while True:
            yield from head(frame)
            truth = frame.registers[operation.condition]
            if truth is not True and truth is not False:
                raise machine.control.undecided(Site(operation, frame), truth)
            if not truth:
                return (yield from orelse(frame))
            machine.step()
            left, signal = _loop((yield from body(frame)))
            if left:
                return signal

    return run


def _try(machine: Machine, code: Code, operation: core.Try) -> Resumable:
    body, orelse, final = (_block(machine, code, each) for each in (operation.body, operation.orelse, operation.final))
    handlers = [
        (handler, _block(machine, code, handler.head), _block(machine, code, handler.body))
        for handler in operation.handlers
    ]

    def guarded(frame: Frame) -> Running:
        try:
            signal = yield from body(frame)
        except Raised as raised:
            for handler, head, handle in handlers:
                yield from head(frame)
                caught = None if handler.caught is None else frame.registers[handler.caught]
                if handler.caught is not None and not handles(machine, Site(operation, frame), raised.value, caught):
                    continue
                frame.registers[handler.error] = raised.value
                frame.handling.append(raised.value)
                try:
                    return (yield from handle(frame))
                finally:
                    frame.handling.pop()
            raise
        return (yield from orelse(frame)) if signal is None else signal

    def run(frame: Frame) -> Running:
        try:
            signal = yield from guarded(frame)
        except Raised:
            left = yield from final(frame)
            if left is not None:
                return left
            raise
        result = frame.result
        left = yield from final(frame)
        if left is not None:
            return left
        frame.result = result
        return signal

    return run


def _with(machine: Machine, code: Code, operation: core.With) -> Resumable:
    body = _block(machine, code, operation.body)

    def run(frame: Frame) -> Running:
        site = Site(operation, frame)
        manager = frame.registers[operation.manager]
        frame.registers[operation.entered] = enter(machine, site, manager)
        try:
            signal = yield from body(frame)
        except Raised as raised:
            if leave(machine, site, manager, raised.value):
                return None
            raise
        result = frame.result
        leave(machine, site, manager, None)
        frame.result = result
        return signal

    return run


_RESUMABLE: dict[type[Operation], Callable[[Machine, Code, Any], Resumable]] = {
    core.Yield: _yield,
    core.Branch: _branch,
    core.For: _for,
    core.While: _while,
    core.Try: _try,
    core.With: _with,
}
