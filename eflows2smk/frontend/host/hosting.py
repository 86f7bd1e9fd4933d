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
from eflows2smk.frontend.api import ApiFunction
from eflows2smk.frontend.errors import Poisoned, Refusal
from eflows2smk.frontend.freezing import PendingValue, freeze
from eflows2smk.frontend.host.changes import Analysis, Changes
from eflows2smk.frontend.host.imports import import_lines
from eflows2smk.frontend.host.journal import Journal
from eflows2smk.frontend.host.knowledge import PROCESS
from eflows2smk.frontend.host.reach import Reach, lookup
from eflows2smk.frontend.host.scout import Effects, scout
from eflows2smk.frontend.host.segment import Place, Segment, Step
from eflows2smk.frontend.host.uses import Uses, uses_of
from eflows2smk.frontend.lowering import EXPRESSIONS, STATEMENTS, Closure, Unit, located
from eflows2smk.frontend.scopes import Frame, Scope
from eflows2smk.frontend.trusted.silent import SilentLogger, SilentStream
from eflows2smk.frontend.values import MISSING, Dropped, Function, Future, Record, Unknown, stale
from eflows2smk.workflow.model import Artefact, Kind

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator

_HOSTED_CODES = frozenset(("E300", "E301", "E302", "E304", "E307", "E310", "E311", "E312"))
_NEVER = (cst.FunctionDef, cst.ClassDef, cst.Import, cst.ImportFrom, cst.Global, cst.Nonlocal)
_COMPOUND = (cst.If, cst.For, cst.While, cst.Try, cst.With, cst.Match)
_PLAIN = (cst.Name, cst.Integer, cst.Float, cst.Imaginary, cst.SimpleString, cst.Ellipsis)
_DISPLAYS = (cst.Tuple, cst.List, cst.Dict)
_IMMUTABLE = (int, float, str, bytes, bool, type(None), complex, tuple, frozenset, range)
_WAITS = ("wait_on", "compss_wait_on")
_NOTHING = ("barrier", "compss_barrier", "wait_on_file", "compss_wait_on_file", "wait_on_directory",
            "compss_wait_on_directory")  # fmt: skip


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
        self.segments: list[Segment] = []
        self.current: Segment | None = None
        self.hint = ""
        self._functions: dict[int, Changes] = {}
        self._careful: dict[cst.CSTNode, Closure] = {}
        self._guarded: dict[cst.CSTNode, Closure] = {}
        self._texts: dict[tuple[cst.CSTNode, tuple[str, ...]], cst.CSTNode] = {}
        self._memo: dict[tuple[cst.CSTNode, int], Any] = {}
        self._effectful: list[Segment] = []

    # Statements -------------------------------------------------------------------------------------------------------

    def statement(
        self, error: Exception, step: Closure, unit: Unit, node: cst.CSTNode, scope: Scope, frame: Frame
    ) -> Any:
        """Take a refused statement; returns the signal of its evaluation. Raises the error where it can't be taken."""
        if isinstance(node, _NEVER) or scope.kind not in ("module", "function") or not is_hostable(error):
            raise error
        reaches = self.reach.tasks(node, frame)
        if reaches and isinstance(node, _COMPOUND):
            raise error
        if reaches or isinstance(node, cst.Return) or _keeps_structure(node):
            try:
                return self._piece_by_piece(unit, node, scope, frame)
            except (Refusal, Poisoned) as second:
                if reaches or isinstance(node, cst.Return) or not is_hostable(second):
                    raise
        if _decides(node):
            raise error
        self._take(unit, node, node, scope, frame, step, {}, error)
        return None

    def _piece_by_piece(self, unit: Unit, node: cst.CSTNode, scope: Scope, frame: Frame) -> Any:
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
        finally:
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
                if not is_hostable(error):
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
        if evaluator.journal is None:
            evaluator.journal = Journal()
        evaluator.strict = True
        try:
            return run()
        except (Refusal, Poisoned, ProgramError):
            if before[1] is None:
                evaluator.journal.rollback()
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
    ) -> Future:
        """Take an expression; pieces of it that reach tasks are evaluated first and stand in it as names."""
        replaced: dict[cst.CSTNode, tuple[str, Any]] = {}
        taken = set(uses_of(node).needs)
        for piece in self._pieces(node, frame):
            value = self._memo.get((piece, id(frame)), MISSING)
            if value is MISSING:
                guarded = self._guarded.get(piece)
                if guarded is None:
                    raise error
                value = guarded(frame)
            name = _fresh(_label(piece) or "value", taken)
            taken.add(name)
            replaced[piece] = (name, value)
        name = self._result_name(node, frame, taken)
        self._take(unit, node, node, scope, frame, plain, replaced, error, name)
        assert self.current is not None
        return self.current.outputs[name]

    def _pieces(self, node: cst.CSTNode, frame: Frame) -> list[cst.CSTNode]:
        """The largest pieces below the node that reach tasks."""
        found: list[cst.CSTNode] = []
        for child in node.children:
            if isinstance(child, cst.BaseExpression) and child in self._guarded:
                if self.reach.tasks(child, frame):
                    found.append(child)
            else:
                found.extend(self._pieces(child, frame))
        return found

    def _result_name(self, node: cst.BaseExpression, frame: Frame, taken: set[str]) -> str:
        hint, self.hint = self.hint, ""
        used = taken | set(self.current.variables if self.current is not None else ())
        if hint and hint not in uses_of(node).needs and hint not in used:
            return hint
        return _fresh(_label(node) or "value", {*used, *frame.names, *frame.globals})

    # Taking a step ----------------------------------------------------------------------------------------------------

    def _take(
        self,
        unit: Unit,
        node: cst.CSTNode,
        where: cst.CSTNode,
        scope: Scope,
        frame: Frame,
        plain: Closure,
        replaced: dict[cst.CSTNode, tuple[str, Any]],
        error: Exception,
        result: str = "",
    ) -> None:
        evaluator = self.evaluator
        text = self._text(node, {piece: name for piece, (name, _) in replaced.items()}, frame)
        uses = uses_of(text)
        extra = dict(replaced.values())
        effects = self._effects(plain, uses, scope, frame)
        if effects.process:
            why = PROCESS[effects.process]
            raise located(
                Refusal(
                    "E308" if "exit" in effects.process else "E310", f"'{effects.process}' can't be compiled: {why}"
                ),
                unit,
                where,
            ) from None
        needed = self._needed(uses, scope, frame, extra, error)
        changes = Analysis(lambda name: extra.get(name, lookup(frame, name)), self._functions).run(text)
        for attempt in (1, 2):
            segment = self._segment(unit)
            saved = _Snapshot(segment)
            try:
                lines = [line for name, value in needed.items() for line in self._enter(segment, name, value, frame)]
                break
            except (_Conflict, PendingValue):
                saved.restore()
                if attempt == 2:
                    raise located(
                        Refusal(
                            "E302",
                            "this uses a value and, inside of another, the same value again, which can't be compiled",
                            help="pass them to a @task function, or copy one of them",
                        ),
                        unit,
                        where,
                    ) from None
                self.close()
        span = unit.span(where)
        code = _code(text)
        segment.steps += [Step(line) for line in lines]
        bound = [result] if result else list(uses.binds)
        kept = {name: self._keep(segment, name) for name in bound if name in segment.variables}
        segment.steps.append(Step(f"{result} = {code}" if result else code, span))
        self._apply_effects(segment, effects, changes)
        self._apply_changes(segment, changes, needed, unit, where)
        for name, keep in kept.items():
            # What the name denoted so far lives on under another name.
            future = segment.outputs.pop(name, None)
            if future is not None:
                segment.outputs[keep] = segment.variables[keep] = future
        for name in bound:
            future = Future(None, f"'{name}'")
            segment.variables[name] = segment.outputs[name] = future
            self._link(future, name, changes, needed)
            if not result:
                (frame.globals if scope.hops(name) < 0 else frame.names)[name] = future
        if result:
            expression_roots = Analysis(lambda name: extra.get(name, lookup(frame, name)), self._functions)
            expression_roots.found.aliases = changes.aliases
            self._link_roots(segment.outputs[result], expression_roots._roots(text), needed)
        evaluator.touch()

    def _keep(self, segment: Segment, name: str) -> str:
        """A line that keeps the object of a name which the next step binds anew."""
        keep = _fresh(f"{name}_before", {*segment.variables, *segment.inputs})
        segment.variables[keep] = segment.variables[name]
        segment.steps.append(Step(f"{keep} = {name}", keeps=keep))
        return keep

    def _text(self, node: cst.CSTNode, replaced: dict[cst.CSTNode, str], frame: Frame) -> cst.CSTNode:
        """The node as the script has it: pieces as names, without waiting for results."""
        key = (node, tuple(replaced.values()))
        known = self._texts.get(key)
        if known is None:
            rewriting = _Rewriting(replaced, lambda name: lookup(frame, name))
            made = node.visit(rewriting)
            assert isinstance(made, cst.CSTNode)
            known = self._texts[key] = made
        return known

    def _effects(self, plain: Closure, uses: Uses, scope: Scope, frame: Frame) -> Effects:
        evaluator = self.evaluator

        def run() -> None:
            assert evaluator.journal is not None
            for name in uses.binds:
                evaluator.journal.save_name(frame.globals if scope.hops(name) < 0 else frame.names, name)
            plain(frame)

        return scout(evaluator, run)

    def _needed(
        self, uses: Uses, scope: Scope, frame: Frame, extra: dict[str, Any], error: Exception
    ) -> dict[str, Any]:
        """The values of the names that the step reads before it binds them."""
        needed: dict[str, Any] = {}
        maybe = [name for name in uses.binds if name not in uses.always and name not in uses.needs]
        for name in [*uses.needs, *maybe]:
            value = extra.get(name, MISSING)
            if value is MISSING:
                value = lookup(frame, name)
            if value is MISSING:
                continue
            if name in maybe and type(value) is Unknown:
                continue
            needed[name] = value
        return needed

    def _segment(self, unit: Unit) -> Segment:
        """The segment that grows at this place; a new one where another loop iteration or call has begun."""
        place = self._place()
        if self.current is not None and self.current.place.key != place.key:
            self.close()
        if self.current is None:
            self.current = Segment(len(self.evaluator.recorder.invocations), place)
        return self.current

    def _place(self) -> Place:
        evaluator = self.evaluator
        levels = evaluator.levels
        return Place(
            tuple(level.names for level in levels),
            tuple(level.index for level in levels),
            tuple(evaluator.recorder.variables()),
            tuple(caller.span(call) for caller, call in evaluator.chain),
            len(evaluator.recorder.barriers),
            (tuple((id(level.node), level.index) for level in levels), tuple(id(call) for _, call in evaluator.chain)),
        )

    def _enter(self, segment: Segment, name: str, value: Any, frame: Frame) -> list[str]:
        """Make the name mean the value in the segment's script; returns lines that have to stand before the step."""
        evaluator = self.evaluator
        promoted = evaluator.promoted.get(id(value))
        if promoted is not None:
            value = promoted
        if name in segment.variables:
            known = segment.variables[name]
            same = known is value or (isinstance(value, _IMMUTABLE) and type(known) is type(value) and known == value)
            if not same:
                raise _Conflict
            return []
        lines = import_lines(evaluator, name, value, frame)
        if lines is not None:
            segment.imports.update(dict.fromkeys(lines))
            segment.variables[name] = value
            return []
        if isinstance(value, Function):
            return self._definition(segment, name, value)
        if isinstance(value, Unknown):
            raise Poisoned(value.reason)
        stale(value)
        other = segment.denotes(value)
        if other:
            segment.variables[name] = value
            return [f"{name} = {other}"]
        if isinstance(value, SilentLogger):
            segment.imports["import logging"] = None
            segment.variables[name] = value
            return [f"{name} = logging.getLogger()"]
        if isinstance(value, SilentStream):
            segment.imports["import sys"] = None
            segment.variables[name] = value
            return [f"{name} = sys.stdout"]
        if isinstance(value, Dropped):
            held: Any = float("nan")
        else:
            held = freeze(value, evaluator.promoted, evaluator.job_module)
        segment.inputs[name] = held
        segment.variables[name] = value
        return []

    def _definition(self, segment: Segment, name: str, function: Function) -> list[str]:
        """A function that can't be imported, with what it needs from around it."""
        node = function.node
        before: list[str] = []
        for needed in uses_of(node).needs:
            value = lookup(function.closure, needed)
            if value is not MISSING and value is not function:
                before += self._enter(segment, needed, value, function.closure)
        segment.variables[name] = function
        code = _code(node)
        return [*before, f"{name} = {code}" if isinstance(node, cst.Lambda) else code]

    # What a step does -------------------------------------------------------------------------------------------------

    def _apply_effects(self, segment: Segment, effects: Effects, changes: Changes) -> None:
        files = self.evaluator.recorder.files
        segment.prints = segment.prints or effects.prints
        segment.unknown = segment.unknown or changes.unknown
        for path in effects.reads:
            self._read(segment, path)
        for path, kind in effects.writes.items():
            name = files.normal(path)
            if name in segment.writes:
                continue
            if path in effects.edits and files.is_written(path):
                segment.edits[name] = files.read(path, Kind(kind))
            written = files.write(path, Kind(kind), segment.number, _slot(name), ())
            segment.writes[name] = written
        for path in effects.removes:
            self._remove(segment, path)
        segment.anything = segment.anything or effects.anything
        if effects.any:
            self._order(segment)

    def _read(self, segment: Segment, path: str) -> None:
        files = self.evaluator.recorder.files
        name = files.normal(path)
        if name in segment.writes or name in segment.reads:
            return
        try:
            leaf = files.read(path, Kind.FILE)
        except Refusal:
            # Nobody writes it: the script itself says so if it has to be there.
            return
        if not (isinstance(leaf, Artefact) and leaf.producer == segment.number):
            segment.reads[name] = leaf

    def _remove(self, segment: Segment, path: str) -> None:
        files = self.evaluator.recorder.files
        name = files.normal(path)
        if files.is_written(path):
            self._read(segment, path)
        segment.writes.pop(name, None)
        segment.removes[name] = None
        files.remove(path)

    def _order(self, segment: Segment) -> None:
        """Effects that may be any wait for all effects before, and are waited for by all after."""
        for other in self._effectful:
            if other is not segment and (segment.anything or other.anything):
                if other.token is None:
                    other.token = Artefact(Kind.OBJECT, "", 1, other.number, "done", (), False)
                segment.after[other.token] = None
        if segment not in self._effectful:
            self._effectful.append(segment)

    def _apply_changes(
        self, segment: Segment, changes: Changes, needed: dict[str, Any], unit: Unit, where: cst.CSTNode
    ) -> None:
        evaluator = self.evaluator
        for name, deep in changes.changed.items():
            if name not in needed:
                continue
            value = evaluator.promoted.get(id(needed[name]), needed[name])
            if name not in segment.inputs and not isinstance(value, Future | Record):
                # A module, a function, or an alias of another name, which is in `needed` too or is not changed.
                continue
            why = f"may be changed at {unit.span(where).file}:{unit.span(where).line}"
            self._changed(segment, name, value, why)
            if deep:
                self._changed_below(value, why)

    def _changed(self, segment: Segment, name: str, value: Any, why: str) -> None:
        evaluator = self.evaluator
        if isinstance(value, Future):
            value.artefact = None
            future = value
        elif isinstance(value, Record):
            if value.future is None:
                value.future = Future(None, f"'{name}'")
            value.future.artefact = None
            future = value.future
        elif isinstance(value, (*_IMMUTABLE, Dropped)):
            return
        else:
            future = Future(None, f"'{name}', which {why},")
            evaluator.promote(value, future)
        segment.outputs[name] = future
        if not isinstance(value, Record):
            segment.variables[name] = future
        for linked in future.links:
            if linked is not future and linked.artefact is not None:
                linked.stale = f"{linked.label} may share parts with {future.label}, which {why}"

    def _changed_below(self, value: Any, why: str) -> None:
        """What hangs below an object may have changed: nobody may go on with it as it was before."""
        for member in _below(value):
            if isinstance(member, Future):
                if member.artefact is not None:
                    member.stale = f"{member.label} {why}"
            elif isinstance(member, list | dict | set | Record) and id(member) not in self.evaluator.promoted:
                future = Future(None, "a part of an object")
                future.stale = f"a part of an object {why}"
                self.evaluator.promote(member, future)

    def _link(self, future: Future, name: str, changes: Changes, needed: dict[str, Any]) -> None:
        self._link_roots(future, changes.aliases.get(name, set()), needed)

    def _link_roots(self, future: Future, roots: set[str], needed: dict[str, Any]) -> None:
        for root in roots:
            value = needed.get(root)
            value = self.evaluator.promoted.get(id(value), value)
            if isinstance(value, Future) and value is not future:
                for linked in (*value.links, value):
                    linked.links.add(future)
                    future.links.add(linked)

    # The end of a segment ---------------------------------------------------------------------------------------------

    def close(self) -> None:
        """An invocation comes, or a new place: what the segment gives are artefacts from now on."""
        segment, self.current = self.current, None
        if segment is None:
            return
        for name, future in segment.outputs.items():
            made = Artefact(Kind.OBJECT, "", 1, segment.number, name, (), False)
            segment.artefacts[name] = made
            future.artefact = made
        self.segments.append(segment)
        self.evaluator.recorder.add_segment(segment)


