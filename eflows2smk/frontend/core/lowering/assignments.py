"""Targets of assignments, and the statements that assign, annotate and delete."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import libcst as cst

from eflows2smk.frontend.core.lowering.builder import Builder
from eflows2smk.frontend.core.lowering.expressions import key
from eflows2smk.frontend.core.operations import (
    Annotate,
    CodeKind,
    Delete,
    DeleteAttribute,
    DeleteItem,
    GetAttribute,
    GetItem,
    InPlace,
    Register,
    SetAttribute,
    SetItem,
    Unpack,
)
from eflows2smk.frontend.core.syntax import is_simple

AUGMENTED: dict[type[cst.CSTNode], str] = {
    cst.AddAssign: "+",
    cst.SubtractAssign: "-",
    cst.MultiplyAssign: "*",
    cst.DivideAssign: "/",
    cst.FloorDivideAssign: "//",
    cst.ModuloAssign: "%",
    cst.PowerAssign: "**",
    cst.MatrixMultiplyAssign: "@",
    cst.LeftShiftAssign: "<<",
    cst.RightShiftAssign: ">>",
    cst.BitAndAssign: "&",
    cst.BitOrAssign: "|",
    cst.BitXorAssign: "^",
}


# Targets --------------------------------------------------------------------------------------------------------------


def to_name(b: Builder, target: cst.Name, source: Register) -> None:
    b.store(target, target.value, source)


def to_attribute(b: Builder, target: cst.Attribute, source: Register) -> None:
    value = b.expression(target.value)
    b.emit(SetAttribute(origin=target, object=value, name=b.scope.mangled(target.attr.value), source=source))


def to_item(b: Builder, target: cst.Subscript, source: Register) -> None:
    value = b.expression(target.value)
    b.emit(SetItem(origin=target, object=value, key=key(b, target), source=source))


def to_several(b: Builder, target: cst.Tuple | cst.List, source: Register) -> None:
    starred = [place for place, each in enumerate(target.elements) if isinstance(each, cst.StarredElement)]
    if len(starred) > 1:
        raise b.invalid(target, "two starred targets in one assignment")
    registers = tuple(b.new() for _ in target.elements)
    b.emit(Unpack(origin=target, targets=registers, source=source, star=starred[0] if starred else -1))
    for element, register in zip(target.elements, registers, strict=True):
        b.assign(element.value, register)


TARGETS: dict[type[cst.CSTNode], Callable[[Builder, Any, Register], None]] = {
    cst.Name: to_name,
    cst.Attribute: to_attribute,
    cst.Subscript: to_item,
    cst.Tuple: to_several,
    cst.List: to_several,
}


# Statements -----------------------------------------------------------------------------------------------------------


def assign(b: Builder, node: cst.Assign) -> None:
    value = b.expression(node.value)
    for target in node.targets:
        b.assign(target.target, value)


def augmented(b: Builder, node: cst.AugAssign) -> None:
    _AUGMENTED[type(node.target)](b, node, node.target)


def _in_place(b: Builder, node: cst.AugAssign, left: Register) -> Register:
    right = b.expression(node.value)
    target = b.new()
    b.emit(InPlace(origin=node, target=target, operator=AUGMENTED[type(node.operator)], left=left, right=right))
    return target


def _augmented_name(b: Builder, node: cst.AugAssign, target: cst.Name) -> None:
    made = _in_place(b, node, b.load(target, target.value))
    b.store(target, target.value, made)


def _augmented_attribute(b: Builder, node: cst.AugAssign, target: cst.Attribute) -> None:
    value = b.expression(target.value)
    name = b.scope.mangled(target.attr.value)
    before = b.new()
    b.emit(GetAttribute(origin=target, target=before, object=value, name=name))
    made = _in_place(b, node, before)
    b.emit(SetAttribute(origin=target, object=value, name=name, source=made))


def _augmented_item(b: Builder, node: cst.AugAssign, target: cst.Subscript) -> None:
    value = b.expression(target.value)
    where = key(b, target)
    before = b.new()
    b.emit(GetItem(origin=target, target=before, object=value, key=where))
    made = _in_place(b, node, before)
    b.emit(SetItem(origin=target, object=value, key=where, source=made))


_AUGMENTED: dict[type[cst.CSTNode], Callable[[Builder, cst.AugAssign, Any], None]] = {
    cst.Name: _augmented_name,
    cst.Attribute: _augmented_attribute,
    cst.Subscript: _augmented_item,
}


def annotated(b: Builder, node: cst.AnnAssign) -> None:
    target = node.target
    if node.value is not None:
        b.assign(target, b.expression(node.value))
    elif isinstance(target, cst.Attribute):
        b.expression(target.value)
    elif isinstance(target, cst.Subscript):
        b.expression(target.value)
        key(b, target)
    if b.code.kind not in (CodeKind.MODULE, CodeKind.CLASS):
        return
    if is_simple(target):
        assert isinstance(target, cst.Name)
        value = annotation(b, node.annotation)
        b.emit(Annotate(origin=node, name=b.scope.mangled(target.value), annotation=value))
    elif not b.postponed:
        b.expression(node.annotation.annotation)


def annotation(b: Builder, node: cst.Annotation) -> Register:
    """The value of an annotation: its text where annotations are postponed."""
    if not b.postponed:
        return b.expression(node.annotation)
    return b.constant(node.annotation, _normal(b, node.annotation))


def _normal(b: Builder, node: cst.BaseExpression) -> str:
    if isinstance(node, cst.Name):
        return node.value
    text = b.module.text(node)
    return ast.unparse(ast.parse(f"({text})", mode="eval"))


def delete(b: Builder, node: cst.Del) -> None:
    _delete(b, node.target)


def _delete(b: Builder, target: cst.BaseExpression) -> None:
    _DELETED[type(target)](b, target)


def _delete_name(b: Builder, target: cst.Name) -> None:
    name = b.scope.mangled(target.value)
    b.emit(Delete(origin=target, name=name, place=b.scope.place(name)))


def _delete_attribute(b: Builder, target: cst.Attribute) -> None:
    value = b.expression(target.value)
    b.emit(DeleteAttribute(origin=target, object=value, name=b.scope.mangled(target.attr.value)))


def _delete_item(b: Builder, target: cst.Subscript) -> None:
    value = b.expression(target.value)
    b.emit(DeleteItem(origin=target, object=value, key=key(b, target)))


def _delete_several(b: Builder, target: cst.Tuple | cst.List) -> None:
    for element in target.elements:
        _delete(b, element.value)


_DELETED: dict[type[cst.CSTNode], Callable[[Builder, Any], None]] = {
    cst.Name: _delete_name,
    cst.Attribute: _delete_attribute,
    cst.Subscript: _delete_item,
    cst.Tuple: _delete_several,
    cst.List: _delete_several,
}

STATEMENTS: dict[type[cst.CSTNode], Callable[[Builder, Any], None]] = {
    cst.Assign: assign,
    cst.AugAssign: augmented,
    cst.AnnAssign: annotated,
    cst.Del: delete,
}
