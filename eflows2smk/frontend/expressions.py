"""Expressions: literals, names, operators, elements, conditions, displays and comprehensions."""

from __future__ import annotations

import builtins
import operator
from collections.abc import Callable, Iterator
from typing import Any

import libcst as cst

from eflows2smk.frontend import trusted
from eflows2smk.frontend.computed.connectives import connected
from eflows2smk.frontend.errors import Poisoned, Refusal
from eflows2smk.frontend.lowering import Closure, Unit, expression, located
from eflows2smk.frontend.raised import elements_of, own
from eflows2smk.frontend.scopes import Frame, Scope
from eflows2smk.frontend.values import Future, Unknown, known_key


@expression(cst.Integer, cst.Float, cst.Imaginary)
def number(unit: Unit, node: cst.Integer | cst.Float | cst.Imaginary, scope: Scope) -> Closure:
    value = node.evaluated_value if not isinstance(node, cst.Imaginary) else complex(node.value)
    return lambda frame: value


@expression(cst.Ellipsis)
def ellipsis(unit: Unit, node: cst.Ellipsis, scope: Scope) -> Closure:
    return lambda frame: ...


@expression(cst.Name)
def name(unit: Unit, node: cst.Name, scope: Scope) -> Closure:
    wanted = node.value
    constants = {"None": None, "True": True, "False": False}
    if wanted in constants:
        constant = constants[wanted]
        return lambda frame: constant
    promoted = unit.evaluator.promoted

    def checked(value: Any) -> Any:
        if type(value) is Unknown:
            raise located(Poisoned(value.reason), unit, node)
        if promoted and id(value) in promoted:
            return promoted[id(value)]
        return value

    def from_module(frame: Frame) -> Any:
        try:
            value = frame.globals[wanted]
        except KeyError:
            value = trusted.builtin(wanted)
            if value is None:
                raise located(_no_name(unit, wanted), unit, node) from None
        return checked(value)

    def here(frame: Frame) -> Any:
        try:
            return checked(frame.names[wanted])
        except KeyError:
            if scope.kind == "class":
                return from_module(frame)
            raise located(own(UnboundLocalError(f"'{wanted}' has no value yet")), unit, node) from None

    hops = scope.hops(wanted)
    if hops < 0:
        return from_module
    if hops == 0:
        return here

    def outer(frame: Frame) -> Any:
        found: Frame | None = frame
        for _ in range(hops):
            assert found is not None
            found = found.parent
        assert found is not None
        try:
            return checked(found.names[wanted])
        except KeyError:
            raise located(own(NameError(f"'{wanted}' has no value yet")), unit, node) from None

    return outer


# With these a module gets names of which its text says nothing.
_NAMING = frozenset((("exec",), ("globals",), ("locals",), ("vars",), ("setattr",), ("builtins",), ("__builtins__",)))


def _no_name(unit: Unit, wanted: str) -> Exception:
    """What looking up a name means that neither the module nor the table of builtins has."""
    if unit.more_names is not None:
        return Poisoned(unit.more_names.diagnostic(unit.span(unit.source.tree)))
    known_elsewhere = hasattr(builtins, wanted) or (wanted.startswith("__") and wanted.endswith("__"))
    if known_elsewhere or not _NAMING.isdisjoint(unit.evaluator.host.reach.mentions(unit.source.tree)):
        return Refusal("E302", f"what '{wanted}' is can't be told when compiling", help="use it in a @task function")
    return own(NameError(f"name '{wanted}' is not defined"))


_BINARY: dict[type[cst.CSTNode], Callable[[Any, Any], Any]] = {
    cst.Add: operator.add,
    cst.AddAssign: operator.iadd,
    cst.Subtract: operator.sub,
    cst.SubtractAssign: operator.isub,
    cst.Multiply: trusted.multiply,
    cst.MultiplyAssign: trusted.multiply_in_place,
    cst.Divide: operator.truediv,
    cst.DivideAssign: operator.itruediv,
    cst.FloorDivide: operator.floordiv,
    cst.FloorDivideAssign: operator.ifloordiv,
    cst.Modulo: operator.mod,
    cst.ModuloAssign: operator.imod,
    cst.Power: trusted.power,
    cst.PowerAssign: trusted.power,
    cst.LeftShift: trusted.left_shift,
    cst.LeftShiftAssign: trusted.left_shift,
    cst.RightShift: operator.rshift,
    cst.RightShiftAssign: operator.irshift,
    cst.BitAnd: operator.and_,
    cst.BitAndAssign: operator.iand,
    cst.BitOr: operator.or_,
    cst.BitOrAssign: operator.ior,
    cst.BitXor: operator.xor,
    cst.BitXorAssign: operator.ixor,
    cst.MatrixMultiply: operator.matmul,
    cst.MatrixMultiplyAssign: operator.imatmul,
}


