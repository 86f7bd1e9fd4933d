"""Generators from which no task can be reached: whether the compiler can follow one, and what it gives if not.

A generator stops between two of its values, where no control flow can be left to the run. So it is tried before
anything is asked of it, and all that the trial did is taken back. What only the run can follow is left to the run as a
whole: the script makes the generator, and goes through it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import all_operations
from eflows2smk.frontend.core.operations import Code, Place
from eflows2smk.frontend.evaluation.bounds import Exhausted
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.generators import Suspended
from eflows2smk.frontend.evaluation.iteration import Unforeseeable, copy_of, gone_through
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import MISSING
from eflows2smk.frontend.heap import effects
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.residual.described import Origin
from eflows2smk.frontend.residual.progress import Enclosure
from eflows2smk.frontend.residual.residue import Residue
from eflows2smk.frontend.residual.writing import namespace

# How many steps of a generator are tried.
STEPS = 10_000


# The program itself will come to that.
_TOLD_LATER = (Raised, Refused, Unforeseeable, Exhausted)


class Unforeseen(Exception):
    """Only the run knows how the generator that is tried goes on."""


@dataclass(slots=True, eq=False)
class Foreseeing:
    """trying: the codes of the generators that are tried now, the outermost first."""

    residue: Residue
    trying: list[Code] = field(default_factory=list)

    @property
    def machine(self) -> Machine:
        return self.residue.machine

    def foresees(self, site: Site, frame: Frame) -> bool:
        """Whether the compiler can follow a generator, as far as a trial tells."""
        if frame.code in self.trying:
            # It is a part of the trial of this code.
            return True
        self.trying.append(frame.code)
        try:
            with self._taken_back(site):
                self._try(frame)
        except Unforeseen:
            return False
        except _TOLD_LATER:
            return True
        finally:
            self.trying.pop()
            frame.result = None
            frame.pending.clear()
        return True

    def is_left(self, site: Site, evaluate: Callable[[], None]) -> bool:
        """Whether the run would have to do a part of this."""
        try:
            with self._taken_back(site) as token:
                evaluate()
        except _TOLD_LATER:
            return False
        return token.had

    @contextmanager
    def _taken_back(self, site: Site) -> Iterator[Enclosure]:
        """Nothing that is done inside is done at the end."""
        machine, residue = self.machine, self.residue
        marks = residue.mark(), residue.recording.mark(), dict(machine.diagnostics)
        token = residue.encloses(site)
        outer, machine.foresight = machine.foresight, machine.foresight or token.fork.serial
        try:
            yield token
        finally:
            machine.foresight = outer
            residue.enclosures.pop()
            machine.heap.discard(token.fork)
            residue.rewind(marks[0])
            residue.recording.rewind(marks[1])
            machine.diagnostics = marks[2]

    def _try(self, frame: Frame) -> None:
        machine = self.machine
        names = frame.names
        for name, value in list(names.content.items()):
            if hasattr(value, "__next__") and not isinstance(value, Cell):
                machine.heap.set_key(names, name, copy_of(value))
        end = machine.operations + STEPS
        for _ in Suspended(machine, frame):
            machine.step()
            if machine.operations > end:
                return

    def undecided(self) -> Exception:
        """What to raise where a generator would go on as only the run knows."""
        if self.trying:
            return Unforeseen()
        return Refused(
            "E302",
            "a generator goes on here as a value says that only exists when the workflow runs",
            "make a list in a function without 'yield', or yield from inside of a @task function",
        )

    def given(self, site: Site, frame: Frame, evaluate: Callable[[Any], list[Any]]) -> tuple[Any, ...]:
        """A computed generator that holds all that it may give. evaluate: gives that, by what may be sent to it."""
        heap = self.machine.heap
        sent = effects.apply(heap, [], [effects.Result()], Origin(site, ())).results
        self.residue.makes(sent)
        fork = heap.trace()
        try:
            found = evaluate(sent[0])
            is_changing = any(_is_shared(cell) for cell in heap.differs(fork).cells)
        finally:
            heap.commit(fork)
        held = held_by(frame)
        change = effects.Change.DEEP if is_changing else effects.Change.NOTHING
        operands = [effects.Operand(value, change) for value in held]
        operands += [effects.Operand(value) for value in (*found, *sent)]
        every = tuple(range(len(operands)))
        self.residue.takes_over([each.value for each in operands])
        result = effects.Result("generator", may_be=every, part_of=every, holds=every)
        applied = effects.apply(heap, operands, [result], Origin(site, tuple(held)))
        self.residue.own(applied.changed)
        self.residue.makes(applied.results)
        return applied.results


def _is_shared(cell: Cell) -> bool:
    return cell.kind != "namespace"


def held_by(frame: Frame) -> list[Any]:
    """What a generator has from around it: what it was called with, and what it reads of other namespaces."""
    found = [each for value in frame.names.content.values() for each in gone_through(value)]
    for operation in all_operations(frame.code.body):
        if isinstance(operation, core.Load) and operation.place in (Place.GLOBAL, Place.FREE):
            holder = namespace(frame, operation.name, operation.place, None)
            value = MISSING if holder is None else holder.content.get(operation.name, MISSING)
            if value is not MISSING and not (isinstance(value, Cell) and value.is_code):
                found.append(value)
    return found
