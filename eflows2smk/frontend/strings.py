"""String literals and f-strings, which keep the provenance of what stands in them."""

from __future__ import annotations

from typing import Any

import libcst as cst

from eflows2smk.frontend import trusted
from eflows2smk.frontend.lowering import Closure, Unit, expression, located
from eflows2smk.frontend.scopes import Frame, Scope
from eflows2smk.workflow.text import Text, join, shape_of


@expression(cst.SimpleString)
def simple_string(unit: Unit, node: cst.SimpleString, scope: Scope) -> Closure:
    value = node.evaluated_value
    return lambda frame: value


@expression(cst.ConcatenatedString)
def concatenated_string(unit: Unit, node: cst.ConcatenatedString, scope: Scope) -> Closure:
    left, right = unit.expression(node.left, scope), unit.expression(node.right, scope)

    def run(frame: Frame) -> Any:
        a, b = left(frame), right(frame)
        return a + b if isinstance(a, bytes) else join([a, b])

    return run


def _is_raw(node: cst.FormattedString) -> bool:
    return "r" in node.start.lower().rstrip("'\"")


def _literal(part: cst.FormattedStringText, raw: bool) -> str:
    text = part.value.replace("{{", "{").replace("}}", "}")
    if raw or "\\" not in text:
        return text
    quote = '"""' if '"""' not in text and not text.endswith('"') else "'''"
    value = cst.SimpleString(f"{quote}{text}{quote}").evaluated_value
    assert isinstance(value, str)
    return value


@expression(cst.FormattedString)
def formatted_string(unit: Unit, node: cst.FormattedString, scope: Scope) -> Closure:
    raw = _is_raw(node)
    literals = [""]
    holes: list[tuple[Closure, str, Closure | None]] = []
    labels: list[str] = []
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            literals[-1] += _literal(part, raw)
            continue
        assert isinstance(part, cst.FormattedStringExpression)
        source = unit.text(part.expression)
        if part.equal is not None:
            before, after = part.whitespace_before_expression, part.whitespace_after_expression
            equal = part.equal
            literals[-1] += unit.source.tree.code_for_node(before) + source
            literals[-1] += unit.source.tree.code_for_node(after) + unit.source.tree.code_for_node(equal)
        conversion = part.conversion or ""
        if part.equal is not None and not conversion and part.format_spec is None:
            conversion = "r"
        spec = _format_spec(unit, part, scope)
        holes.append((unit.expression(part.expression, scope), conversion, spec))
        labels.append(source)
        literals.append("")
    shape = shape_of(tuple(literals), tuple(labels))
    fixed = tuple(literals)
    if not holes:
        return lambda frame: fixed[0]

    def run(frame: Frame) -> Any:
        values: list[str] = []
        nested = False
        for evaluate, conversion, spec in holes:
            value = evaluate(frame)
            try:
                if conversion or spec is not None:
                    value = str(trusted.formatted(value, None, conversion, "" if spec is None else spec(frame)))
                elif type(value) is Text:
                    nested = True
                elif type(value) is int:
                    value = str(value)
                elif type(value) is not str:
                    value = trusted.formatted(value)
                    nested = nested or type(value) is Text
            except Exception as error:
                raise located(error, unit, node, value) from None
            values.append(value)
        if nested:
            return join(_pieces(fixed, values, labels))
        text = fixed[0]
        for value, literal in zip(values, fixed[1:], strict=True):
            text += value + literal
        return Text(text, shape, tuple(values))

    return run


def _pieces(literals: tuple[str, ...], values: list[str], labels: list[str]) -> list[str]:
    pieces: list[str] = [literals[0]]
    for value, label, literal in zip(values, labels, literals[1:], strict=True):
        if type(value) is Text:
            pieces.append(value)
        else:
            pieces.append(Text(value, shape_of(("", ""), (label,)), (value,)))
        pieces.append(literal)
    return pieces


def _constant(text: str) -> Closure:
    return lambda frame: text


def _format_spec(unit: Unit, part: cst.FormattedStringExpression, scope: Scope) -> Closure | None:
    if part.format_spec is None:
        return None
    runs: list[Closure] = []
    for piece in part.format_spec:
        if isinstance(piece, cst.FormattedStringText):
            runs.append(_constant(piece.value))
        elif isinstance(piece, cst.FormattedStringExpression):
            runs.append(unit.expression(piece.expression, scope))
    return lambda frame: "".join(format(run(frame)) for run in runs)
