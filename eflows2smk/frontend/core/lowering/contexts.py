"""``try`` and ``with``: what happens however a block is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

from eflows2smk.frontend.core.lowering.builder import EMPTY, Builder
from eflows2smk.frontend.core.operations import Block, Delete, Handler, Try, With


def try_statement(b: Builder, node: cst.Try | cst.TryStar) -> None:
    is_group = isinstance(node, cst.TryStar)
    body = b.block(node.body, node.body)
    handlers = tuple(_handler(b, each, is_group=is_group) for each in node.handlers)
    _in_order(b, node)
    orelse = EMPTY if node.orelse is None else b.block(node.orelse.body, node.orelse.body)
    final = EMPTY if node.finalbody is None else b.block(node.finalbody.body, node.finalbody.body)
    b.emit(Try(origin=node, body=body, handlers=handlers, orelse=orelse, final=final, is_group=is_group))


def _in_order(b: Builder, node: cst.Try | cst.TryStar) -> None:
    for each in node.handlers[:-1]:
        if each.type is None:
            raise b.invalid(each, "the 'except' without a type has to be the last")


def _handler(b: Builder, node: cst.ExceptHandler | cst.ExceptStarHandler, *, is_group: bool) -> Handler:
    caught = None
    head = EMPTY
    if node.type is not None:
        b.open(node.type)
        caught = b.expression(node.type)
        head = b.close()
    error = b.new()
    loops = b.loops
    if is_group:
        b.loops = -1
    if node.name is None:
        body = b.block(node.body, node.body)
        b.loops = loops
        return Handler(head, caught, error, body)
    assert isinstance(node.name.name, cst.Name)
    name = node.name.name
    b.open(node)
    b.assign(name, error)
    b.step(node)
    body = b.block(node.body, node.body)
    b.loops = loops
    b.emit(Try(origin=node, body=body, final=_unbinding(b, node, name)))
    return Handler(head, caught, error, b.close(), b.scope.mangled(name.value))


def _unbinding(b: Builder, node: cst.CSTNode, name: cst.Name) -> Block:
    """``name = None; del name``: the body may have unbound it."""
    b.open(node)
    b.assign(name, b.constant(node, None))
    bound = b.scope.mangled(name.value)
    b.emit(Delete(origin=node, name=bound, place=b.scope.place(bound)))
    return b.close()


def with_statement(b: Builder, node: cst.With) -> None:
    """Several managers are nested: the second is made when the first is entered."""
    is_async = node.asynchronous is not None
    if is_async:
        b.suspend(node, "'async with' outside of an asynchronous function")
    opened: list[tuple[cst.CSTNode, int, int]] = []
    for item in node.items:
        if opened:
            b.step(item)
        manager = b.expression(item.item)
        entered = b.new()
        opened.append((node if not opened else item, manager, entered))
        b.open(item)
        if item.asname is not None:
            b.assign(item.asname.name, entered)
    b.statements(node.body)
    for origin, manager, entered in reversed(opened):
        body = b.close()
        b.emit(With(origin=origin, manager=manager, entered=entered, body=body, is_async=is_async))


STATEMENTS: dict[type[cst.CSTNode], Callable[[Builder, Any], None]] = {
    cst.Try: try_statement,
    cst.TryStar: try_statement,
    cst.With: with_statement,
}
