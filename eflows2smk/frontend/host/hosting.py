"""Host code: what the evaluator can't work out becomes part of a script that runs as a rule of its own.

A statement that was refused, and that reaches no task, is taken as a whole; one that calls tasks as well is evaluated
again piece by piece, and only its largest pieces without tasks are taken. Steps that follow each other with no
invocation between them make one segment.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import libcst as cst

from eflows2smk.diagnostics import ProgramError
from eflows2smk.frontend.errors import Poisoned, Refusal
from eflows2smk.frontend.host.journal import Journal
from eflows2smk.frontend.host.reach import Reach, lookup
from eflows2smk.frontend.host.rewriting import WAITS
from eflows2smk.frontend.host.segment import fresh
from eflows2smk.frontend.host.taking import Taker
from eflows2smk.frontend.host.uses import uses_of
from eflows2smk.frontend.lowering import EXPRESSIONS, STATEMENTS, Closure, Unit, located
from eflows2smk.frontend.scopes import Frame, Scope
from eflows2smk.frontend.values import MISSING, Bound, Function, Future, Opaque, Record, Unknown
from eflows2smk.workflow.model import Artefact

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator

_HOSTED_CODES = frozenset(("E300", "E301", "E302", "E304", "E307", "E310", "E311", "E312"))
_NEVER = (cst.FunctionDef, cst.ClassDef, cst.Import, cst.ImportFrom, cst.Global, cst.Nonlocal)
_COMPOUND = (cst.If, cst.For, cst.While, cst.Try, cst.With, cst.Match)
_PLAIN = (cst.Name, cst.Integer, cst.Float, cst.Imaginary, cst.SimpleString, cst.Ellipsis)
# Methods that put a value into a list, set or dictionary, whatever the value is.
_ADDS = ("append", "appendleft", "insert", "add", "setdefault")
_DISPLAYS = (cst.Tuple, cst.List, cst.Dict)
# What takes the values of all of its parts.
_OPERATIONS = (
    cst.Attribute,
    cst.Subscript,
    cst.BinaryOperation,
    cst.UnaryOperation,
    cst.Comparison,
    cst.FormattedString,
)


def is_hostable(error: BaseException) -> bool:
    """Whether what was refused could be done when the workflow runs."""
    if isinstance(error, Poisoned):
        return error.reason is not None and error.reason.code in _HOSTED_CODES
    return isinstance(error, Refusal) and error.code in _HOSTED_CODES and not error.final


@dataclass(frozen=True, slots=True)
class _Seen:
    """What an expression gave. state: what that depends on; None if it reaches tasks."""

    value: Any
    state: list[_State] | None


# Of a value that something reads: which it is, the number of the invocation that gives it, how many changes of objects
# there were before, and why it is out of date.
_State = tuple[int, int, int, object]


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
        # The expressions that are being prepared, each inside of the one before; and around which one each was.
        self._inside: list[cst.BaseExpression] = []
        self._around: dict[cst.BaseExpression, cst.BaseExpression] = {}
        # Of the statement that is evaluated piece by piece: what its expressions gave, and those that were refused
        # and left to what stands around them.
        self._memo: dict[tuple[cst.CSTNode, int], _Seen] = {}
        self._left: set[tuple[cst.CSTNode, int]] = set()
        # How many invocations and changes there were before those that the first evaluation of the statement recorded.
        self._since: tuple[int, int] | None = None
        # How often objects were changed so far, when compiling.
        self.changes = 0

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
        self.changes += 1
        if self.evaluator.scout is None:
            self.evaluator.globals.changing(value)
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
        with self._carefully(("", None)):
            replaced = self._evaluated(node, frame, error)
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
        with self._carefully(_target_name(node)):
            try:
                return closure(frame)
            except (Refusal, Poisoned) as error:
                if not isinstance(node, cst.Assign | cst.AugAssign) or not is_hostable(error):
                    raise
                # An element of what is computed gets a value: both are known by now.
                self.taker.take(unit, node, node, scope, frame, step, self._evaluated(node, frame, error), error)
                return None

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
        with self._carefully((name, node if name else None)):
            self.taker.decides = True
            try:
                return closure(frame)
            finally:
                self.taker.decides = False

    @contextmanager
    def _carefully(self, hint: tuple[str, cst.CSTNode | None]) -> Iterator[None]:
        """Around the evaluation of a statement piece by piece: what was recorded for it already is taken from there."""
        evaluator = self.evaluator
        saved = self._memo, self._left, self._since, evaluator.replay, self.hint
        self._memo, self._left, self._since, self.hint = {}, set(), evaluator.recent.since, hint
        evaluator.replay = evaluator.recent.replay()
        try:
            yield
        finally:
            self._memo, self._left, self._since, evaluator.replay, self.hint = saved

    # Expressions ------------------------------------------------------------------------------------------------------

    def guard(self, unit: Unit, node: cst.BaseExpression, scope: Scope) -> Closure:
        """The expression, taken as host code where it can't be evaluated."""
        lower = EXPRESSIONS.get(type(node))
        around = self._inside[-1] if self._inside else None
        if around is not None:
            self._around[node] = around
        self._inside.append(node)
        try:
            careful = lower(unit, node, scope) if lower is not None else None
        finally:
            self._inside.pop()
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
                    value = self.attempt(lambda: without_tasks(frame))
                except (Refusal, Poisoned) as error:
                    if not is_hostable(error):
                        raise
                    value = self._expression(unit, node, scope, frame, without_tasks, error)
                state = self._state(node, frame)
                self._check_before(unit, node, state)
                self._memo[node, id(frame)] = _Seen(value, state)
                return value
            self._left.discard((node, id(frame)))
            if careful is None:
                raise located(Refusal("E302", "this kind of expression can't be compiled"), unit, node)
            try:
                value = careful(frame)
            except (Refusal, Poisoned) as error:
                if not is_hostable(error) or self._is_invocation(node, frame) or self._leaves(node, frame):
                    raise
                value = self._expression(unit, node, scope, frame, without_tasks, error)
            self._memo[node, id(frame)] = _Seen(value, None)
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
        """The pieces of a node that reach tasks, with a name and the value of each.

        And those to the left of one whose values it changes: what they were is read before.
        """
        parts = deque(self._parts(node, frame))
        values: dict[cst.BaseExpression, _Seen] = {}
        while any(reaches for _, _, reaches in parts):
            piece, always, reaches = parts.popleft()
            key = (piece, id(frame))
            if key not in self._memo:
                guarded = self._guarded.get(piece)
                # What may be skipped, or comes several times, can't be evaluated ahead of what stands around it.
                if not always and not reaches:
                    continue
                if guarded is None or not always:
                    raise error
                try:
                    value = guarded(frame)
                except (Refusal, Poisoned):
                    if key not in self._left:
                        raise
                    parts.extendleft(reversed(self._parts(piece, frame)))
                    continue
                self._memo.setdefault(key, _Seen(value, None))
            values[piece] = self._memo[key]
        taken = set(uses_of(node).needs)
        replaced: dict[cst.CSTNode, tuple[str, Any]] = {}
        for piece, seen in values.items():
            if seen.state is None or seen.state != self._state(piece, frame):
                name = fresh(label_of(piece) or "value", taken)
                taken.add(name)
                replaced[piece] = (name, seen.value)
        return replaced

    def _state(self, node: cst.CSTNode, frame: Frame) -> list[_State]:
        """What the value of an expression without tasks depends on, as far as tasks and their callers may change it."""
        found: list[_State] = []
        if isinstance(node, cst.Name):
            # Which object it is does not change, and nothing is read of it yet.
            return found
        for value in _read_by(node, frame):
            value = self.evaluator.promoted.get(id(value), value)
            if isinstance(value, Record) and value.future is not None:
                value = value.future
            if isinstance(value, Future):
                maker: Any = self.taker.current if value.artefact is None else value.artefact
                number = maker.producer if isinstance(maker, Artefact) else getattr(maker, "number", -1)
                found.append((id(value), number, 0, value.stale))
            elif isinstance(value, list | dict | set | deque | Record):
                found.append((id(value), -1, self.changes, None))
        return found

    def _check_before(self, unit: Unit, node: cst.BaseExpression, state: list[_State]) -> None:
        """Raise Refusal for what was read, in the first evaluation, before an invocation that changed it."""
        if self._since is None or not any(self.evaluator.replay.values()):
            return
        invocations, changes = self._since
        if any(number >= invocations or changed > changes for _, number, changed, _ in state):
            raise located(
                Refusal(
                    "E302",
                    "what is read here is changed by a task further to the right in the same statement",
                    help="read it in a statement of its own, before the other one",
                    final=True,
                ),
                unit,
                node,
            )

    def _is_invocation(self, node: cst.BaseExpression, frame: Frame) -> bool:
        return isinstance(node, cst.Call) and self.reach.called(node.func, frame)

    def _parts(
        self, node: cst.CSTNode, frame: Frame, always: bool = True
    ) -> list[tuple[cst.BaseExpression, bool, bool]]:
        """The largest pieces below the node, with whether each is evaluated exactly once, and whether it reaches tasks.

        Those that were left to what stands around them in pieces of their own.
        """
        found: list[tuple[cst.BaseExpression, bool, bool]] = []
        only = once(node)
        for child in node.children:
            sure = always and (only is None or child in only)
            if (
                isinstance(child, cst.BaseExpression)
                and child in self._guarded
                and (child, id(frame)) not in self._left
            ):
                found.append((child, sure, self.reach.tasks(child, frame)))
            else:
                found.extend(self._parts(child, frame, sure))
        return found

    def _leaves(self, node: cst.BaseExpression, frame: Frame) -> bool:
        """Whether what stands around a refused expression is refused as well, and can be taken with it in one step."""
        around = self._around.get(node)
        if around is None or not self._needs_value(around, node, frame):
            return False
        reaching = [(piece, always) for piece, always, reaches in self._parts(around, frame) if reaches]
        if not reaching or reaching[-1] != (node, True):
            return False
        self._left.add((node, id(frame)))
        return True

    def _needs_value(self, node: cst.BaseExpression, part: cst.BaseExpression, frame: Frame) -> bool:
        """Whether the node can't be evaluated if nothing is known of this part of it."""
        if not isinstance(node, cst.Call):
            return isinstance(node, _OPERATIONS)
        function = node.func
        if isinstance(function, cst.Attribute):
            while isinstance(function, cst.Attribute):
                function = function.value
                if function is part:
                    return True
        if not isinstance(function, cst.Name):
            return isinstance(function, cst.SimpleString)
        value = lookup(frame, function.value)
        return isinstance(value, Opaque) or (value is MISSING and node.func is function)

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


def _read_by(node: cst.CSTNode, frame: Frame) -> list[Any]:
    """The values of the names in a node, and in the functions of the program that it may call."""
    found: list[Any] = []
    seen: set[cst.CSTNode] = set()
    pending = [(node, frame)]
    while pending:
        piece, place = pending.pop()
        seen.add(piece)
        for name in uses_of(piece).needs:
            value = lookup(place, name)
            found.append(value)
            if isinstance(value, Bound):
                value = value.function
            if isinstance(value, Function) and value.node not in seen:
                pending.append((value.node, value.closure))
    return found


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
