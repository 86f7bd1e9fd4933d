"""Names, operators, displays and other expressions without a scope of their own.

Chains that Python writes flat and LibCST nests on the left (``a + b + c``, ``a and b and c``, ``a.b.c``, ``a[0][1]``)
are unwound in loops, so that long ones need no deep recursion.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

from eflows2smk.frontend.core.lowering.builder import Builder
from eflows2smk.frontend.core.operations import (
    Await,
    Binary,
    Branch,
    Build,
    CodeKind,
    Compare,
    GetAttribute,
    GetItem,
    Item,
    Move,
    Register,
    Spread,
    Unary,
    Yield,
)

BINARY: dict[type[cst.CSTNode], str] = {
    cst.Add: "+",
    cst.Subtract: "-",
    cst.Multiply: "*",
    cst.Divide: "/",
    cst.FloorDivide: "//",
    cst.Modulo: "%",
    cst.Power: "**",
    cst.MatrixMultiply: "@",
    cst.LeftShift: "<<",
    cst.RightShift: ">>",
    cst.BitAnd: "&",
    cst.BitOr: "|",
    cst.BitXor: "^",
}
UNARY: dict[type[cst.CSTNode], str] = {cst.Minus: "-", cst.Plus: "+", cst.BitInvert: "~", cst.Not: "not"}
COMPARISONS: dict[type[cst.CSTNode], str] = {
    cst.Equal: "==",
    cst.NotEqual: "!=",
    cst.LessThan: "<",
    cst.LessThanEqual: "<=",
    cst.GreaterThan: ">",
    cst.GreaterThanEqual: ">=",
    cst.In: "in",
    cst.NotIn: "not in",
    cst.Is: "is",
    cst.IsNot: "is not",
}
_SINGLETONS = {"None": None, "True": True, "False": False}
# What needs no evaluation: nothing can be seen of its place in the order.
LITERALS = (cst.Integer, cst.Float, cst.Imaginary, cst.SimpleString, cst.Ellipsis)


def name(b: Builder, node: cst.Name) -> Register:
    if node.value in _SINGLETONS:
        return b.constant(node, _SINGLETONS[node.value])
    if node.value == "__debug__":
        return b.builtin(node, node.value)
    return b.load(node, node.value)


def number(b: Builder, node: cst.Integer | cst.Float | cst.Imaginary) -> Register:
    return b.constant(node, node.evaluated_value)


def ellipsis(b: Builder, node: cst.Ellipsis) -> Register:
    return b.constant(node, ...)


def chain(b: Builder, node: cst.BaseExpression) -> Register:
    """Operators, attributes and items, the innermost on the left first."""
    links: list[Any] = []
    while type(node) in _INNER:
        links.append(node)
        node = _INNER[type(node)](node)
    value = b.expression(node)
    for link in reversed(links):
        value = _LINKS[type(link)](b, link, value)
    return value


def _binary(b: Builder, node: cst.BinaryOperation, left: Register) -> Register:
    right = b.expression(node.right)
    target = b.new()
    b.emit(Binary(origin=node, target=target, operator=BINARY[type(node.operator)], left=left, right=right))
    return target


def _attribute(b: Builder, node: cst.Attribute, value: Register) -> Register:
    target = b.new()
    b.emit(GetAttribute(origin=node, target=target, object=value, name=b.scope.mangled(node.attr.value)))
    return target


def _item(b: Builder, node: cst.Subscript, value: Register) -> Register:
    where = key(b, node)
    target = b.new()
    b.emit(GetItem(origin=node, target=target, object=value, key=where))
    return target


_INNER: dict[type[cst.CSTNode], Callable[[Any], cst.BaseExpression]] = {
    cst.BinaryOperation: lambda node: node.left,
    cst.Attribute: lambda node: node.value,
    cst.Subscript: lambda node: node.value,
}
_LINKS: dict[type[cst.CSTNode], Callable[[Builder, Any, Register], Register]] = {
    cst.BinaryOperation: _binary,
    cst.Attribute: _attribute,
    cst.Subscript: _item,
}


def key(b: Builder, node: cst.Subscript) -> Register:
    """What stands in square brackets: one key, or a tuple of them."""
    elements = node.slice
    first = elements[0]
    starred = any(isinstance(each.slice, cst.Index) and each.slice.star for each in elements)
    if len(elements) == 1 and not isinstance(first.comma, cst.Comma) and not starred:
        return _key(b, first.slice)
    operands = [(each.slice, isinstance(each.slice, cst.Index) and bool(each.slice.star)) for each in elements]
    return _display(b, node, "tuple", operands, _key)


def _key(b: Builder, node: cst.BaseSlice) -> Register:
    if isinstance(node, cst.Index):
        return b.expression(node.value)
    assert isinstance(node, cst.Slice)
    bounds = tuple(
        Item(b.constant(node, None) if bound is None else b.expression(bound))
        for bound in (node.lower, node.upper, node.step)
    )
    target = b.new()
    b.emit(Build(origin=node, target=target, kind="slice", items=bounds))
    return target


def unary(b: Builder, node: cst.UnaryOperation) -> Register:
    operand = b.expression(node.expression)
    target = b.new()
    b.emit(Unary(origin=node, target=target, operator=UNARY[type(node.operator)], operand=operand))
    return target


# Choices --------------------------------------------------------------------------------------------------------------


def boolean(b: Builder, node: cst.BooleanOperation) -> Register:
    result = b.new()
    _connective(b, node, result, None)
    return result


def _connective(b: Builder, node: cst.BooleanOperation, result: Register, truth: Register | None) -> None:
    """Leave the value of ``a and b and c`` in a register, and in another one its truth value where that is wanted.

    Each operand is asked once for its own, also where it is such an operation itself; the last one only if it is
    wanted.
    """
    is_and = isinstance(node.operator, cst.And)
    operands = _operands(node)
    origins = _ends(b, node, operands)
    opened: list[tuple[Register, Register | None]] = []
    for operand in operands:
        if opened:
            b.open(operand)
        asked = operand is not operands[-1] or truth is not None
        opened.append(_operand(b, operand, asked=asked))
    _moves(b, origins[-1], (result, truth), opened.pop())
    for values, origin in zip(reversed(opened), reversed(origins), strict=True):
        on = b.close()
        b.open(origin)
        _moves(b, origin, (result, truth), values)
        end = b.close()
        then, otherwise = (on, end) if is_and else (end, on)
        assert values[1] is not None
        kind = "and" if is_and else "or"
        b.emit(Branch(origin=origin, condition=values[1], then=then, otherwise=otherwise, kind=kind))


def _operand(b: Builder, node: cst.BaseExpression, *, asked: bool) -> tuple[Register, Register | None]:
    """Its value, and its truth value if that is asked for."""
    if isinstance(node, cst.BooleanOperation):
        value, truth = b.new(), b.new() if asked else None
        _connective(b, node, value, truth)
        return value, truth
    value = b.expression(node)
    return value, b.truth(node, value) if asked else None


def _moves(
    b: Builder,
    node: cst.CSTNode,
    targets: tuple[Register, Register | None],
    values: tuple[Register, Register | None],
) -> None:
    for target, value in zip(targets, values, strict=True):
        if target is not None and value is not None:
            b.emit(Move(origin=node, target=target, source=value))


def _operands(node: cst.BooleanOperation) -> list[cst.BaseExpression]:
    """Of the same operator, without parentheses in between."""
    operator = type(node.operator)
    found: list[cst.BaseExpression] = []
    left: cst.BaseExpression = node
    while (
        isinstance(left, cst.BooleanOperation)
        and isinstance(left.operator, operator)
        and (left is node or not left.lpar)
    ):
        found.append(left.right)
        left = left.left
    return [left, *reversed(found)]


def _ends(b: Builder, node: cst.BooleanOperation, operands: list[cst.BaseExpression]) -> list[cst.CSTNode]:
    """What is decided behind each operand but the last: the whole, then without the first operand, and so on."""
    found: list[cst.CSTNode] = [node]
    for number in range(1, len(operands) - 1):
        left = operands[number]
        for right in operands[number + 1 :]:
            left = cst.BooleanOperation(left, node.operator, right)
        found.append(b.module.part(left, node))
    return found


def boolean_condition(b: Builder, node: cst.BooleanOperation) -> Register:
    is_and = isinstance(node.operator, cst.And)
    result = b.new()
    opened: list[Register] = []
    operands = _operands(node)
    origins = _ends(b, node, operands)
    for operand in operands:
        if opened:
            b.open(operand)
        opened.append(b.condition(operand))
    b.emit(Move(origin=origins[-1], target=result, source=opened.pop()))
    for asked, origin in zip(reversed(opened), reversed(origins), strict=True):
        on, end = b.close(), b.moving(origin, result, asked)
        then, otherwise = (on, end) if is_and else (end, on)
        kind = "and" if is_and else "or"
        b.emit(Branch(origin=origin, condition=asked, then=then, otherwise=otherwise, kind=kind))
    return result


def unary_condition(b: Builder, node: cst.UnaryOperation) -> Register:
    if not isinstance(node.operator, cst.Not):
        return b.truth(node, unary(b, node))
    operand = b.condition(node.expression)
    target = b.new()
    b.emit(Unary(origin=node, target=target, operator="not", operand=operand))
    return target


def comparison(b: Builder, node: cst.Comparison) -> Register:
    return _comparison(b, node, lambda value: value)


def comparison_condition(b: Builder, node: cst.Comparison) -> Register:
    return _comparison(b, node, lambda value: b.truth(node, value))


def _comparison(b: Builder, node: cst.Comparison, given: Callable[[Register], Register]) -> Register:
    left = b.expression(node.left)
    if len(node.comparisons) == 1:
        return given(_compare(b, node, left, node.comparisons[0])[0])
    result = b.new()
    opened: list[tuple[Register, Register]] = []
    for place, each in enumerate(node.comparisons):
        if place:
            b.open(each.comparator)
        value, left = _compare(b, node, left, each)
        if place < len(node.comparisons) - 1:
            shown = given(value)
            opened.append((shown, shown if shown is not value else b.truth(node, value)))
    b.emit(Move(origin=node, target=result, source=given(value)))
    for value, asked in reversed(opened):
        then, otherwise = b.close(), b.moving(node, result, value)
        b.emit(Branch(origin=node, condition=asked, then=then, otherwise=otherwise, kind="comparison"))
    return result


def _compare(b: Builder, node: cst.Comparison, left: Register, each: cst.ComparisonTarget) -> tuple[Register, Register]:
    right = b.expression(each.comparator)
    target = b.new()
    operator = COMPARISONS[type(each.operator)]
    b.emit(Compare(origin=node, target=target, operator=operator, left=left, right=right))
    return target, right


def choice(b: Builder, node: cst.IfExp) -> Register:
    return _choice(b, node, b.expression)


def choice_condition(b: Builder, node: cst.IfExp) -> Register:
    return _choice(b, node, b.condition)


def _choice(b: Builder, node: cst.IfExp, lower: Callable[[cst.BaseExpression], Register]) -> Register:
    result = b.new()
    opened: list[tuple[Register, Any]] = []
    other: cst.BaseExpression = node
    while isinstance(other, cst.IfExp):
        if opened:
            b.open(other)
        condition = b.condition(other.test)
        b.open(other.body)
        b.emit(Move(origin=other, target=result, source=lower(other.body)))
        opened.append((condition, b.close()))
        other = other.orelse
    b.open(other)
    b.emit(Move(origin=node, target=result, source=lower(other)))
    for condition, then in reversed(opened):
        otherwise = b.close()
        b.emit(Branch(origin=node, condition=condition, then=then, otherwise=otherwise, kind="if-expression"))
    return result


def walrus(b: Builder, node: cst.NamedExpr) -> Register:
    value = b.expression(node.value)
    b.assign(node.target, value)
    return value


# Displays -------------------------------------------------------------------------------------------------------------


def display(b: Builder, node: cst.Tuple | cst.List | cst.Set) -> Register:
    kind = {cst.Tuple: "tuple", cst.List: "list", cst.Set: "set"}[type(node)]
    operands = [(each.value, isinstance(each, cst.StarredElement)) for each in node.elements]
    return _display(b, node, kind, operands, Builder.expression)


def _display(
    b: Builder,
    node: cst.CSTNode,
    kind: str,
    operands: list[tuple[Any, bool]],
    lower: Callable[[Builder, Any], Register],
) -> Register:
    end = last_evaluated([operand for operand, _ in operands])
    items: list[Item] = []
    for place, (operand, starred) in enumerate(operands):
        value = lower(b, operand)
        if starred and place < end:
            value = spread(b, operand, "list", value)
        items.append(Item(value, starred=starred))
    target = b.new()
    b.emit(Build(origin=node, target=target, kind=kind, items=tuple(items)))
    return target


def last_evaluated(operands: list[cst.CSTNode]) -> int:
    """The place of the last operand that is more than a literal."""
    return max((place for place, operand in enumerate(operands) if not isinstance(operand, LITERALS)), default=-1)


def spread(b: Builder, node: cst.CSTNode, kind: str, source: Register) -> Register:
    target = b.new()
    b.emit(Spread(origin=node, target=target, kind=kind, source=source))
    return target


def dictionary(b: Builder, node: cst.Dict) -> Register:
    end = last_evaluated([_later(each) for each in node.elements])
    items: list[Item] = []
    for place, element in enumerate(node.elements):
        if isinstance(element, cst.DictElement):
            entry = b.expression(element.key)
            items.append(Item(b.expression(element.value), entry))
            continue
        value = b.expression(element.value)
        if place < end:
            value = spread(b, element.value, "dict", value)
        items.append(Item(value, starred=True))
    target = b.new()
    b.emit(Build(origin=node, target=target, kind="dict", items=tuple(items)))
    return target


def _later(element: cst.BaseDictElement) -> cst.CSTNode:
    """The part of an entry that is more than a literal, if one is."""
    if isinstance(element, cst.DictElement) and isinstance(element.value, LITERALS):
        return element.key
    return element.value


# Suspension -----------------------------------------------------------------------------------------------------------


def awaited(b: Builder, node: cst.Await) -> Register:
    b.suspend(node, "'await' outside of an asynchronous function")
    source = b.expression(node.expression)
    target = b.new()
    b.emit(Await(origin=node, target=target, source=source))
    return target


def yielded(b: Builder, node: cst.Yield) -> Register:
    if b.code.kind not in (CodeKind.FUNCTION, CodeKind.LAMBDA):
        raise b.invalid(node, "'yield' outside of a function")
    b.code.is_generator = True
    is_from = isinstance(node.value, cst.From)
    if isinstance(node.value, cst.From):
        if b.code.is_coroutine:
            raise b.invalid(node, "'yield from' in an asynchronous function")
        source = b.expression(node.value.item)
    else:
        source = b.constant(node, None) if node.value is None else b.expression(node.value)
    target = b.new()
    b.emit(Yield(origin=node, target=target, source=source, is_from=is_from))
    return target


EXPRESSIONS: dict[type[cst.CSTNode], Callable[[Builder, Any], Register]] = {
    cst.Name: name,
    cst.Integer: number,
    cst.Float: number,
    cst.Imaginary: number,
    cst.Ellipsis: ellipsis,
    cst.BinaryOperation: chain,
    cst.Attribute: chain,
    cst.Subscript: chain,
    cst.UnaryOperation: unary,
    cst.BooleanOperation: boolean,
    cst.Comparison: comparison,
    cst.IfExp: choice,
    cst.NamedExpr: walrus,
    cst.Tuple: display,
    cst.List: display,
    cst.Set: display,
    cst.Dict: dictionary,
    cst.Await: awaited,
    cst.Yield: yielded,
}
CONDITIONS: dict[type[cst.CSTNode], Callable[[Builder, Any], Register]] = {
    cst.BooleanOperation: boolean_condition,
    cst.UnaryOperation: unary_condition,
    cst.Comparison: comparison_condition,
    cst.IfExp: choice_condition,
}
