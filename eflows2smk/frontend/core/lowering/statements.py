"""Expressions as statements, branches, loops, and what leaves them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

from eflows2smk.frontend.core.lowering.builder import EMPTY, Builder
from eflows2smk.frontend.core.lowering.strings import joined
from eflows2smk.frontend.core.operations import (
    Block,
    Branch,
    Break,
    Call,
    CodeKind,
    Continue,
    For,
    Iterate,
    Passed,
    Raise,
    Register,
    Return,
    While,
)
from eflows2smk.frontend.core.syntax import target_names


def expression(b: Builder, node: cst.Expr) -> None:
    if not isinstance(node.value, cst.SimpleString | cst.ConcatenatedString) or joined(node.value) is None:
        b.expression(node.value)


def nothing(b: Builder, node: cst.CSTNode) -> None:
    pass


def branch(b: Builder, node: cst.If) -> None:
    """The branches behind ``elif`` are in the block of the one before, however many there are."""
    opened: list[tuple[cst.If, Register, Block]] = []
    following: cst.If | cst.Else | None = node
    while isinstance(following, cst.If):
        if opened:
            b.open(following)
        condition = b.condition(following.test)
        opened.append((following, condition, b.block(following.body, following.body)))
        following = following.orelse
    otherwise = _else(b, following)
    while opened:
        origin, condition, then = opened.pop()
        b.emit(Branch(origin=origin, condition=condition, then=then, otherwise=otherwise))
        if opened:
            otherwise = b.close()


def _else(b: Builder, node: cst.Else | None) -> Block:
    return EMPTY if node is None else b.block(node.body, node.body)


def while_loop(b: Builder, node: cst.While) -> None:
    b.open(node.test)
    condition = b.condition(node.test)
    head = b.close()
    b.loops += 1
    body = b.block(node.body, node.body)
    b.loops -= 1
    b.emit(While(origin=node, head=head, condition=condition, body=body, orelse=_else(b, node.orelse)))


def for_loop(b: Builder, node: cst.For) -> None:
    is_async = node.asynchronous is not None
    if is_async:
        b.suspend(node, "'async for' outside of an asynchronous function")
    iterable = b.expression(node.iter)
    iterator = b.new()
    b.emit(Iterate(origin=node.iter, target=iterator, operand=iterable, is_async=is_async))
    item = b.new()
    b.open(node.target)
    b.assign(node.target, item)
    b.loops += 1
    b.statements(node.body)
    b.loops -= 1
    body = b.close()
    b.emit(
        For(
            origin=node,
            iterator=iterator,
            item=item,
            body=body,
            orelse=_else(b, node.orelse),
            names=target_names(node.target),
            is_async=is_async,
        )
    )


def leave_loop(b: Builder, node: cst.Break) -> None:
    if b.loops <= 0:
        raise b.invalid(node, "'break' outside of a loop")
    b.emit(Break(origin=node))


def next_item(b: Builder, node: cst.Continue) -> None:
    if b.loops <= 0:
        raise b.invalid(node, "'continue' outside of a loop")
    b.emit(Continue(origin=node))


def leave_function(b: Builder, node: cst.Return) -> None:
    if b.code.kind is not CodeKind.FUNCTION:
        raise b.invalid(node, "'return' outside of a function")
    if b.loops < 0:
        raise b.invalid(node, "'return' in an 'except*' block")
    value = b.constant(node, None) if node.value is None else b.expression(node.value)
    b.emit(Return(origin=node, source=value))


def throw(b: Builder, node: cst.Raise) -> None:
    exception = None if node.exc is None else b.expression(node.exc)
    cause = None
    if node.cause is not None:
        cause = b.expression(node.cause.item)
    b.emit(Raise(origin=node, exception=exception, cause=cause))


def ensure(b: Builder, node: cst.Assert) -> None:
    """As Python runs it without ``-O``."""
    condition = b.condition(node.test)
    b.open(node)
    exception = b.builtin(node, "AssertionError")
    if node.msg is not None:
        made = b.new()
        message = b.expression(node.msg)
        b.emit(Call(origin=node, target=made, function=exception, arguments=(Passed(message),)))
        exception = made
    b.emit(Raise(origin=node, exception=exception))
    otherwise = b.close()
    b.emit(Branch(origin=node, condition=condition, then=EMPTY, otherwise=otherwise, kind="assert"))


STATEMENTS: dict[type[cst.CSTNode], Callable[[Builder, Any], None]] = {
    cst.Expr: expression,
    cst.Pass: nothing,
    cst.Global: nothing,
    cst.Nonlocal: nothing,
    cst.If: branch,
    cst.While: while_loop,
    cst.For: for_loop,
    cst.Break: leave_loop,
    cst.Continue: next_item,
    cst.Return: leave_function,
    cst.Raise: throw,
    cst.Assert: ensure,
}
