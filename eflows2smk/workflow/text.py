"""Strings that remember how they were put together.

``f"out/{name}.gro"`` evaluates to a `Text`: an ordinary string that also knows its shape (the literal pieces and the
labels of the holes between them) and what each hole held. Two invocations of one call site share the shape, so their
rule can be written with wildcards instead of with a table. A string operation that we do not follow returns an
ordinary `str`: the provenance is lost, never wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """The fixed part of a text: ``literals[0] {labels[0]} literals[1] ...``; one more literal than labels.

    A label is the source text of the expression in the hole (``name``, ``i + 1``); it need not be an identifier.
    """

    literals: tuple[str, ...]
    labels: tuple[str, ...]

    def __str__(self) -> str:
        holes = (f"{{{label}}}" for label in self.labels)
        return "".join(piece for pair in zip(self.literals, (*holes, ""), strict=True) for piece in pair)


class Text(str):
    """A string with its shape and the strings in its holes; equal to, and hashed as, the plain string."""

    __slots__ = ("shape", "holes")
    shape: Shape
    holes: tuple[str, ...]

    def __new__(cls, value: str, shape: Shape, holes: tuple[str, ...]) -> Text:
        text = super().__new__(cls, value)
        text.shape = shape
        text.holes = holes
        return text


_shapes: dict[tuple[tuple[str, ...], tuple[str, ...]], Shape] = {}


def shape_of(literals: tuple[str, ...], labels: tuple[str, ...]) -> Shape:
    """The one `Shape` object with these pieces, so that shapes can be compared by identity."""
    key = (literals, labels)
    shape = _shapes.get(key)
    if shape is None:
        shape = _shapes[key] = Shape(literals, labels)
    return shape


def hole(label: str, value: str) -> str:
    """A text that is nothing but one hole; a value that has a shape of its own keeps that."""
    if type(value) is Text:
        return value
    return Text(value, shape_of(("", ""), (label,)), (str(value),))


def join(pieces: list[str]) -> str:
    """The concatenation of plain strings (literal pieces) and texts, with the provenance of all of them."""
    literals = [""]
    labels: list[str] = []
    holes: list[str] = []
    for piece in pieces:
        if type(piece) is Text:
            literals[-1] += piece.shape.literals[0]
            literals.extend(piece.shape.literals[1:])
            labels.extend(piece.shape.labels)
            holes.extend(piece.holes)
        else:
            literals[-1] += piece
    value = "".join(pieces)
    if not labels:
        return value
    return Text(value, shape_of(tuple(literals), tuple(labels)), tuple(holes))


def rewritten(text: str, value: str) -> str:
    """`value` with the provenance of `text` where `value` is `text` without a prefix, or with another one.

    Serves normalisation of paths (``./out/{i}`` to ``out/{i}``): the holes stay, only the first literal changes.
    """
    if type(text) is not Text:
        return value
    first = text.shape.literals[0]
    tail = text[len(first) :]
    if not value.endswith(tail):
        return value
    head = value[: len(value) - len(tail)]
    return Text(value, shape_of((head, *text.shape.literals[1:]), text.shape.labels), text.holes)


# Characters for private use, which no program has in its strings.
_OPEN, _CLOSE = "\ue000", "\ue001"
SYMBOL = re.compile(f"{_OPEN}(\\w+)(?:\\*(-?\\d+))?([+-]\\d+)?{_CLOSE}")


def symbol(name: str, offset: int = 0, factor: int = 1) -> str:
    """Text that stands for ``factor * name + offset``, of a variable that is only known when the workflow runs."""
    return f"{_OPEN}{name}{f'*{factor}' if factor != 1 else ''}{f'{offset:+d}' if offset else ''}{_CLOSE}"


def moved(text: str, factor: int, offset: int, divisor: int = 1) -> str:
    """The symbol of ``factor * text // divisor + offset``, where the divisor divides the variable's own factor."""
    found = SYMBOL.fullmatch(text)
    assert found is not None
    own_factor, own_offset = int(found[2] or 1), int(found[3] or 0)
    return symbol(found[1], own_offset * factor // divisor + offset, own_factor * factor // divisor)


def substituted(text: str, name: str, replace: Callable[[int, int], str]) -> str:
    """The text with the symbols of one variable replaced; `replace` gets their factor and offset."""

    def each(found: re.Match[str]) -> str:
        return replace(int(found[2] or 1), int(found[3] or 0)) if found[1] == name else found[0]

    return SYMBOL.sub(each, text)


def has_symbol(text: str) -> bool:
    return _OPEN in text


def readable(text: str) -> str:
    """For people: symbols as ``<name>``."""
    return SYMBOL.sub(lambda found: f"<{found[0][1:-1]}>", re.sub(r"\\ue00[01]", _character, text))


def _character(found: re.Match[str]) -> str:
    return _OPEN if found[0].endswith("0") else _CLOSE


class Index:
    """The number of an iteration that is only known when the workflow runs, as part of a static value."""

    __slots__ = ("name", "offset", "factor")

    def __init__(self, name: str, offset: int = 0, factor: int = 1) -> None:
        self.name = name
        self.offset = offset
        self.factor = factor

    def __str__(self) -> str:
        return symbol(self.name, self.offset, self.factor)

    __repr__ = __symbol__ = __str__
