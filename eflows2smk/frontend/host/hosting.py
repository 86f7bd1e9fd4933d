"""Host code: what the evaluator can't work out becomes part of a script that runs as a rule of its own.

A statement that was refused, and that reaches no task, is taken as a whole; one that calls tasks as well is evaluated
again piece by piece, and only its largest pieces without tasks are taken. Steps that follow each other with no
invocation between them make one segment.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import libcst as cst

from eflows2smk.diagnostics import ProgramError
from eflows2smk.frontend.errors import Poisoned, Refusal
from eflows2smk.frontend.host.journal import Journal
from eflows2smk.frontend.host.reach import Reach
from eflows2smk.frontend.host.rewriting import WAITS
from eflows2smk.frontend.host.taking import Taker, fresh
from eflows2smk.frontend.host.uses import uses_of
from eflows2smk.frontend.lowering import EXPRESSIONS, STATEMENTS, Closure, Unit, located
from eflows2smk.frontend.scopes import Frame, Scope
from eflows2smk.frontend.values import MISSING, Future, Record, Unknown

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator

_HOSTED_CODES = frozenset(("E300", "E301", "E302", "E304", "E307", "E310", "E311", "E312"))
_NEVER = (cst.FunctionDef, cst.ClassDef, cst.Import, cst.ImportFrom, cst.Global, cst.Nonlocal)
_COMPOUND = (cst.If, cst.For, cst.While, cst.Try, cst.With, cst.Match)
_PLAIN = (cst.Name, cst.Integer, cst.Float, cst.Imaginary, cst.SimpleString, cst.Ellipsis)
# Methods that put a value into a list, set or dictionary, whatever the value is.
_ADDS = ("append", "appendleft", "insert", "add", "setdefault")
_DISPLAYS = (cst.Tuple, cst.List, cst.Dict)


def is_hostable(error: BaseException) -> bool:
    """Whether what was refused could be done when the workflow runs."""
    if isinstance(error, Poisoned):
        return error.reason is not None and error.reason.code in _HOSTED_CODES
    return isinstance(error, Refusal) and error.code in _HOSTED_CODES and not error.final


class Host:
    """The host code of one evaluation."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.reach = Reach(evaluator)
        self.taker = Taker(evaluator)
        # The name of the variable that an assignment is for, and the expression that it gets.
        self.hint: tuple[str, cst.CSTNode | None] = ("", None)
        self._careful: dict[cst.CSTNode, Closure] = {}
        self._guarded: dict[cst.CSTNode, Closure] = {}
        self._memo: dict[tuple[cst.CSTNode, int], Any] = {}

    # Changes when compiling -------------------------------------------------------------------------------------------

    def changing(self, value: Any) -> None:
        """The program is about to change an object in place, when compiling."""
        if self.evaluator.journal is not None:
            self.evaluator.journal.save(value)
        self._outdates(value)

    def growing(self, items: list[Any]) -> None:
        """The program is about to append to a list."""
        if self.evaluator.journal is not None:
            self.evaluator.journal.save_end(items)
        self._outdates(items)

    def _outdates(self, value: Any) -> None:
        """What jobs made of the object so far is not like it any more."""
        if self.evaluator.scout is None:
            undo = self.taker.objects.known.changes(value)
            if undo is not None and self.evaluator.journal is not None:
                self.evaluator.journal.note(undo)

    # Statements -------------------------------------------------------------------------------------------------------

    def statement(
        self, error: Exception, step: Closure, unit: Unit, node: cst.CSTNode, scope: Scope, frame: Frame
    ) -> Any:
        """Take a refused statement; returns the signal of its evaluation. Raises the error where it can't be taken."""
        if isinstance(node, _NEVER) or scope.kind not in ("module", "function") or not is_hostable(error):
            raise error
        reaches = self.reach.tasks(node, frame)
        if reaches and isinstance(node, cst.For) and self.is_over_result(node, frame) and not _decides(node):
            self._over_result(unit, node, scope, frame, step, error)
            return None
        if reaches and isinstance(node, _COMPOUND):
            raise error
        if reaches or isinstance(node, cst.Return) or self._keeps_structure(unit, node, scope, frame):
            return self._piece_by_piece(unit, node, scope, frame, step)
        if _decides(node):
            raise error
        self.taker.take(unit, node, node, scope, frame, step, {}, error)
        return None

    def is_over_result(self, node: cst.For, frame: Frame) -> bool:
        """Whether a loop calls tasks for what it goes over, and nowhere else."""
        parts = [node.body] if node.orelse is None else [node.body, node.orelse]
        return self.reach.tasks(node.iter, frame) and not any(self.reach.tasks(part, frame) for part in parts)

    def _over_result(
        self, unit: Unit, node: cst.For, scope: Scope, frame: Frame, step: Closure, error: Exception
    ) -> None:
        """Take a loop as a whole, behind the tasks that give what it goes over."""
        if node not in self._careful:
            before, unit.guarding = unit.guarding, True
            try:
                self._careful[node] = unit.expression(node.iter, scope)
            finally:
                unit.guarding = before
        evaluator = self.evaluator
        saved = self._memo, evaluator.replay, self.hint
        self._memo, evaluator.replay = {}, {key: deque(values) for key, values in evaluator.recent.items()}
        self.hint = "", None
        try:
            replaced = self._evaluated(node, frame, error)
        finally:
            self._memo, evaluator.replay, self.hint = saved
        self.taker.take(unit, node, node, scope, frame, step, replaced, error)

    def _keeps_structure(self, unit: Unit, node: cst.CSTNode, scope: Scope, frame: Frame) -> bool:
        """Whether the list or object that the statement changes stays known, piece by piece; else it is computed."""
        match node:
            case cst.Assign(value=cst.List() | cst.Tuple() | cst.Dict()):
                return all(_binds_names(target.target) for target in node.targets)
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Attribute(value=owner) | cst.Subscript(value=owner))]):
                pass
            case cst.Expr(value=cst.Call(func=cst.Attribute(value=owner, attr=cst.Name(value=name)))) if name in _ADDS:
                pass
            case _:
                return False
        try:
            value = self.attempt(lambda: unit.expression(owner, scope)(frame))
        except (Refusal, Poisoned):
            return False
        return not isinstance(value, Future | Unknown) and not (isinstance(value, Record) and value.future is not None)

    def _piece_by_piece(self, unit: Unit, node: cst.CSTNode, scope: Scope, frame: Frame, step: Closure) -> Any:
        closure = self._careful.get(node)
        if closure is None:
            before, unit.guarding = unit.guarding, True
            try:
                closure = self._careful[node] = STATEMENTS[type(node)](unit, node, scope)
            finally:
                unit.guarding = before
        evaluator = self.evaluator
        saved = self._memo, evaluator.replay, self.hint
        self._memo, evaluator.replay = {}, {key: deque(values) for key, values in evaluator.recent.items()}
        self.hint = _target_name(node)
        try:
            return closure(frame)
        except (Refusal, Poisoned) as error:
            if not isinstance(node, cst.Assign | cst.AugAssign) or not is_hostable(error):
                raise
            # An element of what is computed gets a value: both are known by now.
            self.taker.take(unit, node, node, scope, frame, step, self._evaluated(node, frame, error), error)
            return None
        finally:
            self._memo, evaluator.replay, self.hint = saved

    def again(self, unit: Unit, node: cst.BaseExpression, scope: Scope, frame: Frame, name: str = "") -> Any:
        """The value of an expression that was refused: what can't be evaluated of it is host code.

        Invocations that were recorded for it already are not recorded again. name: for what host code gives.
        """
        closure = self._careful.get(node)
        if closure is None:
            before, unit.guarding = unit.guarding, True
            try:
                closure = self._careful[node] = unit.expression(node, scope)
            finally:
                unit.guarding = before
        evaluator = self.evaluator
        saved = self._memo, evaluator.replay, self.hint
        self._memo, evaluator.replay = {}, {key: deque(values) for key, values in evaluator.recent.items()}
        self.hint = name, node if name else None
        self.taker.decides = True
        try:
            return closure(frame)
        finally:
            self.taker.decides = False
            self._memo, evaluator.replay, self.hint = saved

    # Expressions ------------------------------------------------------------------------------------------------------

    def guard(self, unit: Unit, node: cst.BaseExpression, scope: Scope) -> Closure:
        """The expression, taken as host code where it can't be evaluated."""
        lower = EXPRESSIONS.get(type(node))
        careful = lower(unit, node, scope) if lower is not None else None
        plain: list[Closure] = []

        def without_tasks(frame: Frame) -> Any:
            if not plain:
                before, unit.guarding = unit.guarding, False
                try:
                    plain.append(unit.expression(node, scope))
                finally:
                    unit.guarding = before
            return plain[0](frame)

        def run(frame: Frame) -> Any:
            if not isinstance(node, _DISPLAYS) and not self.reach.tasks(node, frame):
                try:
                    return self.attempt(lambda: without_tasks(frame))
                except (Refusal, Poisoned) as error:
                    if not is_hostable(error):
                        raise
                    return self._expression(unit, node, scope, frame, without_tasks, error)
            if careful is None:
                raise located(Refusal("E302", "this kind of expression can't be compiled"), unit, node)
            try:
                value = careful(frame)
            except (Refusal, Poisoned) as error:
                if not is_hostable(error) or self._is_invocation(node, frame):
                    raise
                value = self._expression(unit, node, scope, frame, without_tasks, error)
            self._memo[node, id(frame)] = value
            return value

        self._guarded[node] = run
        return run

    def attempt(self, run: Callable[[], Any]) -> Any:
        """Evaluate without taking anything as host code; what it changed is taken back if it is refused."""
        evaluator = self.evaluator
        before = evaluator.strict, evaluator.journal
        journal = evaluator.journal = evaluator.journal or Journal()
        evaluator.strict = True
        try:
            return run()
        except (Refusal, Poisoned, ProgramError):
            if before[1] is None:
                journal.rollback()
            raise
        finally:
            evaluator.strict, evaluator.journal = before

    def attempt_statement(self, run: Callable[[], Any], node: cst.CSTNode, scope: Scope, frame: Frame) -> Any:
        """Evaluate a compound statement as `attempt` does; the names that it binds are its own business."""

        def whole() -> Any:
            journal = self.evaluator.journal
            assert journal is not None
            for name in uses_of(node).binds:
                journal.save_name(frame.globals if scope.hops(name) < 0 else frame.names, name)
            return run()

        return self.attempt(whole)

    def _expression(
        self, unit: Unit, node: cst.BaseExpression, scope: Scope, frame: Frame, plain: Closure, error: Exception
    ) -> Future | None:
        """Take an expression; None for one whose value nobody gets.

        Pieces of it that reach tasks are evaluated first, and stand in it as names.
        """
        replaced = self._evaluated(node, frame, error)
        if self.hint[1] is node and not self.hint[0]:
            self.taker.take(unit, node, node, scope, frame, plain, replaced, error)
            return None
        name = self._result_name(node, frame, {*uses_of(node).needs, *(name for name, _ in replaced.values())})
        self.taker.take(unit, node, node, scope, frame, plain, replaced, error, name)
        assert self.taker.current is not None
        return self.taker.current.outputs[name]

    def _evaluated(self, node: cst.CSTNode, frame: Frame, error: Exception) -> dict[cst.CSTNode, tuple[str, Any]]:
        """The pieces of a node that reach tasks, with a name and the value of each."""
        replaced: dict[cst.CSTNode, tuple[str, Any]] = {}
        taken = set(uses_of(node).needs)
        for piece, always in self._pieces(node, frame):
            value = self._memo.get((piece, id(frame)), MISSING)
            if value is MISSING:
                guarded = self._guarded.get(piece)
                # What may be skipped, or comes several times, can't be evaluated ahead of what stands around it.
                if guarded is None or not always:
                    raise error
                value = guarded(frame)
            name = fresh(label_of(piece) or "value", taken)
            taken.add(name)
            replaced[piece] = (name, value)
        return replaced

    def _is_invocation(self, node: cst.BaseExpression, frame: Frame) -> bool:
        return isinstance(node, cst.Call) and self.reach.called(node.func, frame)

    def _pieces(self, node: cst.CSTNode, frame: Frame, always: bool = True) -> list[tuple[cst.CSTNode, bool]]:
        """The largest pieces below the node that reach tasks, and whether each is evaluated exactly once."""
        found: list[tuple[cst.CSTNode, bool]] = []
        only = once(node)
        for child in node.children:
            if isinstance(child, cst.BaseExpression) and child in self._guarded:
                if self.reach.tasks(child, frame):
                    found.append((child, always and (only is None or child in only)))
            else:
                found.extend(self._pieces(child, frame, always and (only is None or child in only)))
        return found

    def _result_name(self, node: cst.BaseExpression, frame: Frame, taken: set[str]) -> str:
        hint = self.hint[0] if self.hint[1] is node else ""
        used = taken | set(self.taker.current.variables if self.taker.current is not None else ())
        if hint and hint not in uses_of(node).needs and hint not in used:
            return hint
        return fresh(label_of(node) or "value", {*used, *frame.names, *frame.globals})

    def close(self) -> None:
        """An invocation comes: the segment that grows is complete."""
        self.taker.close()


