"""Gathers what is left to the run: each residual operation takes effect on the heap and on files at once, and its
statement becomes text of the open script when it ends, or when a call of a task needs a part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from eflows2smk.diagnostics import Span
from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core import texts
from eflows2smk.frontend.core.operations import Step
from eflows2smk.frontend.evaluation.conversion import is_known
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.trying import check_tried
from eflows2smk.frontend.evaluation.values import FunctionCell, InstanceCell
from eflows2smk.frontend.heap import effects
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.changes import Changes
from eflows2smk.frontend.heap.regions import Region, State
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.residual.born import before_it, note_born
from eflows2smk.frontend.residual.calling import (
    call_back,
    close_file,
    enter_state,
    leave_states,
    method_of,
    note_speaking,
    parts_of,
    unused,
)
from eflows2smk.frontend.residual.described import Describing, Origin
from eflows2smk.frontend.residual.entering import Entering
from eflows2smk.frontend.residual.meaning import check_meaning, check_settings
from eflows2smk.frontend.residual.nesting import outermost
from eflows2smk.frontend.residual.order import check_order, forget_made, note_changes
from eflows2smk.frontend.residual.outside import keep_seen, note_seen_outside
from eflows2smk.frontend.residual.parts import (
    CODE,
    FEW,
    asks_identity,
    check_apart,
    is_still_known,
    is_whole,
    keep_names,
    keep_parts,
    unpacking,
)
from eflows2smk.frontend.residual.progress import Enclosure, Recording, Statement, copied, put_back, result_name, undone
from eflows2smk.frontend.residual.roots import roots_of
from eflows2smk.frontend.residual.saying import leave_printing, says
from eflows2smk.frontend.residual.scripts import Line, Place, Script, fresh
from eflows2smk.frontend.residual.seen import changed_apart, note_left, note_seen
from eflows2smk.frontend.residual.snapshots import snapshot
from eflows2smk.frontend.residual.writing import (
    Assigned,
    Composing,
    Done,
    Written,
    is_computed,
    is_target,
    operand_registers,
    runs,
)


class Residue:
    """The residual code of one evaluation; see `machine.Residual` for what it answers."""

    machine: Machine
    recording: Recording

    def __init__(self, describing: Describing) -> None:
        """machine and recording are set before anything is evaluated."""
        self.describing = describing
        self.open: Script | None = None
        self.statements: list[Statement] = []
        self.enclosures: list[Enclosure] = []
        # Names that some values get, other than what is said of them.
        self.wanted: dict[Computed, str] = {}
        # Expressions that decide, whose values are called so.
        self.tests: set[Any] = set()
        # Above 0 where only the run knows whether what is evaluated is done.
        self.doubt = 0

    @property
    def entering(self) -> Entering:
        return Entering(self.machine, self.recording, self._here)

    # Statements -------------------------------------------------------------------------------------------------------

    def begins(self, step: Step, frame: Frame) -> Statement | None:
        if self.enclosures:
            return None
        statement = Statement(step, frame, self.machine.heap.fork(), len(self.machine.levels))
        self.statements.append(statement)
        return statement

    def begins_piece(self, step: Step, frame: Frame) -> Statement | None:
        token = self.begins(step, frame)
        if token is not None:
            token.parts = True
        return token

    def ends(self, token: Statement | None) -> None:
        if token is None:
            return
        try:
            if token.done:
                self._write(token)
            self._tell(token)
        finally:
            self.statements.pop()
            self.machine.heap.commit(token.fork)

    @property
    def is_undecided(self) -> bool:
        """Whether only the run knows whether what is evaluated is done."""
        return self.doubt > 0

    @property
    def is_enclosed(self) -> bool:
        return bool(self.enclosures)

    def encloses(self, site: Site) -> Enclosure:
        token = Enclosure(site, self.machine.heap.fork())
        self.enclosures.append(token)
        return token

    def enclosed(self, token: Enclosure, result: Any) -> Any:
        heap = self.machine.heap
        self.enclosures.pop()
        if not token.had:
            heap.commit(token.fork)
            self._said(token)
            return result
        if token.said:
            # They stand in the text of what is left to the run.
            self.script().prints = True
        changes = heap.differs(token.fork)
        heap.commit(token.fork)
        origin = Origin(token.site, ())
        for cell, slots in changes.cells.items():
            # A known object into which something computed was put belongs to the script from now on.
            if cell.kind not in CODE and not (cell.is_computed or is_known(cell) or is_still_known(cell, slots)):
                self._escape(cell, origin)
        if self.statements:
            self.statements[-1].kept.update(changes.cells)
        if isinstance(result, InstanceCell):
            if not result.is_computed and len(roots_of(snapshot(heap, result, {}))) > FEW:
                self._escape(result, origin)
        elif isinstance(result, Cell | tuple) and not isinstance(result, FunctionCell) and not is_known(result):
            kind = result.kind if isinstance(result, Cell) else "tuple" if type(result) is tuple else None
            result = self._as_one(result, kind, origin)
        operands = tuple(map(token.site.frame.registers.__getitem__, operand_registers(token.site.operation)))
        self._note(Done(token.site.operation, operands, result, encloses=True))
        return result

    def withdrawn(self, token: Enclosure) -> bool:
        """All that was done in it is as if it had not been, if that is possible: only the outermost one, of which
        nothing is residual yet."""
        if len(self.enclosures) > 1 or token.had:
            self.abandoned(token)
            return False
        self.enclosures.pop()
        self.machine.heap.discard(token.fork)
        return True

    def abandoned(self, token: Enclosure) -> None:
        """It ends with an exception; what of it was left to the run is done there, up to that place."""
        self.enclosures.pop()
        self.machine.heap.commit(token.fork)
        if token.had:
            self._note(Done(token.site.operation, (), None, encloses=True))
            return
        self._said(token)

    def _said(self, token: Enclosure) -> None:
        around = self.enclosures or self.statements
        around[-1].said += [(token.site.operation, text) for _, text in token.said]

    def _tell(self, statement: Statement) -> None:
        """Print what a statement does not print by its text."""
        said, statement.said = statement.said, []
        for operation, text in said:
            says(operation, text, None, self.recording, self.open, self._ends_script)

    def _escape(self, cell: Cell, origin: Origin) -> None:
        self.takes_over([cell])
        applied = effects.apply(self.machine.heap, [effects.Operand(cell, effects.Change.SHALLOW)], [], origin)
        self.own(applied.changed)

    def _as_one(self, value: Any, kind: str | None, origin: Origin) -> Computed:
        """A value with computed parts as one computed value."""
        heap = self.machine.heap
        self.takes_over([value])
        made = effects.apply(heap, [effects.Operand(value)], [effects.Result(kind, may_be=(0,), part_of=(0,))], origin)
        self.makes(made.results)
        return made.results[0]

    # Operations -------------------------------------------------------------------------------------------------------

    def operation(self, site: Site, operands: Sequence[Any], name: str = "") -> Any:
        machine = self.machine
        self._begin()
        described = self.describing.describe(machine, site, operands, name)
        check_meaning(machine, site, self.statements[-1].step, described)
        origin = Origin.of(site, operands)
        if described.is_method:
            found = method_of(machine.heap, described, origin)
            self._note(Done(site.operation, origin.operands, found, is_method=True))
            return found
        script = self.script()
        check_settings(self.describing.settings, script, site, described, operands)
        if described.facts is not None:
            for state in described.facts.states:
                enter_state(machine, script, state, self.recording.source)
                self.recording.lives(script.states[f"{state.replace('.', '_')}_state"][1], script)
            script.asks_identity = script.asks_identity or described.facts.identity
        call_back(machine, self.enclosures, self.encloses, site, described)
        self.takes_over([operand.value for operand in described.operands])
        self.recording.file_effects(script, site, described, operands)
        applied = effects.apply(machine.heap, described.operands, described.results, origin)
        self.own(applied.changed)
        script.changed.update(dict.fromkeys(applied.changed))
        self.makes(applied.results)
        self.recording.file_opened(described, applied.results)
        result = applied.results[0] if applied.results else None
        note_speaking(script, site, described, operands)
        self._note(Done(site.operation, tuple(operands), result))
        return result

    def unpacked(self, site: Site, source: Any, count: int, star: int) -> list[Any]:
        described = self.describing.describe(self.machine, site, (source,), "")
        kinds = parts_of(described.results[0], count, star)
        self._begin()
        self.takes_over([source])
        applied = effects.apply(self.machine.heap, described.operands, kinds, Origin(site, (source,)))
        self.makes(applied.results)
        self._note(Done(site.operation, (source,), tuple(applied.results)))
        return list(applied.results)

    def prints(self, site: Site, values: Sequence[Any], options: Mapping[str, Any], text: str | None) -> None:
        if options.get("file") is not None:
            self.operation(site, (*values, *options.values()))
            return
        around = self.enclosures[-1].said if self.enclosures else None
        if says(site.operation, text, around, self.recording, self.open, self._ends_script, self._place):
            return
        self._begin()
        script = self.script()
        script.prints = True
        self.takes_over(list(values))
        described = self.describing.printing(self.machine, values)
        applied = effects.apply(self.machine.heap, described.operands, [], Origin(site, tuple(values)))
        self.own(applied.changed)
        self._note(Done(site.operation, tuple(values), None))

    def _ends_script(self) -> None:
        self._write_pending(self.statements[:-1])
        self.close()

    def _note(self, done: Done) -> None:
        if self.enclosures:
            self.enclosures[-1].had = True
        else:
            check_tried(self.machine, Site(done.operation, self.statements[-1].frame))
            # What an operation does on its way is a part of it.
            made = self.statements[-1].done
            made[:] = [each for each in made if each.operation is not done.operation]
            made.append(done)

    # Files that are open under a ``with`` -----------------------------------------------------------------------------

    def enters(self, site: Site) -> None:
        """The body of a ``with`` begins: what was done of its head becomes text."""
        for statement in self.statements if not self.enclosures else ():
            if statement.done:
                self._write_parts(statement)

    def leaves(self, site: Site, file: Any) -> None:
        """The body ends, and the script that has the file closes it."""
        self.recording.file_closed(file)
        if not self.enclosures and self.open is not None:
            close_file(self.open, file)

    # Scripts ----------------------------------------------------------------------------------------------------------

    def script(self) -> Script:
        """The open script at the place of the statement that is evaluated; a new one where a place has begun."""
        place = self._place()
        if self.open is not None and self.open.place.key != place.key:
            self._ends_script()
        if self.open is None:
            self.open = Script(place)
            self.recording.opened(self.open)
        return self.open

    def _place(self) -> Place:
        statement = self.statements[-1]
        return self.recording.place(statement.frame, self.machine.levels[: statement.depth])

    def _begin(self) -> None:
        """Before a statement takes effect: the open script ends where a name of the statement means something else in
        it by now. Later the effects would be those of the wrong script."""
        for statement in self.statements:
            if statement.begun:
                continue
            statement.begun = True
            script = self.open
            if script is None or any(each.done for each in self.statements):
                continue
            composing = Composing(statement.step, statement.frame, [], {}, statement.fork.serial)
            if self.entering.conflicts(script, composing.written(statement.step.node, {}), {}):
                self.close()

    def closes(self, site: Site | None = None) -> None:
        """A task is about to be called: what was done of its statement so far becomes text, and the script ends."""
        self.machine.task_calls += 1
        note_changes(self.machine.heap, self.statements)
        self._write_pending(list(self.statements))
        for statement in self.statements:
            self._tell(statement)
        if self.open is not None:
            self.close()

    def _write_pending(self, statements: Sequence[Statement]) -> None:
        """What was done so far of statements, the outermost first, becomes text."""
        for position, statement in enumerate(statements):
            if statement.done:
                # Its text belongs to where it stands, not to where the calls in it have come to.
                inside = self.statements[position + 1 :]
                del self.statements[position + 1 :]
                try:
                    self._write_parts(statement)
                finally:
                    self.statements += inside

    def barrier(self) -> None:
        """What stands behind it comes after all that was before."""
        self.closes()

    def close(self) -> None:
        """The open script ends here."""
        script, self.open = self.open, None
        if script is not None:
            script.is_open = False
            leave_states(self.machine, script)
            self._leave(script)

    def undone(self, value: Any) -> bool:
        """Nobody needs the value of this residual operation, if it is one of which there is no text yet."""
        return undone(self.statements, value)

    def holding(self, frame: Frame, span: Span, name: str, value: Any, *code: str) -> Script:
        """A script of its own that gives a value as it is now. code: see `Entering.holding`."""
        script = self.entering.holding(frame, span, name, value, *code)
        self._leave(script)
        return script

    def _leave(self, script: Script) -> None:
        """Known objects change later on; what the script has of them stays."""
        note_left(self.machine.heap, script)
        self.recording.closed(script)

    def mark(self) -> Any:
        """For `rewind`."""
        return self.open, [(each, copied(each)) for each in (self.open, *self.statements) if each is not None]

    def rewind(self, mark: Any) -> None:
        """What was added since to the open script, and to the statements around, is gone."""
        self.open, records = mark
        put_back(records)

    def takes_over(self, values: Sequence[Any]) -> None:
        """The script is about to read, and perhaps to change, the regions of these values: remember where their state
        was before."""
        script = self.script()
        for value in values:
            for found in self.machine.heap.reachable(value):
                note_born(self.statements, found)
                region = None if found.region is None else found.region.find()
                if region is None or region.place is script:
                    continue
                script.taken.setdefault(region, region.state())
                if found not in script.had:
                    source = self.recording.source(found)
                    if source is not None and source is not script:
                        script.had[found] = source

    def own(self, regions: Sequence[Region]) -> None:
        """The state of these regions is what the open script leaves."""
        script = self.script()
        for region in regions:
            self.machine.heap.set_place(region, script)
            if self.statements:
                self.statements[-1].touched[region.find()] = None

    def makes(self, values: Sequence[Computed]) -> None:
        """The open script makes these values."""
        self.own([value.region.find() for value in values if value.region is not None])
        script = self.script()
        for value in values:
            self.recording.lives(value, script)
            script.made.add(value)
            if self.statements:
                self.statements[-1].made.append(value)

    # Text -------------------------------------------------------------------------------------------------------------

    def _write(self, statement: Statement) -> None:
        """At the end of a statement: as a whole where that is right, else its parts."""
        changes = self.machine.heap.differs(statement.fork)
        if statement.parts or not is_whole(statement, changes):
            self._write_parts(statement, changes)
            return
        composing = Composing(
            statement.step, statement.frame, statement.done, before_it(statement, changes), statement.fork.serial
        )
        for done in unused(statement.done):
            self._make_method(done)
        self._write_whole(statement, composing, statement.step.node, statement.done[-1].result)
        statement.done.clear()

    def _write_whole(self, statement: Statement, composing: Composing, node: Any, result: Any) -> None:
        if texts.has_return(node):
            name = fresh("returned", {*self.script().denotes, *self.script().inputs, *statement.frame.names.content})
            binds = {name: result} if is_computed(result) else {}
            self._add(statement, composing, partial(composing.returning, name, node), binds, node)
        else:
            self._add(statement, composing, partial(composing.written, node), composing.bound(node), node)

    def _write_parts(self, statement: Statement, changes: Changes | None = None) -> None:
        """What was done of a statement so far: each operation whose result no other one takes, with all below it."""
        statement.parts = True
        is_end = changes is not None
        if changes is None:
            changes = self.machine.heap.differs(statement.fork)
        before = before_it(statement, changes)
        later: list[Done] = []
        for done in runs(statement.step, statement.frame, statement.done, statement.fork.serial):
            composing = Composing(statement.step, statement.frame, done, before, statement.fork.serial)
            waiting = [] if is_end else [each for each in done if each.can_wait]
            for each in outermost(statement, done, waiting):
                if each in waiting:
                    later.append(each)
                    continue
                self._make_method(each)
                self._write_part(statement, composing, each)
                forget_made(statement, each.result)
        statement.done[:] = later

    def _make_method(self, done: Done) -> None:
        """A method is looked up here that is called elsewhere."""
        if done.is_method:
            self.takes_over(done.operands)
            self.makes([done.result])

    def _write_part(self, statement: Statement, composing: Composing, done: Done) -> None:
        operation, whole = done.operation, statement.step.node
        node = texts.whole_text(whole, operation.origin)
        check_apart(self.machine, statement.frame, operation)
        augments = composing.augments_known()
        if is_target(operation) and not augments:
            node = texts.assignment(whole, node)
        if isinstance(operation, core.Unpack):
            write, binds = unpacking(self.script(), composing, operation, done.result)
            self._add(statement, composing, write, binds, operation.origin)
        elif augments and isinstance(operation, core.InPlace):
            name = result_name(self.script(), self.tests, self.wanted, statement, done)
            self._add(statement, composing, partial(composing.augmenting, name), {name: done.result}, node)
        elif texts.is_statement(node):
            self._write_whole(statement, composing, node, done.result)
        elif isinstance(operation, core.SetItem | core.SetAttribute):
            value = statement.frame.registers[operation.source]
            composing.replaced.setdefault(Assigned(operation.source), value)
            self._add(statement, composing, partial(composing.assigning, node, value), {}, node)
        elif isinstance(operation, core.DeleteItem | core.DeleteAttribute):
            self._add(statement, composing, partial(composing.deleting, node), {}, node)
        elif done.result is None or texts.is_alone(whole, node):
            self._add(statement, composing, partial(composing.written, node), {}, node)
        else:
            name = result_name(self.script(), self.tests, self.wanted, statement, done)
            binds = {**composing.bound(node), name: done.result}
            self._add(statement, composing, partial(composing.naming, name, node), binds, node)

    def _add(
        self,
        statement: Statement,
        composing: Composing,
        write: Callable[[dict[int, str]], Written],
        binds: Mapping[str, Any],
        node: Any,
    ) -> None:
        """Add a text to the script. write: gives it, with these names for the values that are replaced."""
        script = self.script()
        keep_seen(statement, composing)
        written = write(self.entering.names(script, composing))
        if not written.code:
            return
        written.binds = dict(binds)
        if self.entering.conflicts(script, written, composing.before):
            script = self._continue_elsewhere(statement)
            written = write(self.entering.names(script, composing))
            written.binds = dict(binds)
        span = statement.frame.code.module.span(node)
        check_order(self.machine.heap, statement, written, span)
        self.recording.runs(statement.frame, written.operations, span)
        note_seen_outside(self.recording, script, statement, composing, written)
        script.asks_identity = script.asks_identity or asks_identity(written.operations)
        for wanted, value in written.reads.items():
            before = self.entering.before(composing, node, wanted, value)
            held = snapshot(self.machine.heap, value, before)
            if wanted in written.binds and any(self.entering.source(script, root) is None for root in roots_of(held)):
                # What it was before only counts where the text does not bind it; then nobody can read it anyway.
                continue
            self.entering.enter(script, wanted, value, statement.frame, before)
        keep_names(script, written)
        keep_parts(self.machine.heap, script, composing.before)
        apart = changed_apart(self.machine.heap, script, composing.before)
        script.lines.append(Line(written.code, span))
        script.denotes.update(written.binds)
        leave_printing(script, statement, written)
        for given, (holder, name) in script.around.items():
            if name in holder.content:
                script.denotes[given] = holder.content[name]
        note_seen(self.machine.heap, script, written.binds, apart)

    def _continue_elsewhere(self, statement: Statement) -> Script:
        """Close the script, and go on with the statement in a new one."""
        old = self.script()
        self.close()
        script = self.script()
        for region in statement.touched:
            script.taken[region.find()] = State(region.find().version, old)
        script.had.update(dict.fromkeys(statement.made, old))
        script.prints, old.prints = old.prints, False
        script.asks_identity = old.asks_identity
        self.own(list(statement.touched))
        self.makes(list(statement.made))
        return script

    def _here(self) -> Span:
        """The statement that is evaluated."""
        statement = self.statements[-1]
        return statement.frame.code.module.span(statement.step.node)
