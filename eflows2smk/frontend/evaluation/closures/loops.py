"""Closures of loops."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import inner_blocks
from eflows2smk.frontend.core.operations import Block, Code
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.execution import Closure, block, enclosing
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.iteration import iterated
from eflows2smk.frontend.evaluation.machine import Level, Machine, Site, looping
from eflows2smk.frontend.evaluation.signals import Leaving, Perhaps, Signal


def iterate_closure(machine: Machine, code: Code, operation: core.Iterate) -> Closure:
    target, operand = operation.target, operation.operand

    def run(frame: Frame) -> None:
        # A loop over a computed value is a matter of the control flow: it gets the value itself.
        frame.registers[target] = iterated(machine, Site(operation, frame), frame.registers[operand])

    return run


def for_closure(machine: Machine, code: Code, operation: core.For) -> Closure:
    iterator, item = operation.iterator, operation.item
    body, orelse = block(machine, code, operation.body), block(machine, code, operation.orelse)
    names = operation.names

    may_leave = _may_leave(operation.body)

    def run(frame: Frame) -> Any:
        registers = frame.registers
        found = registers[iterator]
        site = Site(operation, frame)
        if not hasattr(found, "__next__"):
            return machine.control.loop(site, found, body, orelse)
        if may_leave and not machine.residual.is_enclosed and machine.reach.reaches(operation.body):
            return _left_perhaps(machine, site, found, body, orelse)
        level = Level(operation, names, frame)
        with looping(machine, level):
            for value in found:
                registers[item] = value
                machine.step()
                signal = body(frame)
                level.index += 1
                if signal is None or signal is Signal.CONTINUE:
                    continue
                if type(signal) is Perhaps:
                    if signal.how == {Signal.CONTINUE}:
                        continue
                    return _on_perhaps(machine, level, signal, found, body, orelse)
                if signal is Signal.BREAK:
                    return None
                return signal
        return orelse(frame)

    return enclosing(machine, operation, (operation.body, operation.orelse), run)


def _on_perhaps(
    machine: Machine, level: Level, signal: Any, found: Iterator[Any], body: Closure, orelse: Closure
) -> Any:
    """The other iterations of a loop that may have ended."""
    operation, frame = level.operation, level.frame
    assert isinstance(operation, core.For)
    for value in found:
        frame.registers[operation.item] = value
        machine.step()
        signal = machine.control.perhaps(frame, Perhaps(signal.how - {Signal.CONTINUE}), body)
        level.index += 1
        if type(signal) is not Perhaps:
            return None if signal in (Signal.BREAK, Signal.CONTINUE) else signal
    signal = machine.control.perhaps(frame, signal, orelse)
    return signal.behind_loop() if type(signal) is Perhaps else signal


def while_closure(machine: Machine, code: Code, operation: core.While) -> Closure:
    condition = operation.condition
    head, body, orelse = (block(machine, code, each) for each in (operation.head, operation.body, operation.orelse))
    names = _tested_names(operation)

    def run(frame: Frame) -> Any:
        site = Site(operation, frame)
        if machine.residual.is_enclosed or not any(
            machine.reach.reaches(each) for each in (operation.head, operation.body)
        ):
            return known(site, None)
        token = machine.control.begins(site)
        try:
            return known(site, token)
        finally:
            machine.control.ends(token)

    def known(site: Site, token: Any) -> Any:
        frame = site.frame
        level = Level(operation, names, frame)
        with looping(machine, level):
            while True:
                frame.registers[condition] = None
                head(frame)
                truth = frame.registers[condition]
                if truth is None:
                    # It was refused.
                    return None
                if truth is not True and truth is not False:
                    break
                if not truth:
                    break
                machine.step()
                signal = body(frame)
                if type(signal) is Leaving:
                    if signal.how != {"continue"}:
                        break
                    signal = machine.control.resolved(site, signal)
                level.index += 1
                if level.index > machine.bounds.iterations:
                    raise Refused("E303", "this loop does not end")
                if signal is None or signal is Signal.CONTINUE:
                    continue
                if type(signal) is Perhaps:
                    if signal.how == {Signal.CONTINUE}:
                        continue
                    left = signal.behind_loop()
                    return machine.control.until(site, truth, head, body, orelse) or left
                if signal is Signal.BREAK:
                    return None
                return signal
        if truth is True:
            return machine.control.leaves(site, token, None, (head, body), orelse)
        if truth is not False:
            return machine.control.until(site, truth, head, body, orelse)
        return orelse(frame)

    return enclosing(machine, operation, (operation.head, operation.body, operation.orelse), run)


def _is_counted(signal: Leaving, items: list[Any]) -> bool:
    """Whether a loop that ends with a ``break`` counts, so that one rule with a wildcard can do all of it."""
    return signal.how == {"break"} and all(type(item) is int for item in items)


def _left_perhaps(
    machine: Machine, site: Site, found: Iterator[Any], body: Closure, orelse: Closure, first: int = 0
) -> Any:
    """A loop over known values that a computed one may end. first: the number of the iteration that it begins with."""
    operation, frame = site.operation, site.frame
    assert isinstance(operation, core.For)
    token = machine.control.begins(site)
    seen: list[Any] = []
    try:
        level = Level(operation, operation.names, frame, first)
        with looping(machine, level):
            for value in found:
                seen.append(value)
                frame.registers[operation.item] = value
                machine.step()
                signal = body(frame)
                if type(signal) is Leaving:
                    if signal.how != {"continue"}:
                        break
                    signal = machine.control.resolved(site, signal)
                level.index += 1
                if signal is None or signal is Signal.CONTINUE:
                    continue
                if signal is Signal.BREAK:
                    return None
                return signal
            else:
                signal = None
        if type(signal) is Leaving:
            rest = list(islice(found, UNROLLED + 1))
            if len(rest) <= UNROLLED and not _is_counted(signal, [*seen, *rest]):
                index = level.index

                def following(frame: Frame) -> Any:
                    return _left_perhaps(machine, Site(operation, frame), iter(rest), body, orelse, index + 1)

                return machine.control.unrolled(
                    site, signal, Level(operation, operation.names, frame, index), following
                )
            return machine.control.leaves(site, token, [*seen, *rest, *found], body, orelse)
        return orelse(frame)
    finally:
        machine.control.ends(token)


# Of how many iterations each may be a branch inside of the one before.
UNROLLED = 30


def _may_leave(body: Block) -> bool:
    return any(
        isinstance(each, core.Break | core.Continue | core.Return) or any(map(_may_leave, inner_blocks(each)))
        for each in body.operations()
    )


def _tested_names(operation: core.While) -> tuple[str, ...]:
    """The names that the condition reads and the body binds."""
    bound = set(_stored(operation.body))
    loads = _loaded(operation.head)
    return tuple(dict.fromkeys(name for name in loads if name in bound))


def _loaded(body: Block) -> Iterator[str]:
    for each in body.operations():
        if isinstance(each, core.Load):
            yield each.name
        for inner in inner_blocks(each):
            yield from _loaded(inner)


def _stored(body: Block) -> Iterator[str]:
    for each in body.operations():
        if isinstance(each, core.Store):
            yield each.name
        for inner in inner_blocks(each):
            yield from _stored(inner)
