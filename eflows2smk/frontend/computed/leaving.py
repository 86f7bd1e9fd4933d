"""Leaving a loop or a function where a computed value decides: ``break``, ``continue`` and ``return``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

from eflows2smk.frontend.errors import Refusal
from eflows2smk.frontend.lowering import Unit, located
from eflows2smk.frontend.outcome import leaves
from eflows2smk.frontend.scopes import Frame, Scope

Body = Callable[[], Any]


class Leaving(Exception):
    """A computed condition decides whether its block goes on. Raised before either side is evaluated."""

    def __init__(
        self, unit: Unit, node: cst.If, scope: Scope, frame: Frame, then: Body, otherwise: Body | None
    ) -> None:
        super().__init__()
        self.unit = unit
        self.node = node
        self.scope = scope
        self.frame = frame
        self.then = then
        self.otherwise = otherwise

    def at(self, part: str, rest: Body) -> Any:
        """Evaluate both sides, each with what follows in the block; returns the block's signal.

        Raises itself, or Refusal, where only a block around this one knows what follows.
        """
        how = leaves(self.node)
        if part == "function" and how == {"return"}:
            return self.unit.evaluator.loops.returning(self, rest)
        if part == "loop" and how == {"continue"}:

            def goes_on(side: Body | None) -> Body:
                def run() -> Any:
                    signal = side() if side is not None else None
                    return rest() if signal is None else signal

                return run

            self.unit.evaluator.loops.branch(
                self.unit, self.node, self.scope, self.frame, goes_on(self.then), goes_on(self.otherwise)
            )
            return None
        if part == "loop" and how == {"break"}:
            raise self
        raise self.refusal()

    def of_loop(self, stopping: Stopping | None) -> BaseException:
        """What to raise in the loop that is left."""
        if stopping is None or stopping.node_that_stops is not self.node:
            return self.refusal()
        loops = self.unit.evaluator.loops
        return loops.found(self.unit, stopping.node)

    def refusal(self) -> Refusal:
        return located(
            Refusal(
                "E317",
                "whether this leaves its loop or its function is only known when the workflow runs",
                help="write it as the condition of a 'while', or put what follows into an 'else'",
                final=True,
            ),
            self.unit,
            self.node,
        )


class Stopping:
    """A loop with one ``if …: break`` in its body, whose condition may turn out to be computed."""

    def __init__(self, unit: Unit, node: cst.For | cst.While, scope: Scope, position: int) -> None:
        self.unit = unit
        self.node = node
        self.scope = scope
        self.position = position
        found = node.body.body[position]
        assert isinstance(found, cst.If)
        self.node_that_stops = found
        self._parts: tuple[Callable[[Frame], Any], ...] = ()

    @classmethod
    def of(cls, unit: Unit, node: cst.For | cst.While, scope: Scope) -> Stopping | None:
        """None for loops of any other shape."""
        statements = list(node.body.body)
        if isinstance(node, cst.While) and not (isinstance(node.test, cst.Name) and node.test.value == "True"):
            return None
        leaving = [i for i, statement in enumerate(statements) if leaves(statement)]
        if len(leaving) != 1:
            return None
        found = statements[leaving[0]]
        if not isinstance(found, cst.If) or found.orelse is not None or leaves(found) != {"break"}:
            return None
        last = _flat(found.body)[-1]
        inside = [statement for statement in _flat(found.body) if leaves(statement)]
        return cls(unit, node, scope, leaving[0]) if isinstance(last, cst.Break) and inside == [last] else None

    def is_known(self) -> bool:
        """Whether an earlier evaluation of the program found that the condition is computed."""
        evaluator = self.unit.evaluator
        return evaluator.scout is None and not evaluator.strict and evaluator.loops.is_known(self.unit, self.node)

    def run(self, frame: Frame, assign: Any, names: tuple[str, ...]) -> None:
        """Evaluate the loop as one whose end is computed."""
        self.unit.evaluator.loops.until(self, frame, assign, names)

    def parts(self) -> tuple[Callable[[Frame], Any], ...]:
        """What stands before the condition, what is done when it holds, and what stands behind it."""
        from eflows2smk.frontend.statements import block

        if not self._parts:
            statements = list(self.node.body.body)
            pieces: list[list[Any]] = [
                statements[: self.position],
                _flat(self.node_that_stops.body)[:-1],
                statements[self.position + 1 :],
            ]
            self._parts = tuple(block(self.unit, piece, self.scope) for piece in pieces)
        return self._parts

    def has(self, part: int) -> bool:
        """Whether anything stands in a part."""
        if part == 1:
            return len(_flat(self.node_that_stops.body)) > 1
        return self.position + 1 < len(self.node.body.body)


def _flat(body: cst.BaseSuite) -> list[Any]:
    found: list[Any] = []
    for statement in body.body:
        found += list(statement.body) if isinstance(statement, cst.SimpleStatementLine) else [statement]
    return found
