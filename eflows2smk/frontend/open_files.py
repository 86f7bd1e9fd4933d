"""``with open(…) as file:`` around calls of tasks: jobs can't hand an open file to each other, so each opens it itself.

A file that is written is opened again for each piece of host code, to append to it. A file that is read is read before
the first call. What else is done with it can't be compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import libcst as cst

from eflows2smk.frontend.errors import Refusal
from eflows2smk.frontend.host.reach import Reach
from eflows2smk.frontend.host.segment import fresh
from eflows2smk.frontend.host.uses import uses_of
from eflows2smk.frontend.lowering import Closure, Unit, located
from eflows2smk.frontend.scopes import Frame, Scope, bound_names

Statement = cst.BaseStatement | cst.BaseSmallStatement
_OPENERS = ("open", "compss_open", "open_file")


class Reopening:
    """One such statement, taken apart where it is evaluated in this frame."""

    def __init__(self, unit: Unit, node: cst.With, scope: Scope, frame: Frame) -> None:
        self.unit = unit
        self.node = node
        self.scope = scope
        self.frame = frame
        self.reach: Reach = unit.evaluator.host.reach
        self.name = _file_name(node)

    def parts(self, block: Callable[[list[Any]], Closure]) -> Closure:
        """What the statement does, one statement after the other. Raises Refusal for what can't be taken apart."""
        call = self.node.items[0].item
        assert isinstance(call, cst.Call)
        if set(uses_of(call).needs) & bound_names(self.node.body).names:
            raise self._refusal()
        mode = _mode(call)
        body: list[Any] = list(self.node.body.body)
        if "+" in mode:
            raise self._refusal()
        return block(self._reading(call, body) if mode.strip("bt") in ("r", "") else self._writing(call, mode, body))

    def _reading(self, call: cst.Call, body: list[Statement]) -> list[Statement]:
        first = next(i for i, statement in enumerate(body) if self.reach.tasks(statement, self.frame))
        before, after = body[:first], body[first:]
        loop = after[0]
        if isinstance(loop, cst.For) and isinstance(loop.iter, cst.Name) and loop.iter.value == self.name:
            lines = fresh(f"{self.name}_lines", {*self.frame.names, *self.frame.globals, *self.scope.names})
            if self.scope.kind != "module":
                self.scope.names.add(lines)
            before.append(cst.parse_statement(f"{lines} = {self.name}.readlines()"))
            after[0] = loop.with_changes(iter=cst.Name(lines))
            self.unit.source.place(after[0], self.unit.span(loop), 0)
        if any(self._uses(statement) for statement in after):
            raise self._refusal("read what is needed of it before the first call: text = file.read()")
        return [self._opened(call, before), *after]

    def _writing(self, call: cst.Call, mode: str, body: Sequence[Statement]) -> list[Statement]:
        """The first piece opens the file as the program does; those that follow append."""
        pieces = self._appending(_with_mode(call, mode.replace("w", "a").replace("x", "a")), body)
        first = pieces[0]
        if isinstance(first, cst.With) and self.name == _file_name(first):
            return [self._opened(call, list(first.body.body)), *pieces[1:]]
        return [self._opened(call, []), *pieces]

    def _appending(self, call: cst.Call, body: Sequence[Statement]) -> list[Any]:
        made: list[Any] = []
        together: list[Statement] = []
        for statement in body:
            if self._uses(statement) and not self.reach.tasks(statement, self.frame):
                if not self._only_used(statement):
                    raise self._refusal()
                together.append(statement)
                continue
            if together:
                made.append(self._opened(call, together))
                together = []
            made.append(self._apart(call, statement) if self._uses(statement) else statement)
        return [*made, self._opened(call, together)] if together else made

    def _apart(self, call: cst.Call, statement: Any) -> Statement:
        """A statement that writes to the file and calls tasks."""
        match statement:
            case cst.For(iter=header) | cst.If(test=header) | cst.While(test=header) if not self._uses(header):
                changes: dict[str, Any] = {"body": self._suite(call, statement.body)}
                if isinstance(statement.orelse, cst.Else):
                    changes["orelse"] = statement.orelse.with_changes(body=self._suite(call, statement.orelse.body))
                elif statement.orelse is not None:
                    changes["orelse"] = self._apart(call, statement.orelse)
                made: Statement = statement.with_changes(**changes)
                self.unit.source.place(made, self.unit.span(statement), 0)
                return made
            case _:
                raise self._refusal("call the task in a statement of its own, and write what it gives after that")

    def _suite(self, call: cst.Call, suite: cst.BaseSuite) -> cst.BaseSuite:
        if not isinstance(suite, cst.IndentedBlock):
            raise self._refusal()
        return suite.with_changes(body=self._appending(call, list(suite.body)))

    def _opened(self, call: cst.Call, body: Sequence[Any]) -> cst.With:
        item = self.node.items[0].with_changes(item=call)
        inside = body or [cst.SimpleStatementLine([cst.Pass()])]
        made = self.node.with_changes(items=[item], body=cst.IndentedBlock(inside), leading_lines=[])
        original = body and body[0] is not self.node.body.body[0]
        if original:
            # The line above what is written is that of the statement, wherever it really stands.
            self.unit.source.place(made, self.unit.span(body[0]), -1)
        else:
            self.unit.source.place(made, self.unit.span(self.node), 0)
        return made

    def _uses(self, node: cst.CSTNode) -> bool:
        return self.name in uses_of(node).needs

    def _only_used(self, node: cst.CSTNode) -> bool:
        """Whether nothing keeps the file, or anything that was made of it, beyond the statement."""
        if isinstance(node, cst.Assign | cst.AnnAssign | cst.AugAssign | cst.NamedExpr | cst.WithItem | cst.Return):
            return not self._uses(node)
        return all(self._only_used(child) for child in node.children)

    def _refusal(self, help: str = 'open it again for each part: with open(path, "a") as file') -> Refusal:
        why = f"the file '{self.name}' stays open over calls of tasks, which are jobs of their own"
        return located(Refusal("E406", why, help=help, final=True), self.unit, self.node.items[0])


def is_opened(node: cst.With) -> bool:
    """Whether the statement opens one file, and gives it a name."""
    item = node.items[0]
    named = item.asname is not None and isinstance(item.asname.name, cst.Name)
    opens = isinstance(item.item, cst.Call) and isinstance(item.item.func, cst.Name)
    return len(node.items) == 1 and named and opens and _called(node) in _OPENERS


def _called(node: cst.With) -> str:
    match node.items[0].item:
        case cst.Call(func=cst.Name(value=name)):
            return name
        case _:
            return ""


def _file_name(node: cst.With) -> str:
    match node.items[0].asname:
        case cst.AsName(name=cst.Name(value=name)):
            return name
        case _:
            return ""


def _mode_argument(call: cst.Call) -> cst.Arg | None:
    named = [arg for arg in call.args if arg.keyword is not None and arg.keyword.value == "mode"]
    if named:
        return named[0]
    return call.args[1] if len(call.args) > 1 and call.args[1].keyword is None else None


def _mode(call: cst.Call) -> str:
    """How the file is opened; "+" where that is not written down."""
    argument = _mode_argument(call)
    if argument is None:
        return "r"
    value = argument.value
    return str(value.evaluated_value) if isinstance(value, cst.SimpleString) else "+"


def _with_mode(call: cst.Call, mode: str) -> cst.Call:
    argument = _mode_argument(call)
    value = cst.SimpleString(f'"{mode}"')
    return call.with_changes(args=[a.with_changes(value=value) if a is argument else a for a in call.args])
