"""Where lowering puts operations: the open blocks of the code that is being built.

Enters the operations in the order of evaluation, leaves the `Block` of a `Code`. What a node of syntax becomes is said
by the tables in `Rules`; this module knows no kind of node.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import libcst as cst

from eflows2smk.diagnostics import Diagnostic, ProgramError
from eflows2smk.frontend.core.operations import (
    Block,
    Branch,
    Code,
    CodeKind,
    Constant,
    Load,
    Move,
    Operation,
    Parameters,
    Place,
    Register,
    Step,
    Store,
    Truth,
)
from eflows2smk.frontend.core.scopes import Scope, Scopes
from eflows2smk.source.modules import SourceModule

EMPTY = Block()


@dataclass(frozen=True, slots=True)
class Rules:
    """What each kind of node becomes. conditions: expressions whose truth value is worked out without their value."""

    expressions: dict[type[cst.CSTNode], Callable[[Builder, Any], Register]]
    conditions: dict[type[cst.CSTNode], Callable[[Builder, Any], Register]]
    statements: dict[type[cst.CSTNode], Callable[[Builder, Any], None]]
    targets: dict[type[cst.CSTNode], Callable[[Builder, Any, Register], None]]


@dataclass(slots=True, eq=False)
class _Open:
    """A block that is not complete: its finished steps, and the one that takes operations now."""

    steps: list[Step]
    node: cst.CSTNode
    operations: list[Operation]


class Builder:
    """Builds one code.

    loops: how many loops are open around the statement, back to the beginning of this code; -1 behind an ``except*``.
    """

    def __init__(
        self, rules: Rules, scopes: Scopes, module: SourceModule, code: Code, scope: Scope, *, postponed: bool
    ) -> None:
        self.rules = rules
        self.scopes = scopes
        self.module = module
        self.code = code
        self.scope = scope
        self.postponed = postponed
        self.loops = 0
        self._registers = 0
        self._open: list[_Open] = []
        self._operations: list[Operation] = []

    # Registers and operations -----------------------------------------------------------------------------------------

    def new(self) -> Register:
        self._registers += 1
        return self._registers - 1

    def emit(self, operation: Operation) -> None:
        self._operations.append(operation)

    def constant(self, node: cst.CSTNode, value: object) -> Register:
        target = self.new()
        self.emit(Constant(origin=node, target=target, value=value))
        return target

    def truth(self, node: cst.CSTNode, operand: Register) -> Register:
        target = self.new()
        self.emit(Truth(origin=node, target=target, operand=operand))
        return target

    def load(self, node: cst.CSTNode, name: str) -> Register:
        name = self.scope.mangled(name)
        target = self.new()
        self.emit(Load(origin=node, target=target, name=name, place=self.scope.place(name)))
        return target

    def builtin(self, node: cst.CSTNode, name: str) -> Register:
        target = self.new()
        self.emit(Load(origin=node, target=target, name=name, place=Place.BUILTIN))
        return target

    def store(self, node: cst.CSTNode, name: str, source: Register) -> None:
        name = self.scope.mangled(name)
        self.emit(Store(origin=node, name=name, place=self.scope.place(name), source=source))

    # Blocks -----------------------------------------------------------------------------------------------------------

    def open(self, node: cst.CSTNode) -> None:
        """Begin a block, with a step of this node."""
        opened = _Open([], node, [])
        self._open.append(opened)
        self._operations = opened.operations

    def step(self, node: cst.CSTNode) -> None:
        """Begin the next step of the open block. An empty one before it is dropped, unless it is a statement."""
        opened = self._open[-1]
        self._finish(opened)
        opened.node = node
        opened.operations = self._operations = []

    def close(self) -> Block:
        """The block that was opened last."""
        opened = self._open.pop()
        self._finish(opened)
        if self._open:
            self._operations = self._open[-1].operations
        return Block(tuple(opened.steps))

    @staticmethod
    def _finish(opened: _Open) -> None:
        if opened.operations or isinstance(opened.node, cst.BaseSmallStatement):
            opened.steps.append(Step(opened.node, tuple(opened.operations)))

    def finished(self, body: Block) -> Code:
        self.code.body = body
        self.code.registers = self._registers
        return self.code

    # Syntax -----------------------------------------------------------------------------------------------------------

    def expression(self, node: cst.BaseExpression) -> Register:
        return self.rules.expressions[type(node)](self, node)

    def condition(self, node: cst.BaseExpression) -> Register:
        """A register with the truth value of an expression, each part of which is asked once."""
        lower = self.rules.conditions.get(type(node))
        if lower is not None:
            return lower(self, node)
        return self.truth(node, self.expression(node))

    def assign(self, target: cst.BaseExpression, source: Register) -> None:
        self.rules.targets[type(target)](self, target, source)

    def statement(self, node: cst.CSTNode) -> None:
        try:
            self.rules.statements[type(node)](self, node)
        except RecursionError:
            raise self.refusal(
                node, "E302", "this is nested too deeply", "give parts of it names of their own"
            ) from None

    def block(self, node: cst.CSTNode, suite: cst.BaseSuite | cst.Module) -> Block:
        """The statements of a suite, as a block."""
        self.open(node)
        self.statements(suite)
        return self.close()

    def statements(self, suite: cst.BaseSuite | cst.Module) -> None:
        """The statements of a suite, as further steps of the open block."""
        for statement in suite.body:
            if isinstance(statement, cst.SimpleStatementLine):
                for small in statement.body:
                    self.step(small)
                    self.statement(small)
            else:
                self.step(statement)
                self.statement(statement)

    # Parts of this code, and codes inside of it -----------------------------------------------------------------------

    def conjunction(self, node: cst.CSTNode, tests: list[Callable[[], Register]], kind: str) -> Register:
        """A register that is true if all tests are, each of which gives a truth value; behind a false one none is made.

        The last one's side effects happen only where all before it are true.
        """
        first = tests[0]()
        if len(tests) == 1:
            return first
        result = self.new()
        opened: list[Register] = []
        for test in tests[1:]:
            opened.append(first)
            self.open(node)
            first = test()
        self.emit(Move(origin=node, target=result, source=first))
        for condition in reversed(opened):
            then = self.close()
            otherwise = self.moving(node, result, condition)
            self.emit(Branch(origin=node, condition=condition, then=then, otherwise=otherwise, kind=kind))
        return result

    def moving(self, node: cst.CSTNode, target: Register, source: Register) -> Block:
        return Block((Step(node, (Move(origin=node, target=target, source=source),)),))

    def inner(self, kind: CodeKind, node: cst.CSTNode, parameters: Parameters) -> Builder:
        """A builder for a code inside of this one."""
        scope = self.scopes.of(node)
        code = Code(
            kind,
            scope.name,
            self._qualname(scope),
            self.module,
            node,
            self.code,
            parameters,
            variables=scope.variables(),
            free=scope.free,
        )
        return Builder(self.rules, self.scopes, self.module, code, scope, postponed=self.postponed)

    def suspend(self, node: cst.CSTNode, message: str) -> None:
        """Note that this code awaits something here. Raises ProgramError with the message where none can."""
        if self.code.kind is CodeKind.COMPREHENSION:
            self.code.is_coroutine = True
        elif not self.code.is_coroutine:
            raise self.invalid(node, message)

    def _qualname(self, scope: Scope) -> str:
        outer = self.code
        defined = scope.kind in (CodeKind.FUNCTION, CodeKind.CLASS)
        if outer.kind is CodeKind.MODULE or (
            defined and self.scope.places.get(self.scope.mangled(scope.name)) is Place.GLOBAL
        ):
            return scope.name
        between = "." if outer.kind is CodeKind.CLASS else ".<locals>."
        return f"{outer.qualname}{between}{scope.name}"

    def refusal(self, node: cst.CSTNode, code: str, message: str, help: str = "") -> ProgramError:
        return ProgramError(Diagnostic(code, message, self.module.span(node), help))

    def invalid(self, node: cst.CSTNode, message: str) -> ProgramError:
        return self.refusal(node, "E100", f"this is not valid Python: {message}")
