"""Control flow that only the run decides, in pieces of the program from which no task can be reached.

The script runs such a piece as it stands, so that the evaluation only has to know what may be different behind it. Both
sides of a branch, and the body of a loop, are evaluated one after the other; what they change is weakened afterwards: a
name is either the old value or the new one, a known object becomes computed. Nothing is taken back, so that what was
weakened once stays so, and a nest of loops costs a pass more for each level, not twice as much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import libcst as cst

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import all_operations, moved
from eflows2smk.frontend.core.operations import Block
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.inlining import evaluated, given_by
from eflows2smk.frontend.evaluation.machine import Domains, Level, Machine, Site
from eflows2smk.frontend.evaluation.signals import Perhaps, Raised, Signal
from eflows2smk.frontend.evaluation.values import ClassCell, FunctionCell, Library, ModuleCell
from eflows2smk.frontend.heap import effects
from eflows2smk.frontend.heap.changes import Changes, Slot
from eflows2smk.frontend.heap.values import ABSENT, Computed, alike
from eflows2smk.frontend.residual.described import Origin, type_of
from eflows2smk.frontend.residual.foreseeing import Foreseeing
from eflows2smk.frontend.residual.progress import Enclosure
from eflows2smk.frontend.residual.residue import Residue

Body = Callable[[Frame], Signal | None]
# More passes than any loop needs, since a name or object is weakened once.
MOST_PASSES = 50


class Undecided:
    """domains: takes the pieces that reach tasks, or leave the statement that they stand in."""

    domains: Domains

    def __init__(self, residue: Residue) -> None:
        """domains is set before anything is evaluated."""
        self.residue = residue
        self.foreseeing = Foreseeing(residue)

    @property
    def machine(self) -> Machine:
        return self.residue.machine

    # What the evaluation asks -----------------------------------------------------------------------------------------

    def branch(self, site: Site, condition: Any, then: Body, otherwise: Body) -> Any:
        operation = site.operation
        assert isinstance(operation, core.Branch)
        blocks = (operation.then, operation.otherwise)
        is_piece = operation.kind == "comprehension"
        if not self.residue.enclosures and (is_piece or self._reaches(blocks) or _leaves(blocks)):
            return self.domains.branch(site, condition, then, otherwise)
        targets = moved(blocks)
        values: dict[int, list[Any]] = {target: [] for target in targets}
        signals = []
        with self._enclosed(site) as token:
            for side, truth in ((then, True), (otherwise, False)):
                signals.append(self._side(site.frame, side))
                for target in targets:
                    value = site.frame.registers[target]
                    values[target].append(truth if value is condition else value)
            result = None
            for target, found in values.items():
                result = site.frame.registers[target] = self.either(site, found)
        given = self.residue.enclosed(token, result)
        if targets:
            # Of a condition that is the truth, which is asked for.
            site.frame.registers[targets[-1]] = given
        return self._signal(site.frame, signals)

    def loop(self, site: Site, iterable: Any, body: Body, orelse: Body) -> Any:
        operation = site.operation
        assert isinstance(operation, core.For)
        blocks = (operation.body, operation.orelse)
        is_piece = isinstance(operation.origin, cst.CompFor)
        if not self.residue.enclosures and (is_piece or self._reaches(blocks) or _returns(blocks)):
            return self.domains.loop(site, iterable, body, orelse)
        with self._enclosed(site) as token:
            item = self.residue.operation(site, (iterable,))

            def iteration(frame: Frame) -> Signal | None:
                frame.registers[operation.item] = item
                return body(frame)

            signal = self._repeat(site, iteration)
            rest = self._side(site.frame, orelse)
        self.residue.enclosed(token, None)
        return self._signal(site.frame, [signal, rest])

    def until(self, site: Site, condition: Any, head: Body, body: Body, orelse: Body) -> Any:
        operation = site.operation
        assert isinstance(operation, core.While)
        blocks = (operation.head, operation.body, operation.orelse)
        if not self.residue.enclosures and (self._reaches(blocks) or _returns(blocks)):
            return self.domains.until(site, condition, head, body, orelse)

        def iteration(frame: Frame) -> Signal | None:
            signal = body(frame)
            head(frame)
            return signal

        with self._enclosed(site) as token:
            signal = self._repeat(site, iteration)
            rest = self._side(site.frame, orelse)
        self.residue.enclosed(token, None)
        return self._signal(site.frame, [signal, rest])

    def foresees(self, site: Site, frame: Frame) -> bool:
        return self.foreseeing.foresees(site, frame)

    def is_left(self, site: Site, evaluate: Callable[[], None]) -> bool:
        return self.foreseeing.is_left(site, evaluate)

    def generated(self, site: Site, frame: Frame) -> Any:
        """A generator that the run goes through: one computed value that holds all that it may give."""

        def evaluate(sent: Any) -> list[Any]:
            found: list[Any] = []
            self._side(frame, lambda frame: found.extend(given_by(self.machine, site, frame, sent)))
            return found

        with self._enclosed(site) as token:
            given = self.foreseeing.given(site, frame, evaluate)
        return self.residue.enclosed(token, given[0])

    def recursion(self, site: Site, function: Any, values: Sequence[Any], frame: Frame) -> Any:
        """The body is evaluated on values of which nothing is known, which may be any that such a call gets. Calls in
        it of what is evaluated so already are taken to do all that can be done to their arguments."""
        outermost = self.residue.enclosures[0]
        generic = outermost.generic
        outermost.had = True
        if frame.code in generic:
            return self._anything(site, values)
        self._make_generic(site, frame, values)
        generic.add(frame.code)
        content = dict(frame.names.content)
        found: list[Any] = []

        def iteration(again: Frame) -> None:
            found[:] = [given_once(self.machine, site, again)]

        try:
            for _ in range(MOST_PASSES):
                names = self.machine.heap.allocate("namespace", dict(content))
                again = Frame(frame.code, names, frame.outer, frame.module, frame.caller, frame.origin, frame.function)
                signal, more = self._pass(again, iteration)
                if not more:
                    break
        finally:
            generic.discard(frame.code)
        if isinstance(signal, Raised):
            raise signal
        return self._anything(site, [*values, *found])

    def _make_generic(self, site: Site, frame: Frame, values: Sequence[Any]) -> None:
        """Parameters of a call that may be any of its arguments, or a part of one."""
        names = frame.names.content
        every = tuple(range(len(values)))
        operands = [effects.Operand(value) for value in values]
        results = [effects.Result(None, may_be=every, part_of=every)] * len(names)
        applied = effects.apply(self.machine.heap, operands, results, Origin(site, tuple(values)))
        self.residue.makes(applied.results)
        for name, value in zip(list(names), applied.results, strict=True):
            if not isinstance(names[name], FunctionCell | ClassCell | ModuleCell | Library):
                names[name] = value

    def _anything(self, site: Site, values: Sequence[Any]) -> Any:
        operands, results = effects.unknown([each for each in values if not isinstance(each, FunctionCell)])
        applied = effects.apply(self.machine.heap, operands, results, Origin(site, tuple(values)))
        self.residue.own(applied.changed)
        self.residue.makes(applied.results)
        return applied.results[0]

    def perhaps(self, frame: Frame, signal: Perhaps, rest: Body) -> Any:
        return self._signal(frame, [signal, self._side(frame, rest)], may_go_on=False)

    def tried(self, site: Site, body: Body, handled: Any, handlers: Sequence[Any], orelse: Body) -> Any:
        """Where a part of the body is left to the run, that may raise an exception: how far the body comes, and which
        handler is run, only the run knows."""
        heap, frame, enclosure = self.machine.heap, site.frame, self.residue.enclosures[-1]
        had, enclosure.had = enclosure.had, False
        fork = heap.fork()
        signal: Any
        try:
            signal = body(frame)
        except Raised as raised:
            signal = raised
        except BaseException:
            heap.commit(fork)
            raise
        finally:
            is_sure, enclosure.had = not enclosure.had, enclosure.had or had
        if is_sure:
            heap.commit(fork)
            if isinstance(signal, Raised):
                return handled(frame, signal)
            return signal if signal is not None else orelse(frame)
        if signal is Signal.RETURN:
            frame.pending.append(frame.result)
        self._weaken(heap.differs(fork))
        heap.commit(fork)
        signals = [self._side(frame, orelse)] if signal is None else [signal]
        error = self._error(site)
        signals += [self._side(frame, partial(handler, error=error)) for handler in handlers]
        return self._signal(frame, signals)

    def _error(self, site: Site) -> Computed:
        """An exception of which nothing is known."""
        made = effects.apply(self.machine.heap, [], [effects.Result()], Origin(site, ())).results
        self.residue.makes(made)
        return made[0]

    def may_raise(self) -> None:
        self.residue.script().raises = True

    def begins(self, site: Site) -> Any:
        return self.domains.begins(site)

    def ends(self, token: Any) -> None:
        self.domains.ends(token)

    def leaves(self, site: Site, token: Any, signal: Any, body: Body, orelse: Body) -> Signal | None:
        return self.domains.leaves(site, token, signal, body, orelse)  # type: ignore[no-any-return]

    def unrolled(self, site: Site, signal: Any, level: Level, following: Body) -> Any:
        return self.domains.unrolled(site, signal, level, following)

    def resolved(self, site: Site, signal: Any) -> Any:
        return self.domains.resolved(site, signal)

    def undecided(self, site: Site, value: Any) -> Exception:
        return self.foreseeing.undecided()

    @contextmanager
    def _enclosed(self, site: Site) -> Iterator[Enclosure]:
        """A piece that is left to the run whatever happens in it; who leaves it well calls `Residue.enclosed`."""
        token = self.residue.encloses(site)
        token.had = True
        try:
            yield token
        except BaseException:
            self.residue.abandoned(token)
            raise

    def _reaches(self, blocks: Sequence[Block]) -> bool:
        return any(self.machine.reach.reaches(block) for block in blocks)

    # Weakening --------------------------------------------------------------------------------------------------------

    def _side(self, frame: Frame, side: Body) -> Any:
        """Evaluate what may or may not be run; the signal that it gives, or the exception that it raises."""
        return self._pass(frame, side)[0]

    def _repeat(self, site: Site, iteration: Body) -> Any:
        """Evaluate a body until nothing more is weakened; the signal of the last pass."""
        for _ in range(MOST_PASSES):
            signal, more = self._pass(site.frame, iteration)
            if not more:
                break
        if isinstance(signal, Perhaps):
            return signal.behind_loop()
        return None if signal in (Signal.BREAK, Signal.CONTINUE) else signal

    def _pass(self, frame: Frame, iteration: Body) -> tuple[Any, bool]:
        """One evaluation: its signal or exception, and whether it weakened anything that was not so already."""
        heap = self.machine.heap
        fork = heap.fork()
        signal: Any
        self.residue.doubt += 1
        try:
            signal = iteration(frame)
        except Raised as raised:
            signal = raised
            # A script that may raise an exception is run, though nobody reads what it makes.
            self.residue.script().raises = True
        except BaseException:
            heap.commit(fork)
            raise
        finally:
            self.residue.doubt -= 1
        if signal is Signal.RETURN:
            frame.pending.append(frame.result)
        more = self._weaken(heap.differs(fork))
        heap.commit(fork)
        return signal, more

    def _weaken(self, changes: Changes) -> bool:
        """What changed may also be as it was before. Whether anything was weakened that was not so already."""
        more = False
        for cell, slots in changes.cells.items():
            if cell.is_computed:
                more = more or not any(isinstance(old, Computed) for old, _ in (slots.get(Slot.WHOLE, (None, None)),))
                continue
            if cell.kind not in ("namespace", "module"):
                origin = Origin(self._site(), (cell,))
                self.residue.takes_over([cell])
                applied = effects.apply(self.machine.heap, [effects.Operand(cell, effects.Change.SHALLOW)], [], origin)
                self.residue.own(applied.changed)
                more = True
                continue
            for name, (old, new) in slots.items():
                if isinstance(name, Slot) or (new is ABSENT and old is ABSENT) or alike(old, new):
                    continue
                value, is_more = self._weakened(old, new)
                more = more or is_more
                self.machine.heap.set_key(cell, name, value)
        return more

    def _weakened(self, old: Any, new: Any) -> tuple[Any, bool]:
        weak = self.residue.enclosures[0].weak
        if isinstance(old, Computed) and old in weak:
            self._unite(old, new)
            return old, False
        made = self.either(self._site(), [each for each in (old, new) if each is not ABSENT], always=True)
        weak.add(made)
        return made, True

    def _unite(self, weak: Computed, other: Any) -> None:
        if weak.region is not None:
            self.machine.heap.share(other, weak.region)

    def either(self, site: Site, values: Sequence[Any], *, always: bool = False) -> Any:
        """One of several values; which one, only the run knows."""
        if not always and all(alike(values[0], each) for each in values[1:]):
            return values[0]
        types = {type_of(value) for value in values}
        kind = types.pop() if len(types) == 1 else None
        every = tuple(range(len(values)))
        operands = [effects.Operand(value) for value in values]
        self.residue.takes_over(values)
        applied = effects.apply(
            self.machine.heap,
            operands,
            [effects.Result(kind, may_be=every, part_of=every)],
            Origin(site, tuple(values)),
        )
        self.residue.makes(applied.results)
        return applied.results[0]

    def _site(self) -> Site:
        return self.residue.enclosures[-1].site

    def _signal(self, frame: Frame, signals: Sequence[Any], *, may_go_on: bool = True) -> Any:
        """How a piece goes on whose ways have these signals. may_go_on: ways that leave perhaps may also go on to its
        end; else another one of the ways is what they go on with."""
        if all(isinstance(signal, Raised) for signal in signals):
            raise signals[0]
        perhaps = [signal for signal in signals if isinstance(signal, Perhaps)]
        how = {signal for signal in signals if isinstance(signal, Signal)}.union(*(each.how for each in perhaps))
        others = perhaps if may_go_on else perhaps[1:]
        if not others and len(how) == 1 and None not in signals:
            if Signal.RETURN in how:
                frame.result = frame.pending.pop()
            return how.pop()
        return Perhaps(frozenset(how)) if how else None


def given_once(machine: Machine, site: Site, frame: Frame) -> Any:
    """What a call gives, or the values of a generator."""
    return tuple(given_by(machine, site, frame, None)) if frame.code.is_generator else evaluated(machine, site, frame)


def _leaves(blocks: Sequence[Block]) -> bool:
    """Whether a block may leave the statement that it stands in, by other means than an exception."""
    return any(
        isinstance(each, core.Return | core.Break | core.Continue) for block in blocks for each in all_operations(block)
    )


def _returns(blocks: Sequence[Block]) -> bool:
    return any(isinstance(each, core.Return) for block in blocks for each in all_operations(block))