def once(node: cst.CSTNode) -> tuple[cst.CSTNode, ...] | None:
    """The children that are evaluated exactly once when the node is, and before all others; None for all of them."""
    match node:
        case cst.ListComp() | cst.SetComp() | cst.DictComp() | cst.GeneratorExp():
            return (node.for_in,)
        case cst.CompFor():
            return (node.iter,)
        case cst.BooleanOperation() | cst.Comparison():
            return (node.left,)
        case cst.IfExp():
            return (node.test,)
        case cst.Lambda():
            return ()
        case _:
            return None


def _decides(node: cst.CSTNode) -> bool:
    """Whether the statement may leave its function, or go around in a loop that is not part of it."""
    match node:
        case cst.FunctionDef() | cst.ClassDef() | cst.Lambda():
            return False
        case cst.Return():
            return True
        case cst.Break() | cst.Continue():
            return True
        case cst.For() | cst.While():
            return any(_returns(child) for child in node.children)
        case _:
            return any(_decides(child) for child in node.children)


def _returns(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.FunctionDef | cst.ClassDef | cst.Lambda):
        return False
    return isinstance(node, cst.Return) or any(_returns(child) for child in node.children)


def _binds_names(target: cst.BaseExpression) -> bool:
    if isinstance(target, cst.Tuple):
        return all(_binds_names(element.value) for element in target.elements)
    return isinstance(target, cst.Name)


def _target_name(node: cst.CSTNode) -> tuple[str, cst.CSTNode | None]:
    match node:
        case cst.Assign(
            targets=[cst.AssignTarget(target=cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)))]
        ):
            return name, node.value
        case cst.Expr():
            return "", node.value
        case _:
            return "", None


def label_of(node: cst.CSTNode) -> str:
    """A name for the value of an expression."""
    match node:
        case cst.Call(func=cst.Name(value=name)) if name in WAITS and node.args:
            return label_of(node.args[0].value)
        case cst.Call(func=cst.Name(value=name)) if name[0].islower() and name not in ("int", "float", "str"):
            return name + "_result"
        case cst.Call(func=cst.Attribute(attr=cst.Name(value=name))) if name not in ("item", "get", "format"):
            return name + "_value"
        case cst.Call() if node.args and node.args[0].keyword is None:
            return label_of(node.args[0].value)
        case cst.Attribute():
            return node.attr.value
        case cst.Subscript() | cst.StarredElement():
            return label_of(node.value)
        case cst.Name():
            return f"{node.value}_value"
        case _:
            return ""
