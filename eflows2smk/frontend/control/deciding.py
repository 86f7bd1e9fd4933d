"""What the machine asks where only the run knows how a program goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import libcst as cst

from eflows2smk.frontend.control.decisions import Decisions, node_of, target_names
from eflows2smk.frontend.control.keeping import Keeping
from eflows2smk.frontend.control.loops import Loops
from eflows2smk.frontend.control.past import Past
from eflows2smk.frontend.control.sides import RESULT, Sides
from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import inner_blocks, moved
from eflows2smk.frontend.core.operations import Block
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.machine import Level, Machine, Site, looping
from eflows2smk.frontend.evaluation.signals import Leaving, Signal
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.residual.described import Origin
from eflows2smk.frontend.residual.residue import Residue
from eflows2smk.workflow.model import ABSENT, Domain, Invocation

Body = Callable[[Frame], Any]
_LEAVES = {core.Return: "return", core.Break: "break", core.Continue: "continue"}
# What can have parts, or is a function.
_HOLDING = (Cell, tuple, frozenset)


class Deciding:
    """See `machine.Control`."""

    def __init__(self, residue: Residue, recording: Recording) -> None:
        self.residue = residue
        self.recording = recording
        self.keeping = Keeping(residue, recording)
        self.decisions = Decisions(residue, recording, self.keeping)
        self.sides = Sides(self.keeping, self.decisions)
        self.loops = Loops(self.keeping, self.decisions, self.sides)
        self.tokens: list[tuple[Site, Past]] = []
        recording.machine.gathers = self.gathers
        recording.machine.built = self.built
        recording.wholes = self.wholes

    @property
    def machine(self) -> Machine:
        return self.recording.machine

    def wholes(self, site: Site, values: Iterable[Any]) -> None:
        """Before a task gets the values: parts of them that no file has yet get one."""
        holding = [value for value in values if isinstance(value, _HOLDING)]
        if holding:
            span = site.span
            self.keeping.gather(site.frame, span, holding)
            self.keeping.define(site.frame, span, holding)

    def gathers(self, cell: Cell, values: Sequence[Any]) -> bool:
        """Add to a list that is gathered, if it is one: the list knows the values, which therefore need names."""
        if not self.recording.stores.gathers(cell, values):
            return False
        for statement in self.residue.statements:
            statement.parts = True
        return True

    def built(self, site: Site, members: Cell, kind: str) -> Any:
        """A set or dictionary of what a comprehension gathers."""
        self.residue.closes(site)
        name = f"{kind}_of_members"
        made = self.keeping.made(site.frame, site.span, members, name, f"{name} = {kind}(members)")
        value = self.machine.heap.computed(kind, Origin(site, (members,)))
        if value.region is not None:
            self.recording.stores.share(members, value.region)
        self.recording.stores.put(value, made)
        return value

    # Branches ---------------------------------------------------------------------------------------------------------

    def branch(self, site: Site, condition: Any, then: Body, otherwise: Body) -> Any:
        operation = site.operation
        assert isinstance(operation, core.Branch)
        blocks = (operation.then, operation.otherwise)
        node = node_of(site)
        test = getattr(node, "test", node)
        value = self._asked(site, condition, test)
        how = frozenset(_leaving(blocks))
        if how:
            return Leaving(site, value, then, otherwise, how)
        targets = moved(blocks)

        def side(body: Body) -> Body:
            def run(frame: Frame) -> Any:
                signal = body(frame)
                for target in targets:
                    if frame.registers[target] is condition:
                        frame.registers[target] = value
                return signal

            return run

        self.sides.branch(site, value, (side(then), side(otherwise)), targets, node)
        return None

    def _asked(self, site: Site, condition: Any, test: Any) -> Any:
        """The value that a condition asks for its truth."""
        self.residue.tests.add(test)
        origin = getattr(condition, "origin", None)
        value = condition
        if (
            isinstance(condition, Computed)
            and isinstance(origin, Origin)
            and isinstance(origin.site.operation, core.Truth)
        ):
            asked = origin.operands[0]
            if self.residue.undone(condition) or self._is_stored(asked):
                value = asked
        self.residue.closes(site)
        return value

    def _is_stored(self, value: Any) -> bool:
        return isinstance(value, Computed) and self.recording.stores.known(value) is not None

    def resolved(self, site: Site, signal: Any) -> Any:
        """Both sides, each with what follows it."""
        inside = signal.site
        node = node_of(inside)
        is_result = "return" in signal.how

        def side(body: Body) -> Body:
            return lambda frame: self._going_on(site, body(frame), signal.rest, frame)

        wanted = [RESULT] if is_result else []
        signals = self.sides.branch(inside, signal.condition, (side(signal.then), side(signal.otherwise)), wanted, node)
        if is_result and not {Signal.BREAK, Signal.CONTINUE} & set(signals):
            return Signal.RETURN
        if all(each in (None, Signal.CONTINUE) for each in signals):
            return None
        raise self._refused(inside)

    def _going_on(self, site: Site, signal: Any, rest: Sequence[Body], frame: Frame) -> Any:
        for position, body in enumerate(rest):
            if type(signal) is Leaving:
                signal.rest += rest[position:]
                return self.resolved(site, signal)
            if signal is not None:
                return signal
            signal = body(frame)
        return self.resolved(site, signal) if type(signal) is Leaving else signal

    # Loops ------------------------------------------------------------------------------------------------------------

    def loop(self, site: Site, iterable: Any, body: Body, orelse: Body) -> Any:
        operation = site.operation
        assert isinstance(operation, core.For)
        domain, value = self.decisions.of_loop(site, iterable)

        def iteration(frame: Frame) -> Any:
            frame.registers[operation.item] = value
            return self._inside(site, body(frame))

        signal = self.loops.run(site, domain, (operation.body,), operation.names, operation.names, iteration)
        if type(signal) is Leaving:
            return self._until(site, domain, value, body, orelse)
        if signal in (Signal.BREAK, Signal.RETURN):
            raise self._refused(site)
        return orelse(site.frame)

    def _inside(self, site: Site, signal: Any) -> Any:
        if type(signal) is Leaving and signal.how == {"continue"}:
            return self.resolved(site, signal)
        return signal

    def until(self, site: Site, condition: Any, head: Body, body: Body, orelse: Body) -> Any:
        operation = site.operation
        assert isinstance(operation, core.While)
        self._back(site)
        node = operation.origin
        self.residue.tests.add(node.test)  # type: ignore[attr-defined]
        domain = self.decisions.of_while(site, _counter(node))

        def iteration(frame: Frame) -> Any:
            fork = self.machine.heap.fork()
            recorded = len(self.recording.entries)
            try:
                head(frame)
                self._check_head(site, self.machine.heap.differs(fork), recorded)
            finally:
                self.machine.heap.commit(fork)
            truth = frame.registers[operation.condition]
            value = self._asked(site, truth, node.test)  # type: ignore[attr-defined]
            self.decisions.condition(site, value, domain)
            return self._inside(site, body(frame))

        names = _tested_names(operation)
        signal = self.loops.run(site, domain, (operation.head, operation.body), names, (), iteration)
        if signal is not None and signal is not Signal.CONTINUE:
            raise self._refused(signal.site if type(signal) is Leaving else site)
        return orelse(site.frame)

    def _check_head(self, site: Site, changes: Any, recorded: int) -> None:
        """A condition is evaluated once more than the loop's body, so that it may only compute."""
        made = [each for each in self.recording.entries[recorded:] if isinstance(each, Invocation)]
        writes = any(argument.writes is not ABSENT for each in made for argument in each.arguments)
        regions = any(before.version != after.version for before, after in changes.regions.values())
        if writes or regions or changes.cells:
            node = site.operation.origin.test  # type: ignore[attr-defined]
            raise Refused(
                "E316",
                "the condition of this loop changes something, and is evaluated once more than its body",
                "let the condition only compute: change and write in the body",
                span=site.frame.code.module.span(node),
            )

    def leaves(self, site: Site, token: Any, signal: Any, body: Any, orelse: Body) -> Any:
        """signal: the elements of a ``for``; a ``while`` has two bodies, its head and its body."""
        self._back(site)
        operation = site.operation
        if isinstance(operation, core.While):
            return self._until(site, None, None, body, orelse)
        start, step = self._row(site, signal)
        return self._until(site, len(signal), (start, step), body, orelse)

    def _row(self, site: Site, items: Sequence[Any]) -> tuple[int, int]:
        step = items[1] - items[0] if len(items) > 1 and all(type(item) is int for item in items) else 1
        if not all(type(item) is int for item in items) or list(items) != [
            items[0] + k * step for k in range(len(items))
        ]:
            raise Refused(
                "E317",
                "where this loop ends is only known when the workflow runs, and its elements are no row of numbers",
                "loop over range(len(…)) instead, and take the elements by their number",
                span=site.span,
            )
        return (items[0] if items else 0), step

    def _until(self, site: Site, limit: int | Domain | None, value: Any, body: Any, orelse: Body) -> Any:
        """A loop that ends where a computed condition holds, at the latest with its last element."""
        operation = site.operation
        if operation.orelse.steps:  # type: ignore[attr-defined]
            raise self._refused(site)
        domain = self.decisions.of_until(site, _counter(operation.origin), limit)
        item = value
        if isinstance(limit, int):
            item = self.machine.symbols.of(domain, value[1], value[0])

        def iteration(frame: Frame) -> Any:
            if isinstance(operation, core.For):
                frame.registers[operation.item] = item
                signal = body(frame)
            else:
                head, inner = body
                head(frame)
                signal = inner(frame)
            if type(signal) is not Leaving or not _stops(signal):
                raise self._refused(signal.site if type(signal) is Leaving else site)
            inside, branch = signal.site, signal.site.operation
            node = node_of(inside)
            self.decisions.condition(inside, signal.condition, domain, node)
            otherwise = branch.otherwise.steps or signal.rest
            if len(branch.then.steps) > 1 or otherwise:

                def goes_on(frame: Frame) -> Any:
                    return self._going_on(site, signal.otherwise(frame), signal.rest, frame)

                found = self.sides.branch(inside, signal.condition, (signal.then, goes_on), (), node)
                if found[1] not in (None, Signal.CONTINUE):
                    raise self._refused(inside)
            return None

        blocks = (operation.body,) if isinstance(operation, core.For) else (operation.head, operation.body)  # type: ignore[attr-defined]
        names = operation.names if isinstance(operation, core.For) else _tested_names(operation)  # type: ignore[arg-type]
        targets = operation.names if isinstance(operation, core.For) else ()
        self.loops.run(site, domain, blocks, names, targets, iteration)
        return None

    def unrolled(self, site: Site, signal: Leaving, level: Level, following: Body) -> Any:
        def side(body: Body) -> Body:
            def run(frame: Frame) -> Any:
                with looping(self.machine, level):
                    left = self._going_on(site, body(frame), signal.rest, frame)
                if left is None or left is Signal.CONTINUE:
                    left = following(frame)
                return None if left is Signal.BREAK else left

            return run

        sides = side(signal.then), side(signal.otherwise)
        operation = site.operation
        assert isinstance(operation, core.For)
        if "return" in _leaving((operation.body, operation.orelse)):
            # What follows the loop follows on one of the sides.
            return Leaving(signal.site, signal.condition, *sides, frozenset({"return"}))
        signals = self.sides.branch(signal.site, signal.condition, sides, (), node_of(signal.site))
        if any(each is not None for each in signals):
            raise self._refused(signal.site)
        return None

    # Taking back ------------------------------------------------------------------------------------------------------

    def begins(self, site: Site) -> Any:
        token = site, Past(self.residue, self.recording, self.decisions)
        self.tokens.append(token)
        return token

    def ends(self, token: Any) -> None:
        assert self.tokens[-1] is token
        self.tokens.pop()
        token[1].keep()

    def _back(self, site: Site) -> None:
        """To where the loop began."""
        begun, past = self.tokens[-1]
        assert begun.operation is site.operation and begun.frame is site.frame
        past.back()

    def undecided(self, site: Site, value: Any) -> Exception:
        return self._refused(site)

    def _refused(self, site: Site) -> Refused:
        return Refused(
            "E317",
            "whether this leaves its loop or its function is only known when the workflow runs",
            "write it as the condition of a 'while', or put what follows into an 'else'",
            span=site.span,
        )


