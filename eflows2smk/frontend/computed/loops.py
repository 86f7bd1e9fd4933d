"""Evaluating the body of a computed loop once, for all of its iterations, and both sides of a computed branch.

What the body changes is only known once it was evaluated. So it is evaluated a first time to see that, taken back, and
evaluated again with each changed cell holding what the iteration before left in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import libcst as cst

from eflows2smk.diagnostics import Diagnostic, Span
from eflows2smk.frontend.computed.domains import Domains
from eflows2smk.frontend.computed.leaving import Leaving, Stopping
from eflows2smk.frontend.computed.nesting import nested
from eflows2smk.frontend.computed.plan import Plan
from eflows2smk.frontend.computed.state import Snapshot
from eflows2smk.frontend.computed.symbols import Group, Grown, Plain, Symbol, Used
from eflows2smk.frontend.errors import Refusal
from eflows2smk.frontend.host.hosting import is_hostable
from eflows2smk.frontend.host.segment import Segment, Step
from eflows2smk.frontend.lowering import Unit, located
from eflows2smk.frontend.scopes import Frame, Scope, target_names
from eflows2smk.frontend.values import Future, Record
from eflows2smk.workflow.model import ABSENT, Artefact, Domain, Invocation
from eflows2smk.workflow.text import symbol

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator

Body = Callable[[], Any]
Assign = Callable[[Frame, Any], None]

# A body is evaluated again as long as more turns out to be changed by it.
MOST_PASSES = 8


@dataclass(frozen=True, slots=True)
class _Value:
    """What one side of a branch gives."""

    value: Any


class Again(BaseException):
    """The program has to be evaluated again, now that this loop is known to be a computed one."""

    def __init__(self, span: Span) -> None:
        super().__init__()
        self.span = span


class Loops:
    """The computed control flow of one evaluation."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.domains: list[Domain] = []
        self.made = Domains(evaluator, self.domains)
        # Lists that grew in computed loops and are parts of what an invocation is about to get: each as a whole.
        self.parts: dict[int, Future] = {}

    def takes(self, error: Exception) -> bool:
        """Whether what a refused value decides can be left to the workflow."""
        evaluator = self.evaluator
        if evaluator.strict or evaluator.scout is not None or not is_hostable(error):
            return False
        # Clocks are left out of the workflow, so they decide nothing.
        return getattr(error, "code", "") != "E307"

    # Loops ------------------------------------------------------------------------------------------------------------

    def is_known(self, unit: Unit, node: cst.While | cst.For) -> bool:
        """Whether an earlier evaluation of the program found that the loop's condition is computed."""
        return bool(self.evaluator.computed_loops) and unit.span(node) in self.evaluator.computed_loops

    def found(self, unit: Unit, node: cst.While | cst.For) -> Again:
        """What to raise where a condition turns out to be computed: the loop is so from its first iteration on."""
        return Again(unit.span(node))

    def each(
        self,
        unit: Unit,
        node: cst.For | cst.CompFor,
        scope: Scope,
        frame: Frame,
        names: tuple[str, ...],
        assign: Assign,
        body: Body,
    ) -> Domain:
        """A loop over a computed value."""
        domain, value = self.made.of_loop(unit, node, scope, frame)

        def iteration() -> Any:
            assign(frame, value)
            return body()

        self._run(domain, unit, node, names, frame, iteration)
        return domain

    def while_(
        self, unit: Unit, node: cst.While, scope: Scope, frame: Frame, names: tuple[str, ...], body: Body
    ) -> None:
        """A loop whose condition is computed."""
        domain = self.made.of_while(_counter(node), unit, node)

        def iteration() -> Any:
            before, recorded = Snapshot(self.evaluator, frame), len(self.evaluator.recorder.invocations)
            value = self.evaluator.host.again(unit, node.test, scope, frame, "condition")
            self._check_condition(before, recorded, unit, node)
            if type(value) is not Future:
                value = self.computed(value, "condition", unit, node)
            self.made.condition(unit, node, value, domain)
            return body()

        self._run(domain, unit, node, names, frame, iteration, ())

    def _check_condition(self, before: Snapshot, recorded: int, unit: Unit, node: cst.While) -> None:
        """A condition is evaluated once more than the loop's body, so that it may only compute."""
        changes = before.changes()
        made = [each for each in self.evaluator.recorder.invocations[recorded:] if isinstance(each, Invocation)]
        writes = any(argument.writes is not ABSENT for each in made for argument in each.arguments)
        if writes or changes.cells or changes.grown or changes.futures or changes.other:
            raise located(
                Refusal(
                    "E316",
                    "the condition of this loop changes something, and is evaluated once more than its body",
                    help="let the condition only compute: change and write in the body",
                    final=True,
                ),
                unit,
                node.test,
            )

    def until(self, stopping: Stopping, frame: Frame, assign: Assign | None, names: tuple[str, ...]) -> None:
        """A loop that ends where a computed condition holds, at the latest with its last element."""
        unit, node, scope = stopping.unit, stopping.node, stopping.scope
        before, then, after = stopping.parts()
        limit: int | Domain | None = None
        value: Any = None
        if isinstance(node, cst.For):
            limit, value = self.made.limit_of(unit, node, scope, frame)
        domain = self.made.of_until(_counter(node), unit, node, limit)
        if isinstance(limit, int):
            start, step = value
            value = Symbol(domain, step, start)

        def iteration() -> Any:
            if assign is not None:
                assign(frame, value)
            signal = before(frame)
            test = stopping.node_that_stops.test
            found = self.evaluator.host.again(unit, test, scope, frame, "condition")
            if type(found) is not Future:
                found = self.computed(found, "condition", unit, node)
            self.made.condition(unit, stopping.node_that_stops, found, domain)
            if stopping.has(1) or stopping.has(2):
                self._sides(unit, stopping.node_that_stops, frame, found, lambda: then(frame), lambda: after(frame))
            return signal

        self._run(domain, unit, node, names, frame, iteration)

    def _run(
        self,
        domain: Domain,
        unit: Unit,
        node: cst.CSTNode,
        names: tuple[str, ...],
        frame: Frame,
        body: Body,
        targets: tuple[str, ...] | None = None,
    ) -> None:
        """names: the loop's variables. targets: those that it binds itself."""
        self.evaluator.host.close()
        snapshot = Snapshot(self.evaluator, frame)
        plan = Plan(self, domain, unit, node, names if targets is None else targets)
        for _ in range(MOST_PASSES):
            plan.enter()
            with _Inside(self.evaluator, domain, unit, node, names, frame):
                try:
                    signal = body()
                    self.evaluator.host.close()
                    changes = snapshot.changes()
                    plan.note(changes)
                    known = plan.covers(changes)
                    if known:
                        plan.ends()
                except Used as used:
                    if not plan.carry(used.grown):
                        raise
                    snapshot.restore()
                    continue
            if known:
                break
            snapshot.restore()
            plan.extend(changes)
        else:
            raise located(Refusal("E316", "what this loop changes can't be worked out", final=True), unit, node)
        _check_signal(signal, unit, node)
        plan.leave()

    # Branches ---------------------------------------------------------------------------------------------------------

    def branch(
        self, unit: Unit, node: cst.If | cst.IfExp, scope: Scope, frame: Frame, then: Body, otherwise: Body | None
    ) -> Any:
        """Both sides of a computed condition; the value that the sides give."""
        value = self.evaluator.host.again(unit, node.test, scope, frame, "condition")
        if type(value) is not Future:
            value = self.computed(value, "condition", unit, node)
        return self._sides(unit, node, frame, value, then, otherwise)

    def returning(self, leaving: Leaving, rest: Body) -> Any:
        """Both sides of a computed condition, one of which ends its function; the signal that ends it."""
        from eflows2smk.frontend.statements import Returned

        def value_of(side: Body | None) -> Body:
            def run() -> Any:
                signal = side() if side is not None else None
                if signal is None:
                    signal = rest()
                return _Value(signal.value if isinstance(signal, Returned) else None)

            return run

        return Returned(
            self.branch(
                leaving.unit,
                leaving.node,
                leaving.scope,
                leaving.frame,
                value_of(leaving.then),
                value_of(leaving.otherwise),
            )
        )

    def expression(self, unit: Unit, node: cst.IfExp, scope: Scope, frame: Frame, then: Body, otherwise: Body) -> Any:
        """A conditional expression whose condition is computed."""
        return self.branch(unit, node, scope, frame, lambda: _Value(then()), lambda: _Value(otherwise()))

    def either(
        self, unit: Unit, node: cst.BaseExpression, frame: Frame, value: Future, then: Body, otherwise: Body
    ) -> Any:
        """One of two values."""
        return self._sides(unit, node, frame, value, lambda: _Value(then()), lambda: _Value(otherwise()))

    def only_if(self, unit: Unit, test: cst.BaseExpression, scope: Scope, frame: Frame, then: Body) -> Domain:
        """What is only done where a computed condition holds; the branch in which that is."""
        value = self.evaluator.host.again(unit, test, scope, frame, "condition")
        if type(value) is not Future:
            value = self.computed(value, "condition", unit, test)
        inside: list[Domain] = []

        def side() -> None:
            inside.append(self.evaluator.domains[-1])
            then()

        self._sides(unit, test, frame, value, side, None)
        return inside[0]

    def _sides(
        self, unit: Unit, node: cst.CSTNode, frame: Frame, value: Future, then: Body, otherwise: Body | None
    ) -> Any:
        taken = self.made.condition(unit, node, value)
        other = Domain("if", "", taken.decides, taken.around, True, taken.text)
        snapshot = Snapshot(self.evaluator, frame)
        plan = Plan(self, taken, unit, node, ())
        for side, body in ((taken, then), (other, otherwise)):
            if body is None:
                plan.side()
                continue
            with _Inside(self.evaluator, side, unit, node, None, frame):
                signal = body()
                self.evaluator.host.close()
                plan.side(snapshot.changes(), side, signal if isinstance(signal, _Value) else None)
            if not isinstance(signal, _Value):
                _check_signal(signal, unit, node)
            snapshot.restore_values()
        return plan.joins()

    # Values -----------------------------------------------------------------------------------------------------------

    def computed(self, value: Any, name: str, unit: Unit, node: cst.CSTNode) -> Future:
        """The value as one that an invocation gives."""
        evaluator = self.evaluator
        evaluator.host.close()
        self.gather([value], unit, node)
        segment = Segment(len(evaluator.recorder.invocations), evaluator.host.taker._place())
        name = name if name.isidentifier() else "value"
        segment.inputs[name] = evaluator.recorder.freeze(value)
        segment.steps.append(Step(f"# what '{name}' is here", unit.span(node)))
        future = Future(None, f"'{name}'")
        segment.outputs[name] = future
        evaluator.host.taker.current = segment
        evaluator.host.close()
        return future

    def gather(self, values: Iterable[Any], unit: Unit, node: cst.CSTNode) -> None:
        """Before something gets the values: what grew in computed loops and is a part of them is made a whole."""
        parts = {}
        if self.domains:
            for value in values:
                for identity, grown in nested(value, self.evaluator.promoted):
                    parts[identity] = self.computed(grown, "members", unit, node)
        self.parts = parts

    def applied(self, function: str, value: Any, unit: Unit, node: cst.CSTNode) -> Future:
        """What a function of Python itself makes of a value."""
        evaluator = self.evaluator
        evaluator.host.close()
        segment = Segment(len(evaluator.recorder.invocations), evaluator.host.taker._place())
        segment.inputs["members"] = evaluator.recorder.freeze(value)
        segment.steps.append(Step(f"{function}_of_members = {function}(members)", unit.span(node)))
        future = Future(None, f"'{function}_of_members'")
        segment.outputs[f"{function}_of_members"] = future
        evaluator.host.taker.current = segment
        evaluator.host.close()
        return future

    def whole(self, member: Any, unit: Unit, node: cst.CSTNode) -> Any:
        """What an iteration adds to a list: one value, also where the program adds a tuple or the like of them."""
        known = self.evaluator.promoted.get(id(member), member)
        if isinstance(known, Group | Plain) or type(known) is Future:
            return member
        made = self.computed(known, "member", unit, node)
        return made if isinstance(known, tuple | list | dict | set | Record | Grown) else Plain(member, made)

    def artefact(self, value: Any, name: str, unit: Unit, node: cst.CSTNode) -> Artefact:
        """An artefact that holds the value, and that is no joined one."""
        evaluator = self.evaluator
        known = evaluator.promoted.get(id(value), value)
        if type(known) is Future and type(known.artefact) is Artefact and not known.stale:
            return known.artefact
        made = self.computed(known, name, unit, node).artefact
        assert made is not None
        return made


