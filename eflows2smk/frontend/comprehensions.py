"""Comprehensions, over known values and over computed ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import libcst as cst

from eflows2smk.frontend.computed.symbols import Group, Grown
from eflows2smk.frontend.errors import Poisoned, Refusal
from eflows2smk.frontend.expressions import items_of, truth
from eflows2smk.frontend.lowering import Closure, Unit, expression, located
from eflows2smk.frontend.scopes import Frame, Scope, target_names
from eflows2smk.frontend.values import Unknown

# In a list of which it is not known what is in it.
_PERHAPS = Unknown(None)


def _member(unit: Unit, element: Closure, node: cst.BaseExpression, frame: Frame) -> Any:
    scout = unit.evaluator.scout
    return element(frame) if scout is None else scout.whole(lambda: element(frame), node, frame)


def _known(members: list[Any]) -> None:
    if any(member is _PERHAPS for member in members):
        raise Poisoned(None)


def _comprehension(
    unit: Unit,
    node: cst.CompFor,
    scope: Scope,
    emit: Callable[[Frame], None],
    body: cst.CSTNode,
    collected: list[list[Any]],
    outside: Scope | None = None,
) -> Callable[[Frame], None]:
    """Runs `emit` for each combination of the loops that start at `node`; each is a loop of the call sites in it.

    outside: the scope around the comprehension, in which its first iterable is evaluated.
    collected: where the members of a list go, the innermost list last; a computed loop adds a group to it.
    """
    from eflows2smk.frontend.assignment import assign_to

    iterable = items_of(unit, node.iter, outside or scope)
    assign = assign_to(unit, node.target, scope)
    tests = [truth(unit, condition.test, scope) for condition in node.ifs]
    inner = emit
    if node.inner_for_in is not None:
        inner = _comprehension(unit, node.inner_for_in, scope, emit, body, collected)
    levels = unit.evaluator.levels
    names = tuple(target_names(node.target))
    repeated: list[cst.CSTNode] = [body, *node.ifs]
    if node.inner_for_in is not None:
        repeated.append(node.inner_for_in)

    def reaches_tasks(frame: Frame) -> bool:
        return any(unit.evaluator.host.reach.tasks(each, frame) for each in repeated)

    def items(frame: Frame) -> Iterator[Any]:
        if outside is None or frame.parent is None:
            return iterable(frame)
        return iterable(frame.parent)

    def found_items(frame: Frame) -> Iterator[Any]:
        evaluator = unit.evaluator
        with evaluator.apart():
            try:
                return items(frame)
            except (Refusal, Poisoned) as error:
                # What reaches no task is left to host code as a whole.
                if not evaluator.loops.takes(error) or not reaches_tasks(frame):
                    raise
                members = collected[-1]
                before = len(members)

                def iteration() -> None:
                    # It may be evaluated several times.
                    del members[before:]
                    emit_if(frame, 0)
                    complete(members, before)

                domain = evaluator.loops.each(unit, node, scope, frame, names, assign, iteration)
                members[before:] = [Group(domain, members[before:])]
                return iter(())

    def complete(members: list[Any], before: int) -> None:
        """What was added since then stands for what each iteration adds."""
        added = members[before:]
        whole = unit.evaluator.loops.whole
        members[before:] = [whole(each, unit, body) for each in added]

    def emit_if(frame: Frame, position: int) -> None:
        """Run `inner` if the conditions from this one on hold; what is computed of them becomes a branch."""
        if position == len(tests):
            inner(frame)
            return
        scout = unit.evaluator.scout
        if scout is not None:
            found = scout.whole(lambda: tests[position](frame), node.ifs[position].test, frame)
            if type(found) is Unknown:
                scout.perhaps(frame, lambda: emit_if(frame, position + 1))
                collected[-1].append(_PERHAPS)
            elif found:
                emit_if(frame, position + 1)
            return
        loops, condition = unit.evaluator.loops, node.ifs[position].test
        with unit.evaluator.apart():
            try:
                holds = tests[position](frame)
            except (Refusal, Poisoned) as error:
                if not loops.takes(error) or not reaches_tasks(frame):
                    raise
                members = collected[-1]
                before = len(members)

                def side() -> None:
                    emit_if(frame, position + 1)
                    complete(members, before)

                domain = loops.only_if(unit, condition, scope, frame, side)
                members[before:] = [Group(domain, members[before:])]
                return
        if holds:
            emit_if(frame, position + 1)

    def run(frame: Frame) -> None:
        found = found_items(frame)
        level = unit.evaluator.enter_loop(node, names, frame)
        try:
            for index, item in enumerate(found):
                level.index = index
                assign(frame, item)
                emit_if(frame, 0)
        finally:
            levels.pop()

    return run


def _loop_names(node: cst.CompFor | None) -> Iterator[str]:
    while node is not None:
        yield from target_names(node.target)
        node = node.inner_for_in


@expression(cst.ListComp, cst.SetComp, cst.GeneratorExp)
def comprehension(unit: Unit, node: cst.ListComp | cst.SetComp | cst.GeneratorExp, scope: Scope) -> Closure:
    inner = Scope("comprehension", scope, _loop_names(node.for_in), scope.qualname)
    element = unit.expression(node.elt, inner)
    collected: list[list[Any]] = []

    def emit(frame: Frame) -> None:
        collected[-1].append(_member(unit, element, node.elt, frame))

    loop = _comprehension(unit, node.for_in, inner, emit, node.elt, collected, scope)
    evaluator = unit.evaluator
    # A generator is worked out at once: what it would do later, it does now, and nothing it could depend on changes
    # in between, since the compiler has no lazy values.
    finish: Callable[[list[Any]], Any] = {cst.ListComp: list, cst.SetComp: set, cst.GeneratorExp: iter}[type(node)]  # type: ignore[assignment]

    def run(frame: Frame) -> Any:
        if evaluator.replay and evaluator.replay.get(node):
            return evaluator.replay[node].popleft()
        since = evaluator.recorded()
        collected.append([])
        try:
            loop(Frame({}, frame, frame.globals))
        finally:
            result = collected.pop()
        _known(result)
        if any(type(member) is Group for member in result):
            grown: Any = Grown([evaluator.loops.whole(member, unit, node) for member in result])
            if finish is set:
                grown = evaluator.loops.applied("set", grown, unit, node)
            evaluator.recent.add(node, grown, since)
            return grown
        return result if finish is list else finish(result)

    return run


@expression(cst.DictComp)
def dict_comprehension(unit: Unit, node: cst.DictComp, scope: Scope) -> Closure:
    inner = Scope("comprehension", scope, _loop_names(node.for_in), scope.qualname)
    key, value = unit.expression(node.key, inner), unit.expression(node.value, inner)
    collected: list[list[Any]] = []
    evaluator = unit.evaluator

    def emit(frame: Frame) -> None:
        name = _member(unit, key, node.key, frame)
        collected[-1].append((name, _member(unit, value, node.value, frame)))

    loop = _comprehension(unit, node.for_in, inner, emit, node.value, collected, outside=scope)

    def run(frame: Frame) -> Any:
        if evaluator.replay and evaluator.replay.get(node):
            return evaluator.replay[node].popleft()
        since = evaluator.recorded()
        collected.append([])
        try:
            loop(Frame({}, frame, frame.globals))
        finally:
            pairs = collected.pop()
        _known(pairs)
        if any(type(pair) is Group for pair in pairs):
            made = evaluator.loops.applied(
                "dict", Grown([evaluator.loops.whole(pair, unit, node) for pair in pairs]), unit, node
            )
            evaluator.recent.add(node, made, since)
            return made
        try:
            return dict(pairs)
        except Exception as error:
            raise located(error, unit, node, pairs) from None

    return run