class _Conflict(Exception):
    """A name of the script means something else already."""


class _Snapshot:
    """What entering names adds to a segment, to take it back."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.before = dict(segment.variables), dict(segment.inputs), dict(segment.imports)

    def restore(self) -> None:
        self.segment.variables, self.segment.inputs, self.segment.imports = self.before


class _Rewriting(cst.CSTTransformer):
    def __init__(self, replaced: dict[cst.CSTNode, str], value: Callable[[str], Any]) -> None:
        super().__init__()
        self.replaced = replaced
        self.value = value

    def on_visit(self, node: cst.CSTNode) -> bool:
        return node not in self.replaced

    def on_leave(self, original: cst.CSTNode, updated: Any) -> Any:
        name = self.replaced.get(original)
        if name is not None:
            return cst.Name(name)
        if isinstance(original, cst.Call) and isinstance(original.func, cst.Name):
            function = self.value(original.func.value)
            if isinstance(function, ApiFunction) and function.name in _WAITS and len(updated.args) == 1:
                return updated.args[0].value
            if isinstance(function, ApiFunction) and function.name in _NOTHING:
                return cst.Name("None")
        if isinstance(original, cst.SimpleStatementLine):
            return _without_nothing(updated)
        if isinstance(original, cst.IndentedBlock) and not updated.body:
            return updated.with_changes(body=[cst.SimpleStatementLine([cst.Pass()])])
        return updated


def _without_nothing(line: cst.SimpleStatementLine) -> Any:
    """``x = x`` and ``None``, which are left of waiting for results, are left out."""
    body = [part for part in line.body if not _does_nothing(part)]
    if not body:
        return cst.RemoveFromParent()
    return line if len(body) == len(line.body) else line.with_changes(body=body)


def _does_nothing(node: cst.BaseSmallStatement) -> bool:
    match node:
        case cst.Expr(value=cst.Name(value="None")):
            return True
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=left))], value=cst.Name(value=right)):
            return left == right
        case _:
            return False


def _code(node: cst.CSTNode) -> str:
    return cst.Module([]).code_for_node(node).strip("\n").rstrip()


def _keeps_structure(node: cst.CSTNode) -> bool:
    """Whether evaluating the statement piece by piece keeps a list or an object known that would be computed else."""
    match node:
        case cst.Assign(value=cst.List() | cst.Tuple() | cst.Dict()):
            return True
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Attribute() | cst.Subscript())]):
            return True
        case cst.AnnAssign(target=cst.Attribute() | cst.Subscript()):
            return True
        case cst.Expr(value=cst.Call(func=cst.Attribute(attr=cst.Name(value=name)))):
            return name in ("append", "appendleft", "insert", "add", "update", "setdefault", "extend")
        case _:
            return False


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


def _target_name(node: cst.CSTNode) -> str:
    match node:
        case cst.Assign(
            targets=[cst.AssignTarget(target=cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)))]
        ):
            return name
        case _:
            return ""


def _label(node: cst.CSTNode) -> str:
    """A name for the value of an expression."""
    match node:
        case cst.Call(func=cst.Name(value=name)) if name[0].islower() and name not in ("int", "float", "str"):
            return name + "_result"
        case cst.Call(func=cst.Attribute(attr=cst.Name(value=name))) if name not in ("item", "get", "format"):
            return name + "_value"
        case cst.Call() if node.args and node.args[0].keyword is None:
            return _label(node.args[0].value)
        case cst.Attribute():
            return node.attr.value
        case cst.Subscript() | cst.StarredElement():
            return _label(node.value)
        case cst.Name():
            return f"{node.value}_value"
        case _:
            return ""


def _fresh(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    return name


def _slot(path: str) -> str:
    """A name for a file of a rule."""
    base = path.rstrip("/").rpartition("/")[2]
    name = "".join(c if c.isalnum() and c.isascii() else "_" for c in base).strip("_") or "file"
    return name if name[0].isalpha() else f"file_{name}"


def _below(value: Any) -> list[Any]:
    """Everything that hangs below an object of the program, as far as it is known."""
    found: list[Any] = []
    pending = [value]
    seen: set[int] = set()
    while pending:
        current = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        match current:
            case list() | tuple() | set():
                inside = list(current)
            case dict():
                inside = list(current.values())
            case Record():
                inside = list(current.state.values())
            case _:
                inside = []
        found += [item for item in inside if not isinstance(item, str | int | float)]
        pending += inside
    return found