class _Inside:
    """The context of an iteration: a loop level, and the domain around what is recorded. names: None for a branch."""

    def __init__(
        self,
        evaluator: Evaluator,
        domain: Domain,
        unit: Unit,
        node: cst.CSTNode,
        names: tuple[str, ...] | None,
        frame: Frame,
    ) -> None:
        self.evaluator = evaluator
        self.domain = domain
        self.place = (node, names, frame)

    def __enter__(self) -> None:
        evaluator = self.evaluator
        node, names, frame = self.place
        self.before = evaluator.domains
        evaluator.domains = (*self.before, self.domain)
        if names is not None:
            level = evaluator.enter_loop(node, names, frame)
            level.index = symbol(self.domain.name)

    def __exit__(self, *_: object) -> None:
        evaluator = self.evaluator
        evaluator.domains = self.before
        if self.place[1] is not None:
            evaluator.levels.pop()


def _counter(node: cst.While | cst.For) -> str:
    """The name of a number that the loop counts up, for its wildcard."""
    if isinstance(node, cst.For):
        return next(target_names(node.target), "n")
    for statement in _flat(node.body):
        match statement:
            case cst.AugAssign(target=cst.Name(value=name), operator=cst.AddAssign(), value=cst.Integer()):
                return name
    return "n"


def _flat(body: cst.BaseSuite) -> list[cst.CSTNode]:
    found: list[cst.CSTNode] = []
    for statement in body.body:
        found += statement.body if isinstance(statement, cst.SimpleStatementLine) else []
    return found


def _check_signal(signal: Any, unit: Unit, node: cst.CSTNode) -> None:
    from eflows2smk.frontend.statements import CONTINUE

    if signal is not None and signal is not CONTINUE:
        raise located(
            Refusal(
                "E317",
                "whether this leaves its loop or its function is only known when the workflow runs",
                help="write it as the condition of a 'while', or put what follows into an 'else'",
                final=True,
            ),
            unit,
            node,
        )


def unknown(message: str, unit: Unit, node: cst.CSTNode) -> Diagnostic:
    return Diagnostic("E300", message, unit.span(node), "return it from a task, or use it inside of the loop")
