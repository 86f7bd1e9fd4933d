"""``try`` around calls of tasks: what of it is evaluated, what becomes host code, and what can't be compiled.

Jobs can't hand an exception to the main program. Where a ``try`` calls its tasks first, they are called outside of it,
and the rest is one piece of host code, which handles what it raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import libcst as cst

from eflows2smk.diagnostics import Diagnostic, Label, Severity, Span
from eflows2smk.frontend.errors import Poisoned, Refusal
from eflows2smk.frontend.host.hosting import is_hostable, label_of, once
from eflows2smk.frontend.host.rewriting import Rewriting
from eflows2smk.frontend.host.segment import fresh
from eflows2smk.frontend.lowering import Closure, Unit
from eflows2smk.frontend.scopes import Frame, Scope

# Exceptions that no host code raises in its job.
_ELSEWHERE = ("KeyboardInterrupt", "SystemExit", "GeneratorExit", "ImportError", "ModuleNotFoundError")
_LAST_WORDS = ("sys.exit", "exit", "quit", "os._exit")
_SAYS = ("print", "logging", "logger", "log", "traceback", "warnings", "sys.stderr.write", "sys.stdout.write")


@dataclass(frozen=True, slots=True)
class Handling:
    """A ``try`` that is being evaluated, whose handlers no job reaches. reports: whether they do nothing but tell."""

    span: Span
    reports: bool

    @staticmethod
    def of(unit: Unit, node: cst.Try) -> Handling | None:
        """None where the workflow fails just as well: no handler goes on with what host code raises."""
        going_on = [handler for handler in node.handlers if _catches_host_code(handler) and not _fails(handler.body)]
        if not going_on:
            return None
        return Handling(unit.span(going_on[0]), all(_reports(handler.body) for handler in going_on))

    def diagnostic(self, span: Span) -> Diagnostic:
        label = (Label(self.span, "is not reached by what a job raises"),)
        if self.reports:
            return Diagnostic(
                "W311",
                "if this plain Python raises an exception, the workflow ends, while the program would go on",
                span,
                "put 'try' and 'except' around the plain Python alone, without calls of tasks",
                label,
                Severity.WARNING,
            )
        return Diagnostic(
            "E319",
            "this plain Python runs in a job of its own, and 'try' can't handle what it raises",
            span,
            "put 'try' and 'except' around the plain Python alone, without calls of tasks",
            label,
        )


@dataclass(frozen=True, slots=True)
class Split:
    """A ``try`` that calls all its tasks first. leading: statements before the last one that does; called: calls in
    that one, with the names that stand for their results in the rest."""

    leading: Closure
    called: tuple[tuple[cst.BaseExpression, str, Closure], ...]
    rest: Closure


Block = Callable[[list[Any]], Closure]


@dataclass(slots=True)
class Splitter:
    """What has been made of a ``try`` so far: which calls reach tasks may depend on where it is evaluated."""

    unit: Unit
    node: cst.Try
    scope: Scope
    block: Block
    known: dict[tuple[Any, ...], Split] = field(default_factory=dict)

    def at(self, frame: Frame) -> Split | None:
        """None for a ``try`` of another shape, and for one that reaches no task."""
        reach = self.unit.evaluator.host.reach
        node = self.node
        around = [*node.handlers, *([] if node.orelse is None else [node.orelse])]
        if not node.handlers or any(reach.tasks(part, frame) for part in around):
            return None
        statements = list(node.body.body)
        reaching = [index for index, statement in enumerate(statements) if reach.tasks(statement, frame)]
        if not reaching:
            return None
        last = reaching[-1]
        calls = self._calls(statements[last], frame)
        if calls is None:
            return None
        key = (last, *calls)
        if key not in self.known:
            self.known[key] = self._split(last, calls, frame)
        return self.known[key]

    def _calls(self, statement: cst.CSTNode, frame: Frame) -> list[cst.BaseExpression] | None:
        """Calls of tasks in a statement, each of which is made exactly once; None where others are left."""
        if not isinstance(statement, cst.SimpleStatementLine) or len(statement.body) != 1:
            return None
        reach = self.unit.evaluator.host.reach
        found: list[cst.BaseExpression] = []
        for node, always in _inside(statement):
            if isinstance(node, cst.Call) and reach.tasks(node.func, frame):
                if not always:
                    return None
                found.append(node)
        inner = {id(below) for call in found for below, _ in _inside(call)}
        return [call for call in found if id(call) not in inner]

    def _split(self, last: int, calls: list[cst.BaseExpression], frame: Frame) -> Split:
        unit, node, scope = self.unit, self.node, self.scope
        taken = {*frame.names, *frame.globals, *scope.names}
        names: dict[cst.CSTNode, str] = {}
        for call in calls:
            names[call] = fresh(label_of(call) or "value", taken)
            taken.add(names[call])
        if scope.kind != "module":
            scope.names.update(names.values())
        statements = list(node.body.body)
        mixed = statements[last].visit(Rewriting(names, lambda name: None))
        assert isinstance(mixed, cst.SimpleStatementLine)
        kept = [mixed, *statements[last + 1 :]]
        rest = node.with_changes(body=node.body.with_changes(body=kept), finalbody=None)
        # The line above the first statement that is left is that of the ``try``, wherever it really stands.
        unit.source.place(rest, unit.span(statements[last]), -1)
        _place(unit, statements[last], mixed)
        called = tuple((call, names[call], unit.expression(call, scope)) for call in calls)
        return Split(self.block(statements[:last]), called, self.block([rest]))

    def call(self, split: Split, frame: Frame) -> None:
        """Call the tasks, and bind what they give."""
        host = self.unit.evaluator.host
        for call, name, evaluate in split.called:
            try:
                value = evaluate(frame)
            except (Refusal, Poisoned) as error:
                if not is_hostable(error):
                    raise
                value = host.again(self.unit, call, self.scope, frame)
            (frame.globals if self.scope.hops(name) < 0 else frame.names)[name] = value


def _place(unit: Unit, old: cst.CSTNode, new: cst.CSTNode) -> None:
    """Copies stand where their originals do."""
    if old is not new:
        unit.source.place(new, unit.span(old), 0)
        if type(old) is type(new):
            for one, other in zip(old.children, new.children, strict=True):
                _place(unit, one, other)


def _inside(node: cst.CSTNode, always: bool = True) -> Iterator[tuple[cst.CSTNode, bool]]:
    """What stands in a statement, and whether each is evaluated exactly once."""
    only = once(node)
    for child in node.children:
        certain = always and (only is None or child in only)
        yield child, certain
        yield from _inside(child, certain)


def _catches_host_code(handler: cst.ExceptHandler) -> bool:
    named = handler.type
    kinds = [named] if not isinstance(named, cst.Tuple) else [element.value for element in named.elements]
    return not all(isinstance(kind, cst.Name) and kind.value in _ELSEWHERE for kind in kinds)


def _fails(body: cst.BaseSuite) -> bool:
    """Whether a handler ends the program as a failure, or at all."""
    last = body.body[-1]
    small = last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last
    if isinstance(small, cst.Raise):
        return True
    return isinstance(small, cst.Expr) and _dotted(small.value) in _LAST_WORDS


def _reports(body: cst.BaseSuite) -> bool:
    smalls = [s for line in body.body for s in (line.body if isinstance(line, cst.SimpleStatementLine) else [line])]
    return all(isinstance(small, cst.Pass) or (isinstance(small, cst.Expr) and _says(small.value)) for small in smalls)


def _says(node: cst.CSTNode) -> bool:
    name = _dotted(node)
    return name in _SAYS or name.partition(".")[0] in _SAYS


def _dotted(node: cst.CSTNode) -> str:
    """The dotted name that a call calls, "" for any other."""
    if not isinstance(node, cst.Call):
        return ""
    words: list[str] = []
    inner: cst.BaseExpression = node.func
    while isinstance(inner, cst.Attribute):
        words.insert(0, inner.attr.value)
        inner = inner.value
    return ".".join([inner.value, *words]) if isinstance(inner, cst.Name) else ""