def label_of(unit: Unit, node: cst.BaseExpression) -> str | None:
    """The label of the hole that this operand makes in a text: its source, or None for a literal."""
    if isinstance(node, cst.SimpleString | cst.ConcatenatedString):
        return None
    return unit.text(node)


def combine(
    unit: Unit, kind: cst.CSTNode, left: cst.BaseExpression, right: cst.BaseExpression
) -> Callable[[Any, Any], Any]:
    """The binary operation; on strings it keeps the provenance of both sides."""
    operation = _BINARY[type(kind)]
    left_label, right_label = label_of(unit, left), label_of(unit, right)
    if isinstance(kind, cst.Add | cst.AddAssign):

        def add(a: Any, b: Any) -> Any:
            if isinstance(a, str) and isinstance(b, str):
                return trusted.concat(a, b, left_label, right_label)
            return operation(a, b)

        return add
    if isinstance(kind, cst.Divide):
        return lambda a, b: trusted.divide(a, b, left_label, right_label)
    if isinstance(kind, cst.Modulo):
        labels = right_label
        if isinstance(right, cst.Tuple):
            labels = tuple(label_of(unit, element.value) for element in right.elements)  # type: ignore[assignment]

        def modulo(a: Any, b: Any) -> Any:
            return trusted.percent(a, b, labels) if isinstance(a, str) else operation(a, b)

        return modulo
    return operation


@expression(cst.BinaryOperation)
def binary_operation(unit: Unit, node: cst.BinaryOperation, scope: Scope) -> Closure:
    left, right = unit.expression(node.left, scope), unit.expression(node.right, scope)
    operation = combine(unit, node.operator, node.left, node.right)

    def run(frame: Frame) -> Any:
        a, b = left(frame), right(frame)
        try:
            return operation(a, b)
        except Exception as error:
            raise located(error, unit, node, a, b) from None

    return run


_UNARY: dict[type[cst.CSTNode], Callable[[Any], Any]] = {
    cst.Not: operator.not_,
    cst.Minus: operator.neg,
    cst.Plus: operator.pos,
    cst.BitInvert: operator.invert,
}


@expression(cst.UnaryOperation)
def unary_operation(unit: Unit, node: cst.UnaryOperation, scope: Scope) -> Closure:
    operand = unit.expression(node.expression, scope)
    operation = _UNARY[type(node.operator)]

    def run(frame: Frame) -> Any:
        value = operand(frame)
        try:
            return operation(value)
        except Exception as error:
            raise located(error, unit, node, value) from None

    return run


def truth(unit: Unit, node: cst.BaseExpression, scope: Scope) -> Closure:
    """The expression as a condition."""
    value = unit.expression(node, scope)

    def run(frame: Frame) -> bool:
        found = value(frame)
        try:
            return bool(found)
        except Exception as error:
            raise located(error, unit, node, found) from None

    return run


@expression(cst.BooleanOperation)
def boolean_operation(unit: Unit, node: cst.BooleanOperation, scope: Scope) -> Closure:
    left, right = unit.expression(node.left, scope), unit.expression(node.right, scope)
    stops_at = isinstance(node.operator, cst.Or)
    evaluator, guarded = unit.evaluator, unit.guarding

    def run(frame: Frame) -> Any:
        if evaluator.replay and evaluator.replay.get(node):
            return evaluator.replay[node].popleft()
        since = evaluator.recorded()
        first = left(frame)
        try:
            done = bool(first) is stops_at
        except Exception as error:
            refusal = located(error, unit, node.left, first)
            if not (guarded and type(first) is Future and evaluator.loops.takes(refusal)):
                raise refusal from None
            # What reaches no task is left to host code as a whole.
            if not evaluator.host.reach.tasks(node.right, frame):
                raise refusal from None
            value = connected(unit, node, frame, first, lambda: right(frame))
            evaluator.recent.add(node, value, since)
            return value
        return first if done else right(frame)

    return run


