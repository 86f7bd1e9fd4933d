"""Forms as Python expressions: strings, f-strings over ``wildcards``, arithmetic."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from types import MappingProxyType

from eflows2smk.codegen.forms import Const, Hole, Linear, Mapped, Pattern, Setting, Sum, Wild

# Of a line, as snakefmt has it.
WIDTH = 88


def string(text: str) -> str:
    """A Python string literal, with the quotes that black would choose."""
    double = json.dumps(text, ensure_ascii=False)
    if text.count('"') <= text.count("'"):
        return double
    return "'" + double[1:-1].replace('\\"', '"').replace("'", "\\'") + "'"


def formatted(pattern: Pattern, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """The pattern as a string or an f-string. names: the expressions of what is no wildcard of the rule."""
    if not pattern.holes:
        return string(pattern.literals[0])
    text = _escaped(pattern.literals[0])
    for hole, literal in zip(pattern.holes, pattern.literals[1:], strict=True):
        text += f"{{{_expression(hole, names)}}}{_escaped(literal)}"
    return f'f"{text}"'


def _escaped(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("{", "{{").replace("}", "}}")


def _expression(hole: Hole, names: Mapping[str, str]) -> str:
    match hole:
        case Wild():
            return names.get(hole.name, f"wildcards.{hole.name}")
        case Linear() | Sum():
            return arithmetic(hole, names)
        case Mapped():
            return f"{hole.table}[wildcards.{hole.name}]"
        case Setting():
            return hole.name
        case Const():
            return hole.text


def template(pattern: Pattern) -> str:
    """A plain pattern as Snakemake takes it: a text with wildcards in braces, an f-string where it has constants."""
    has_constants = any(isinstance(hole, Setting) for hole in pattern.holes)
    text = ""
    for hole, literal in zip((None, *pattern.holes), pattern.literals, strict=True):
        if isinstance(hole, Setting):
            text += f"{{{hole.name}}}"
        elif isinstance(hole, Wild):
            text += f"{{{{{hole.name}}}}}" if has_constants else f"{{{hole.name}}}"
        text += _escaped(literal) if has_constants else literal
    return f'f"{text}"' if has_constants else string(text)


def arithmetic(hole: Hole, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """The number that a hole holds."""
    if isinstance(hole, Sum):
        return _sum(hole, names)
    assert isinstance(hole, Wild | Linear)
    number = _number(hole.name, names)
    if isinstance(hole, Wild):
        return number
    if hole.factor == -1 and hole.divisor == 1:
        return f"{hole.offset} - {number}"
    product = number if hole.factor == 1 else f"{hole.factor} * {number}"
    if hole.divisor != 1:
        product += f" // {hole.divisor}"
    if not hole.offset:
        return product
    return f"{product} {'+' if hole.offset > 0 else '-'} {abs(hole.offset)}"


def _sum(hole: Sum, names: Mapping[str, str]) -> str:
    """What is added first, then what is taken away."""
    text = ""
    terms = [*((factor, f" * {_number(name, names)}") for name, factor in hole.terms), (hole.offset, "")]
    for factor, rest in sorted(terms, key=lambda term: term[0] < 0):
        if factor:
            size = rest.removeprefix(" * ") if rest and abs(factor) == 1 else f"{abs(factor)}{rest}"
            sign = "-" if factor < 0 else "+"
            text += f" {sign} {size}" if text else size if factor > 0 else f"-{size}"
    return text


def _number(name: str, names: Mapping[str, str]) -> str:
    value = names.get(name, f"wildcards.{name}")
    # What a function of the Snakefile gives is a number; wildcards are texts.
    return f"int({value})" if value.startswith("wildcards.") else value


def return_lines(text: str, indent: int = 4) -> list[str]:
    """The statement, broken as black would. indent: of its line."""
    if indent + len("return ") + len(text) <= WIDTH:
        return [f"return {text}"]
    if indent + 4 + len(text) <= WIDTH and not text.endswith((")", "]")):
        return ["return (", f"    {text}", ")"]
    if " if " not in text:
        return [f"return {text}"]
    return ["return (", *(f"    {part}" for part in re.split(r" (?=if |else )", text)), ")"]


def split_items(text: str) -> list[str]:
    """The arguments of a call, at its commas outside of brackets and strings."""
    items, depth, quote, current = [], 0, "", ""
    previous = ""
    for character in text:
        if quote:
            if character == quote and previous != "\\":
                quote = ""
        elif character in "\"'":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        if character == "," and not depth and not quote:
            items.append(current.strip())
            current = ""
        else:
            current += character
        previous = "" if previous == "\\" else character
    return [*items, current.strip()] if current.strip() else items
