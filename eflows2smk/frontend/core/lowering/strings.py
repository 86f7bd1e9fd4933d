"""Literals of text and bytes, and f-strings: `Format` for each hole, `Build` of kind "text" for the whole."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import libcst as cst

from eflows2smk.frontend.core.lowering.builder import Builder
from eflows2smk.frontend.core.operations import Build, Format, Item, Register

_PLAIN = re.compile(r"""(['"])([^'"\\\r\n]*)\1""")
_ESCAPE = re.compile(r"\\(?:\r\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]+\}|.)", re.DOTALL)

Piece = str | cst.FormattedStringExpression


def literal(node: cst.SimpleString) -> str | bytes:
    """The value of a literal."""
    plain = _PLAIN.fullmatch(node.value)
    if plain is not None:
        return plain[2]
    with warnings.catch_warnings():
        # Escapes that mean nothing are the program's own matter.
        warnings.simplefilter("ignore")
        value: str | bytes = ast.literal_eval(node.value)
    return value


def simple(b: Builder, node: cst.SimpleString) -> Register:
    return b.constant(node, literal(node))


def concatenated(b: Builder, node: cst.ConcatenatedString) -> Register:
    members = list(_members(node))
    if all(isinstance(each, cst.SimpleString) for each in members):
        return b.constant(node, joined(node))
    return _text(b, node, [piece for each in members for piece in _pieces(each)])


def joined(node: cst.BaseExpression) -> str | bytes | None:
    """The value of literals that stand side by side; None for an expression that is more than that."""
    if isinstance(node, cst.SimpleString):
        return literal(node)
    if not isinstance(node, cst.ConcatenatedString):
        return None
    values: list[Any] = []
    for each in _members(node):
        if not isinstance(each, cst.SimpleString):
            return None
        values.append(literal(each))
    value: str | bytes = type(values[0])().join(values)
    return value


def _members(node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    while isinstance(node, cst.ConcatenatedString):
        yield node.left
        node = node.right
    yield node


def formatted(b: Builder, node: cst.FormattedString) -> Register:
    return _text(b, node, list(_pieces(node)))


def _pieces(node: cst.BaseExpression) -> Iterator[Piece]:
    if isinstance(node, cst.SimpleString):
        yield str(literal(node))
    elif isinstance(node, cst.FormattedString):
        raw = "r" in node.start.lower()
        yield from _parts(node.parts, raw=raw)


def _parts(parts: Sequence[cst.BaseFormattedStringContent], *, raw: bool) -> Iterator[Piece]:
    for part in parts:
        if isinstance(part, cst.FormattedStringText):
            yield _decoded(part.value, raw=raw)
        elif isinstance(part, cst.FormattedStringExpression):
            yield part


def _decoded(text: str, *, raw: bool) -> str:
    """What a stretch of text in an f-string stands for."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("{{", "{").replace("}}", "}")
    if raw or "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: _unescaped(found[0]), text)


def _unescaped(escape: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value: str = ast.literal_eval(f'"""{escape}"""')
        except SyntaxError:
            return escape
    return value


def _text(b: Builder, node: cst.BaseExpression, pieces: list[Piece]) -> Register:
    raw = isinstance(node, cst.FormattedString) and "r" in node.start.lower()
    items: list[Item] = []
    waiting = ""
    for piece in pieces:
        if isinstance(piece, str):
            waiting += piece
            continue
        if piece.equal is not None:
            waiting += _shown(b, piece)
        if waiting:
            items.append(Item(b.constant(node, waiting)))
            waiting = ""
        items.append(Item(_hole(b, piece, raw=raw)))
    if waiting or not items:
        if not items:
            return b.constant(node, waiting)
        items.append(Item(b.constant(node, waiting)))
    if len(items) == 1:
        return items[0].value
    target = b.new()
    b.emit(Build(origin=node, target=target, kind="text", items=tuple(items)))
    return target


def _shown(b: Builder, hole: cst.FormattedStringExpression) -> str:
    """The text that ``{expression=}`` puts before the value."""
    assert hole.equal is not None
    nodes = (hole.whitespace_before_expression, hole.expression, hole.equal)
    return "".join(b.module.source(each) for each in nodes)


def _hole(b: Builder, hole: cst.FormattedStringExpression, *, raw: bool) -> Register:
    operand = b.expression(hole.expression)
    conversion = hole.conversion or ""
    if hole.equal is not None and not conversion and hole.format_spec is None:
        conversion = "r"
    specification = None
    if hole.format_spec is not None:
        specification = _text(b, hole.expression, list(_parts(hole.format_spec, raw=raw)))
    target = b.new()
    b.emit(
        Format(
            origin=hole,
            target=target,
            operand=operand,
            conversion=conversion,
            specification=specification,
            label=b.module.text(hole.expression),
        )
    )
    return target


def template(b: Builder, node: cst.CSTNode) -> Register:
    raise b.refusal(node, "E302", "template strings can't be compiled", "use an f-string")


EXPRESSIONS: dict[type[cst.CSTNode], Callable[[Builder, Any], Register]] = {
    cst.SimpleString: simple,
    cst.ConcatenatedString: concatenated,
    cst.FormattedString: formatted,
    **({cst.TemplatedString: template} if hasattr(cst, "TemplatedString") else {}),
}