def _contains(item: Any, container: Any) -> bool:
    return item in container


def _same(left: Any, right: Any) -> bool:
    """``is``. Whether a computed value is None is only known at run time."""
    for value, other in ((left, right), (right, left)):
        if isinstance(value, Future) and not isinstance(other, Future):
            value.refuse("a comparison")
    return left is right


_COMPARE: dict[type[cst.CSTNode], Callable[[Any, Any], Any]] = {
    cst.Equal: operator.eq,
    cst.NotEqual: operator.ne,
    cst.LessThan: operator.lt,
    cst.LessThanEqual: operator.le,
    cst.GreaterThan: operator.gt,
    cst.GreaterThanEqual: operator.ge,
    cst.Is: _same,
    cst.IsNot: lambda left, right: not _same(left, right),
    cst.In: _contains,
    cst.NotIn: lambda item, container: item not in container,
}


@expression(cst.Comparison)
def comparison(unit: Unit, node: cst.Comparison, scope: Scope) -> Closure:
    first = unit.expression(node.left, scope)
    rest = [(_COMPARE[type(c.operator)], unit.expression(c.comparator, scope)) for c in node.comparisons]

    def run(frame: Frame) -> Any:
        left = first(frame)
        result: Any = True
        for compare, other in rest:
            right = other(frame)
            try:
                result = compare(left, right)
                if len(rest) > 1 and not result:
                    return result
            except Exception as error:
                raise located(error, unit, node, left, right) from None
            left = right
        return result

    return run


@expression(cst.IfExp)
def conditional(unit: Unit, node: cst.IfExp, scope: Scope) -> Closure:
    test = truth(unit, node.test, scope)
    then, otherwise = unit.expression(node.body, scope), unit.expression(node.orelse, scope)
    evaluator = unit.evaluator

    def run(frame: Frame) -> Any:
        if evaluator.replay and evaluator.replay.get(node):
            return evaluator.replay[node].popleft()
        since = evaluator.recorded()
        with evaluator.apart():
            try:
                decided = test(frame)
            except (Refusal, Poisoned) as error:
                # What reaches no task is left to host code as a whole.
                if not evaluator.loops.takes(error) or not evaluator.host.reach.tasks(node, frame):
                    raise
                value = evaluator.loops.expression(
                    unit, node, scope, frame, lambda: then(frame), lambda: otherwise(frame)
                )
                evaluator.recent.add(node, value, since)
                return value
        return then(frame) if decided else otherwise(frame)

    return run


@expression(cst.Attribute)
def attribute(unit: Unit, node: cst.Attribute, scope: Scope) -> Closure:
    owner = unit.expression(node.value, scope)
    wanted = node.attr.value
    get = unit.evaluator.get_attribute
    promoted = unit.evaluator.promoted

    def run(frame: Frame) -> Any:
        value = owner(frame)
        try:
            found = get(value, wanted)
        except Exception as error:
            # Which attributes there are is a question of the kind, whatever the value holds.
            raise located(error, unit, node, type(value)) from None
        if type(found) is Unknown:
            raise located(Poisoned(found.reason), unit, node)
        if promoted and id(found) in promoted:
            return promoted[id(found)]
        return found

    return run


def key_of(unit: Unit, node: cst.Subscript, scope: Scope) -> Closure:
    """The key between the brackets: a value, a slice, or a tuple of these."""
    parts = [_part(unit, element.slice, scope) for element in node.slice]
    if len(parts) == 1 and not isinstance(node.slice[0].comma, cst.Comma):
        return parts[0]
    return lambda frame: tuple(part(frame) for part in parts)


def _part(unit: Unit, node: cst.BaseSlice, scope: Scope) -> Closure:
    if isinstance(node, cst.Index):
        return unit.expression(node.value, scope)
    assert isinstance(node, cst.Slice)
    bounds = [
        (lambda frame: None) if bound is None else unit.expression(bound, scope)
        for bound in (node.lower, node.upper, node.step)
    ]
    return lambda frame: slice(*(bound(frame) for bound in bounds))