def _leaving(blocks: Sequence[Block]) -> set[str]:
    """How blocks may leave what is around them."""
    found: set[str] = set()
    for block in blocks:
        for operation in block.operations():
            how = _LEAVES.get(type(operation))
            if how is not None:
                found.add(how)
            inner = _leaving(list(inner_blocks(operation)))
            found |= inner - {"break", "continue"} if isinstance(operation, core.For | core.While) else inner
    return found


def _stops(signal: Leaving) -> bool:
    """Whether a branch ends its loop where its condition holds, and only there."""
    branch = signal.site.operation
    then = [operation for step in branch.then.steps for operation in step.operations]
    inner = [each for each in then[:-1] for block in inner_blocks(each) if _leaving((block,))]
    return (
        bool(then) and isinstance(then[-1], core.Break) and not inner and "break" not in _leaving((branch.otherwise,))
    )


def _counter(node: Any) -> str:
    """The name of a number that the loop counts up, for its wildcard."""
    if isinstance(node, cst.For):
        return next(iter(target_names(node.target)), "n")
    for statement in node.body.body:
        for part in statement.body if isinstance(statement, cst.SimpleStatementLine) else []:
            match part:
                case cst.AugAssign(target=cst.Name(value=name), operator=cst.AddAssign(), value=cst.Integer()):
                    return name
    return "n"


def _tested_names(operation: core.While) -> tuple[str, ...]:
    """The names that the condition reads and the body binds."""
    bound = {each.name for each in _every(operation.body) if isinstance(each, core.Store)}
    loads = (each.name for each in _every(operation.head) if isinstance(each, core.Load))
    return tuple(dict.fromkeys(name for name in loads if name in bound))


def _every(body: Block) -> Any:
    for operation in body.operations():
        yield operation
        for inner in inner_blocks(operation):
            yield from _every(inner)
