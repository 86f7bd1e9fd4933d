"""Comprehensions and generator expressions: a code of its own, with loops and branches.

The iterable of the first ``for`` is evaluated outside, and its iterator is the code's only parameter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

from eflows2smk.frontend.core.lowering.builder import EMPTY, Builder
from eflows2smk.frontend.core.operations import (
    Branch,
    Build,
    Code,
    CodeKind,
    Comprehension,
    For,
    Gather,
    Iterate,
    Parameters,
    Register,
    Return,
    Yield,
)
from eflows2smk.frontend.core.scopes import ITERATOR
from eflows2smk.frontend.core.syntax import target_names

Comprehended = cst.ListComp | cst.SetComp | cst.DictComp | cst.GeneratorExp
KINDS: dict[type[cst.CSTNode], str] = {
    cst.ListComp: "list",
    cst.SetComp: "set",
    cst.DictComp: "dict",
    cst.GeneratorExp: "generator",
}
_OUTSIDE = "an asynchronous comprehension outside of an asynchronous function"


def comprehension(b: Builder, node: Comprehended) -> Register:
    kind = KINDS[type(node)]
    iterable = b.expression(node.for_in.iter)
    iterator = b.new()
    is_async = node.for_in.asynchronous is not None
    b.emit(Iterate(origin=node.for_in.iter, target=iterator, operand=iterable, is_async=is_async))
    code = _code(b.inner(CodeKind.COMPREHENSION, node, Parameters(positional_only=(ITERATOR,))), node, kind)
    if code.is_coroutine and kind != "generator":
        b.suspend(node, _OUTSIDE)
    target = b.new()
    b.emit(Comprehension(origin=node, target=target, kind=kind, code=code, iterator=iterator))
    return target


def _code(b: Builder, node: Comprehended, kind: str) -> Code:
    b.code.is_generator = kind == "generator"
    b.open(node)
    collection = None
    if kind != "generator":
        collection = b.new()
        b.emit(Build(origin=node, target=collection, kind=kind, items=()))
    _loop(b, node, node.for_in, b.load(node.for_in, ITERATOR), collection)
    b.step(node)
    b.emit(Return(origin=node, source=b.constant(node, None) if collection is None else collection))
    return b.finished(b.close())


def _loop(b: Builder, node: Comprehended, loop: cst.CompFor, iterator: Register, collection: Register | None) -> None:
    is_async = loop.asynchronous is not None
    if is_async:
        b.suspend(loop, _OUTSIDE)
    item = b.new()
    b.open(loop)
    b.assign(loop.target, item)
    conditions: list[Register] = []
    for each in loop.ifs:
        b.step(each)
        conditions.append(b.condition(each.test))
        b.open(each)
    inner = loop.inner_for_in
    if inner is None:
        b.step(node)
        _element(b, node, collection)
    else:
        b.step(inner)
        iterable = b.expression(inner.iter)
        iterator_inside = b.new()
        b.emit(
            Iterate(
                origin=inner.iter,
                target=iterator_inside,
                operand=iterable,
                is_async=inner.asynchronous is not None,
            )
        )
        _loop(b, node, inner, iterator_inside, collection)
    for condition, each in zip(reversed(conditions), reversed(loop.ifs), strict=True):
        then = b.close()
        b.emit(Branch(origin=each, condition=condition, then=then, otherwise=EMPTY, kind="comprehension"))
    body = b.close()
    b.emit(
        For(
            origin=loop,
            iterator=iterator,
            item=item,
            body=body,
            orelse=EMPTY,
            names=target_names(loop.target),
            is_async=is_async,
        )
    )


def _element(b: Builder, node: Comprehended, collection: Register | None) -> None:
    if isinstance(node, cst.DictComp):
        key = b.expression(node.key)
        value = b.expression(node.value)
        assert collection is not None
        b.emit(Gather(origin=node, kind="dict", collection=collection, value=value, key=key))
        return
    value = b.expression(node.elt)
    if collection is None:
        b.emit(Yield(origin=node, target=b.new(), source=value))
    else:
        b.emit(Gather(origin=node, kind=KINDS[type(node)], collection=collection, value=value))


EXPRESSIONS: dict[type[cst.CSTNode], Callable[[Builder, Any], Register]] = dict.fromkeys(KINDS, comprehension)
