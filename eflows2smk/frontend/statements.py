"""Statements: blocks, conditions, loops, exceptions, contexts.

A statement's closure returns None to go on, `BREAK`, `CONTINUE`, or a `Returned`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

import libcst as cst

from eflows2smk.diagnostics import ProgramError
from eflows2smk.frontend import refused
from eflows2smk.frontend.assignment import assign_to
from eflows2smk.frontend.computed.connectives import certain
from eflows2smk.frontend.computed.leaving import Leaving, Stopping
from eflows2smk.frontend.contexts import enter_context
from eflows2smk.frontend.errors import Poisoned, ProgramRaised, Refusal
from eflows2smk.frontend.expressions import items_of, truth
from eflows2smk.frontend.host.hosting import is_hostable
from eflows2smk.frontend.host.scout import LONGEST, UNKNOWN
from eflows2smk.frontend.lowering import STATEMENTS, Closure, Unit, located, statement
from eflows2smk.frontend.open_files import Reopening, is_opened
from eflows2smk.frontend.outcome import leaves
from eflows2smk.frontend.raised import own
from eflows2smk.frontend.scopes import Frame, Scope, bound_names, target_names
from eflows2smk.frontend.trying import Handling, Split, Splitter
from eflows2smk.frontend.values import Record, Unknown, UserClass


@dataclass(frozen=True, slots=True)
class Returned:
    value: Any


class _Signal:
    __slots__ = ()


BREAK, CONTINUE = _Signal(), _Signal()
_NOTHING = Returned(None)


class Part(Enum):
    """What a block is the whole body of, if it is."""

    NOTHING = "nothing"
    FUNCTION = "function"
    LOOP = "loop"


def block(
    unit: Unit,
    statements: Sequence[cst.BaseStatement | cst.BaseSmallStatement],
    scope: Scope,
    part: Part = Part.NOTHING,
    around: Callable[[Unit, int, cst.CSTNode, Closure], Closure] | None = None,
) -> Closure:
    """The statements one after the other. What is refused is reported, its names poisoned, the next tried.

    around: what to make of the closure of each statement.
    """
    steps = [(_whole(unit, node, _lower(unit, node, scope), scope), node) for node in _flat(statements)]
    if around is not None:
        steps = [(around(unit, position, node, step), node) for position, (step, node) in enumerate(steps)]
    evaluator = unit.evaluator

    def run(frame: Frame, start: int = 0) -> Any:
        if evaluator.scout is not None:
            return evaluator.scout.block(steps, scope, frame)
        for position in range(start, len(steps)):
            step, node = steps[position]
            try:
                signal = step(frame)
            except Leaving as leaving:
                return leaving.at(part.value, lambda: run(frame, position + 1))  # noqa: B023 - called at once
            except Exception as error:
                found = located(error, unit, node)
                if evaluator.strict or not isinstance(found, Refusal | Poisoned | ProgramError):
                    raise found
                signal = evaluator.refused(found, step, unit, node, scope, frame)
            if evaluator.recent or evaluator.journal is not None:
                evaluator.statement_ends()
            if signal is not None:
                return signal
        return None

    return run


_COMPOUND = (cst.If, cst.For, cst.While, cst.Try, cst.With, cst.Match)


def _whole(unit: Unit, node: cst.CSTNode, step: Closure, scope: Scope) -> Closure:
    """A compound statement that reaches no task is evaluated as a whole, or becomes host code as a whole."""
    if not isinstance(node, _COMPOUND) or _is_guard(node, scope):
        return step
    evaluator = unit.evaluator

    def run(frame: Frame) -> Any:
        # What decides how its block goes on is no host code, whatever else it does.
        decides = isinstance(node, cst.If) and leaves(node)
        if evaluator.strict or evaluator.scout is not None or decides or evaluator.host.reach.tasks(node, frame):
            return step(frame)
        return evaluator.host.attempt_statement(lambda: step(frame), node, scope, frame)

    return run


def _is_guard(node: cst.CSTNode, scope: Scope) -> bool:
    """Whether it asks for the name of the module, which a script of host code would answer in another way."""
    return isinstance(node, cst.If) and scope.kind == "module" and "__name__" in _names_in(node.test)


def _flat(statements: Sequence[cst.CSTNode]) -> list[cst.CSTNode]:
    flat: list[cst.CSTNode] = []
    for node in statements:
        flat.extend(node.body if isinstance(node, cst.SimpleStatementLine) else [node])
    return flat


def suite(unit: Unit, node: cst.BaseSuite, scope: Scope, part: Part = Part.NOTHING) -> Closure:
    return block(unit, list(node.body), scope, part)


def _lower(unit: Unit, node: cst.CSTNode, scope: Scope) -> Closure:
    lower = STATEMENTS.get(type(node))
    if lower is None:
        return unit.refuse(node, "E302", f"this kind of statement ({type(node).__name__}) can't be compiled")
    return lower(unit, node, scope)


@statement(cst.Expr)
def expression_statement(unit: Unit, node: cst.Expr, scope: Scope) -> Closure:
    if isinstance(node.value, cst.SimpleString | cst.ConcatenatedString | cst.Ellipsis):
        return lambda frame: None
    value = unit.expression(node.value, scope)

    def run(frame: Frame) -> None:
        value(frame)

    return run


@statement(cst.Pass, cst.Global, cst.Nonlocal)
def nothing(unit: Unit, node: cst.CSTNode, scope: Scope) -> Closure:
    return lambda frame: None


@statement(cst.Break)
def break_(unit: Unit, node: cst.Break, scope: Scope) -> Closure:
    return lambda frame: BREAK


@statement(cst.Continue)
def continue_(unit: Unit, node: cst.Continue, scope: Scope) -> Closure:
    return lambda frame: CONTINUE


@statement(cst.Return)
def return_(unit: Unit, node: cst.Return, scope: Scope) -> Closure:
    if node.value is None:
        return lambda frame: _NOTHING
    value = unit.expression(node.value, scope)
    return lambda frame: Returned(value(frame))


@statement(cst.If)
def if_(unit: Unit, node: cst.If, scope: Scope) -> Closure:
    before = unit.in_guard
    unit.in_guard = before or _is_guard(node, scope)
    test, then = truth(unit, node.test, scope), suite(unit, node.body, scope)
    unit.in_guard = before
    otherwise = _else(unit, node.orelse, scope)

    def run(frame: Frame) -> Any:
        if unit.evaluator.scout is not None:
            return _scouted(unit, node, frame, test, then, otherwise)
        try:
            decided = test(frame)
        except (Refusal, Poisoned) as error:
            if not unit.evaluator.loops.takes(error):
                raise
            known = certain(unit, node.test, scope, frame)
            if known is not None:
                return then(frame) if known else None if otherwise is None else otherwise(frame)
            sides = partial(then, frame), None if otherwise is None else partial(otherwise, frame)
            if leaves(node):
                raise Leaving(unit, node, scope, frame, *sides) from None
            return unit.evaluator.loops.branch(unit, node, scope, frame, *sides)
        if decided:
            return then(frame)
        return None if otherwise is None else otherwise(frame)

    return run


def _scouted(unit: Unit, node: cst.If, frame: Frame, test: Closure, *branches: Closure | None) -> Any:
    """Both ways of a condition that is not known; neither decides what comes after it."""
    scout = unit.evaluator.scout
    assert scout is not None
    found = scout.whole(lambda: test(frame), node.test, frame)
    then, otherwise = branches
    if not isinstance(found, Unknown):
        chosen = then if found else otherwise
        return None if chosen is None else chosen(frame)
    scout.perhaps(frame, *[branch and partial(branch, frame) for branch in branches])
    return None


def _else(unit: Unit, node: cst.If | cst.Else | None, scope: Scope) -> Closure | None:
    match node:
        case None:
            return None
        case cst.If():
            return if_(unit, node, scope)
        case _:
            return suite(unit, node.body, scope)


@statement(cst.For)
def for_(unit: Unit, node: cst.For, scope: Scope) -> Closure:
    if node.asynchronous is not None:
        return unit.refuse(node, "E302", "asynchronous loops can't be compiled")
    items, assign = items_of(unit, node.iter, scope), assign_to(unit, node.target, scope)
    body, otherwise = suite(unit, node.body, scope, Part.LOOP), _else(unit, node.orelse, scope)
    stopping = Stopping.of(unit, node, scope)
    levels, names = unit.evaluator.levels, tuple(target_names(node.target))
    bound = bound_names(node.body).names

    def each(frame: Frame) -> Any:
        scout = unit.evaluator.scout
        if scout is None:
            return items(frame)
        found = scout.whole(lambda: list(items(frame)), node.iter, frame)
        return scout.repeated(frame, bound) if isinstance(found, Unknown) else found

    def found_items(frame: Frame) -> Any:
        """What to iterate over; None after a loop whose iterations are only known when the workflow runs."""
        loops = unit.evaluator.loops
        try:
            return each(frame)
        except (Refusal, Poisoned) as error:
            if not loops.takes(error) or unit.evaluator.host.is_over_result(node, frame):
                raise
            try:
                loops.each(unit, node, scope, frame, names, assign, lambda: body(frame))
            except Leaving as leaving:
                raise leaving.of_loop(stopping) from None
            return None

    def run(frame: Frame) -> Any:
        if stopping is not None and stopping.is_known():
            stopping.run(frame, assign, names)
            return None if otherwise is None else otherwise(frame)
        found = found_items(frame)
        if found is None:
            return None if otherwise is None else otherwise(frame)
        level = unit.evaluator.enter_loop(node, names, frame)
        try:
            for index, item in enumerate(found):
                level.index = index
                assign(frame, item)
                try:
                    signal = body(frame)
                except Leaving as leaving:
                    raise leaving.of_loop(stopping) from None
                if signal is not None:
                    if signal is BREAK:
                        return None
                    if signal is not CONTINUE:
                        return signal
        finally:
            levels.pop()
        return None if otherwise is None else otherwise(frame)

    return run


def _names_in(node: cst.CSTNode) -> list[str]:
    if isinstance(node, cst.Name):
        return [node.value]
    return [name for child in node.children for name in _names_in(child)]


@statement(cst.While)
def while_(unit: Unit, node: cst.While, scope: Scope) -> Closure:
    test, body = truth(unit, node.test, scope), suite(unit, node.body, scope, Part.LOOP)
    stopping = Stopping.of(unit, node, scope)
    otherwise = _else(unit, node.orelse, scope)
    changed = bound_names(node.body).names
    names = tuple(dict.fromkeys(name for name in _names_in(node.test) if name in changed))
    levels = unit.evaluator.levels

    def goes_on(frame: Frame, level: Any) -> Any:
        scout = unit.evaluator.scout
        if scout is None:
            return test(frame)
        found = scout.whole(lambda: test(frame), node.test, frame)
        if not isinstance(found, Unknown):
            return found and level.index < LONGEST
        return next(scout.loops.setdefault(id(level), scout.repeated(frame, changed)), None) is not None

    def run(frame: Frame) -> Any:
        evaluator = unit.evaluator
        if stopping is not None and stopping.is_known():
            stopping.run(frame, None, ())
            return None if otherwise is None else otherwise(frame)
        if evaluator.scout is None and not evaluator.strict and evaluator.loops.is_known(unit, node):
            try:
                evaluator.loops.while_(unit, node, scope, frame, names, lambda: body(frame))
            except Leaving as leaving:
                raise leaving.of_loop(stopping) from None
            return None if otherwise is None else otherwise(frame)
        level = evaluator.enter_loop(node, names, frame)
        try:
            while True:
                try:
                    if not goes_on(frame, level):
                        break
                except (Refusal, Poisoned) as error:
                    if not evaluator.loops.takes(error):
                        raise
                    raise evaluator.loops.found(unit, node) from None
                try:
                    signal = body(frame)
                except Leaving as leaving:
                    raise leaving.of_loop(stopping) from None
                level.index += 1
                if signal is not None:
                    if signal is BREAK:
                        return None
                    if signal is not CONTINUE:
                        return signal
                if level.index > evaluator.bounds.iterations:
                    raise located(Refusal("E303", "this loop does not end"), unit, node)
        finally:
            levels.pop()
        return None if otherwise is None else otherwise(frame)

    return run


@statement(cst.Assert)
def assert_(unit: Unit, node: cst.Assert, scope: Scope) -> Closure:
    test = truth(unit, node.test, scope)
    message = None if node.msg is None else unit.expression(node.msg, scope)

    def run(frame: Frame) -> None:
        if not test(frame):
            raise located(own(AssertionError(*(() if message is None else (message(frame),)))), unit, node)

    return run


@statement(cst.Raise)
def raise_(unit: Unit, node: cst.Raise, scope: Scope) -> Closure:
    raised = None if node.exc is None else unit.expression(node.exc, scope)

    def run(frame: Frame) -> None:
        value = unit.evaluator.handling[-1] if raised is None else raised(frame)
        if isinstance(value, UserClass):
            value = value()
        if isinstance(value, type) and issubclass(value, BaseException):
            value = value()
        if isinstance(value, Record):
            value = ProgramRaised(value, value.cls.name, value.state.get("args", ()))
        if not isinstance(value, Exception | SystemExit):
            raise located(TypeError("exceptions must derive from BaseException"), unit, node, value)
        raise located(own(value), unit, node)

    return run


def _catches(kind: Any, error: BaseException) -> bool:
    if isinstance(kind, tuple):
        return any(_catches(one, error) for one in kind)
    if isinstance(error, ProgramRaised):
        assert isinstance(error.record, Record)
        if isinstance(kind, UserClass):
            return error.record.cls.derives(kind)
        return kind in (Exception, BaseException)
    return isinstance(kind, type) and isinstance(error, kind)


@statement(cst.Try)
def try_(unit: Unit, node: cst.Try, scope: Scope) -> Closure:
    """Handles what the evaluated statements raise. An invocation that fails ends the workflow, as its log says."""
    body = suite(unit, node.body, scope)
    handlers: list[tuple[Closure | None, str, Closure]] = []
    for handler in node.handlers:
        if handler.type is not None and "COMPSsException" in unit.text(handler.type):
            return refused.handler(unit, handler.type)
        kind = None if handler.type is None else unit.expression(handler.type, scope)
        name = next(iter(target_names(handler.name.name)), "") if handler.name is not None else ""
        handlers.append((kind, name, suite(unit, handler.body, scope)))
    otherwise = None if node.orelse is None else suite(unit, node.orelse.body, scope)
    finish = None if node.finalbody is None else suite(unit, node.finalbody.body, scope)
    splitter = Splitter(unit, node, scope, lambda nodes: block(unit, nodes, scope))
    handling, trying = Handling.of(unit, node), unit.evaluator.host.taker.trying

    def tried(frame: Frame, split: Split | None) -> Any:
        depth = len(trying)
        if handling is not None:
            trying.append(handling)
        try:
            if split is None:
                return body(frame)
            signal = split.leading(frame)
            if signal is None:
                splitter.call(split, frame)
            return signal
        finally:
            del trying[depth:]

    def attempt(frame: Frame) -> Any:
        scout = unit.evaluator.scout
        if scout is not None:
            if not handlers:
                return scout.attempt(lambda: body(frame))
            scout.protected(lambda: body(frame))
            for _, name, handle in handlers:
                if name:
                    frame.names[name] = UNKNOWN
                scout.perhaps(frame, None, partial(handle, frame))
            return None if otherwise is None else otherwise(frame)
        split = None if unit.evaluator.strict else splitter.at(frame)
        try:
            signal = tried(frame, split)
        except (Refusal, Poisoned, ProgramError):
            raise
        except (Exception, SystemExit) as error:
            for kind, name, handle in handlers:
                if kind is None or _catches(kind(frame), error):
                    if name:
                        frame.names[name] = error.record if isinstance(error, ProgramRaised) else error
                    unit.evaluator.handling.append(error)
                    try:
                        return handle(frame)
                    finally:
                        unit.evaluator.handling.pop()
            raise
        if split is not None:
            return split.rest(frame) if signal is None else signal
        return otherwise(frame) if signal is None and otherwise is not None else signal

    def run(frame: Frame) -> Any:
        if finish is None:
            return attempt(frame)
        try:
            signal = attempt(frame)
        except Exception:
            finish(frame)
            raise
        last = finish(frame)
        return signal if last is None else last

    return run


@statement(cst.With)
def with_(unit: Unit, node: cst.With, scope: Scope) -> Closure:
    if node.asynchronous is not None:
        return unit.refuse(node, "E302", "asynchronous contexts can't be compiled")
    entries = []
    for item in node.items:
        target = item.asname.name if item.asname is not None else None
        assign = assign_to(unit, target, scope) if isinstance(target, cst.BaseExpression) else None
        entries.append((unit.expression(item.item, scope), assign, item))
    body = suite(unit, node.body, scope)

    def enter(frame: Frame, remaining: int) -> Any:
        if remaining == len(entries):
            return body(frame)
        evaluate, assign, item = entries[remaining]
        scout = unit.evaluator.scout
        if scout is not None:
            entered = scout.whole(lambda: evaluate(frame), item.item, frame)
            if assign is not None:
                assign(frame, entered)
            return enter(frame, remaining + 1)
        manager = evaluate(frame)
        try:
            entered, leave = enter_context(unit.evaluator, manager)
        except Exception as error:
            raise located(error, unit, item, manager) from None
        if assign is not None:
            assign(frame, entered)
        try:
            return enter(frame, remaining + 1)
        finally:
            leave()

    if not is_opened(node):
        return lambda frame: enter(frame, 0)
    opens = entries[0][0]
    taken_apart: list[Closure] = []

    def run(frame: Frame) -> Any:
        evaluator = unit.evaluator
        if evaluator.strict or evaluator.scout is not None:
            return enter(frame, 0)
        if not taken_apart:
            try:
                opens(frame)
            except (Refusal, Poisoned) as error:
                if not is_hostable(error) or not evaluator.host.reach.tasks(node, frame):
                    raise
                parts = Reopening(unit, node, scope, frame).parts(lambda nodes: block(unit, nodes, scope))
                taken_apart.append(parts)
        return taken_apart[0](frame) if taken_apart else enter(frame, 0)

    return run


@statement(cst.Match)
def match_(unit: Unit, node: cst.Match, scope: Scope) -> Closure:
    from eflows2smk.frontend.patterns import pattern

    subject = unit.expression(node.subject, scope)
    cases = [
        (
            pattern(unit, case.pattern, scope),
            None if case.guard is None else truth(unit, case.guard, scope),
            suite(unit, case.body, scope),
        )
        for case in node.cases
    ]

    def run(frame: Frame) -> Any:
        value = subject(frame)
        for matches, guard, body in cases:
            try:
                matched = matches(frame, value)
            except Exception as error:
                raise located(error, unit, node, value) from None
            if matched and (guard is None or guard(frame)):
                return body(frame)
        return None

    return run