@expression(cst.Subscript)
def subscript(unit: Unit, node: cst.Subscript, scope: Scope) -> Closure:
    owner, key = unit.expression(node.value, scope), key_of(unit, node, scope)
    promoted = unit.evaluator.promoted

    def run(frame: Frame) -> Any:
        container, index = owner(frame), key(frame)
        try:
            found = container[index]
        except Exception as error:
            raise located(error, unit, node, elements_of(container), index) from None
        if type(found) is Unknown:
            raise located(Poisoned(found.reason), unit, node)
        if promoted and id(found) in promoted:
            return promoted[id(found)]
        return found

    return run


def _items(unit: Unit, nodes: list[cst.BaseElement], scope: Scope) -> Callable[[Frame], list[Any]]:
    runs = [(isinstance(item, cst.StarredElement), unit.expression(item.value, scope)) for item in nodes]
    if not any(starred for starred, _ in runs):
        plain = [run for _, run in runs]
        return lambda frame: [run(frame) for run in plain]

    def spread(frame: Frame) -> list[Any]:
        items: list[Any] = []
        for starred, run in runs:
            if starred:
                items.extend(trusted.ordered(run(frame)))
            else:
                items.append(run(frame))
        return items

    return spread


@expression(cst.List)
def list_display(unit: Unit, node: cst.List, scope: Scope) -> Closure:
    return _items(unit, list(node.elements), scope)


@expression(cst.Tuple)
def tuple_display(unit: Unit, node: cst.Tuple, scope: Scope) -> Closure:
    items = _items(unit, list(node.elements), scope)
    return lambda frame: tuple(items(frame))


@expression(cst.Set)
def set_display(unit: Unit, node: cst.Set, scope: Scope) -> Closure:
    items = _items(unit, list(node.elements), scope)
    return lambda frame: set(items(frame))


@expression(cst.Dict)
def dict_display(unit: Unit, node: cst.Dict, scope: Scope) -> Closure:
    pairs: list[tuple[Closure | None, Closure]] = []
    for element in node.elements:
        key = unit.expression(element.key, scope) if isinstance(element, cst.DictElement) else None
        pairs.append((key, unit.expression(element.value, scope)))

    def run(frame: Frame) -> Any:
        result: dict[Any, Any] = {}
        for key, value in pairs:
            if key is None:
                result.update(value(frame))
            else:
                result[known_key(key(frame))] = value(frame)
        return result

    return run


def items_of(unit: Unit, node: cst.BaseExpression, scope: Scope) -> Callable[[Frame], Iterator[Any]]:
    """The expression as something to iterate over."""
    iterable = unit.expression(node, scope)
    promoted = unit.evaluator.promoted

    def checked(items: Iterator[Any]) -> Iterator[Any]:
        for item in items:
            if type(item) is Unknown:
                raise located(Poisoned(item.reason), unit, node)
            yield promoted.get(id(item), item)

    def run(frame: Frame) -> Iterator[Any]:
        value = iterable(frame)
        if unit.evaluator.current is None:
            # A lazy iterator such as ``map(task, values)`` makes its calls while it is walked.
            unit.evaluator.current = (unit, node)
        try:
            return checked(iter(trusted.ordered(value)))
        except Exception as error:
            raise located(error, unit, node, elements_of(value)) from None

    return run


@expression(cst.NamedExpr)
def named_expression(unit: Unit, node: cst.NamedExpr, scope: Scope) -> Closure:
    from eflows2smk.frontend.assignment import assign_to

    depth, holder = 0, scope
    while holder.kind == "comprehension" and holder.parent is not None:
        depth, holder = depth + 1, holder.parent
    value, assign = unit.expression(node.value, scope), assign_to(unit, node.target, holder)

    def run(frame: Frame) -> Any:
        result = value(frame)
        target = frame
        for _ in range(depth):
            assert target.parent is not None
            target = target.parent
        assign(target, result)
        return result

    return run


@expression(cst.Await, cst.Yield, cst.From)
def generator(unit: Unit, node: cst.BaseExpression, scope: Scope) -> Closure:
    return unit.refuse(
        node,
        "E302",
        "generators and coroutines of the main program can't be compiled",
        help="build a list in the function and return it",
    )
