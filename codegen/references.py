"""Paths as codegen handles them: a shape that many share, and what is in its holes."""

from __future__ import annotations

import os.path
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from eflows2smk.workflow.model import Each, Joined
from eflows2smk.workflow.text import Shape, Text, shape_of

Column = tuple[str, list[str]]
# Rows from which a template is guessed; all others have to follow it.
_SAMPLE = 16
_NUMBERS = re.compile(r"(\d+)")


class Ref(NamedTuple):
    """A text as shape and holes; refs of one family usually share the shape, by identity."""

    shape: Shape
    holes: tuple[str, ...]

    @property
    def text(self) -> str:
        text = self.shape.literals[0]
        for hole, literal in zip(self.holes, self.shape.literals[1:], strict=True):
            text += hole + literal
        return text


class Place:
    """An output that is no artefact, but a path: a copy, or a mark. Not a tuple, as a `Ref` is."""

    __slots__ = ("ref",)

    def __init__(self, where: Ref) -> None:
        self.ref = where


def is_computed(entry: Any) -> bool:
    """Whether what is read is only known when the workflow runs."""
    if isinstance(entry, list | tuple):
        return any(is_computed(item) for item in entry)
    return isinstance(entry, Each | Joined)


def ref(text: str) -> Ref:
    """A string with what is known of its provenance."""
    if type(text) is Text:
        return Ref(text.shape, text.holes)
    return Ref(shape_of((str(text),), ()), ())


def below(folder: Ref, member: str) -> Ref:
    """A path inside of a folder."""
    literals = folder.shape.literals
    shape = shape_of((*literals[:-1], f"{literals[-1]}/{member}"), folder.shape.labels)
    return Ref(shape, folder.holes)


def inferred(texts: list[str]) -> list[Ref] | None:
    """Refs of one common shape with one hole, for strings of unknown provenance; None if they share nothing.

    The hole starts and ends where words do, so that ``run_1`` and ``run_12`` differ in ``1`` and ``12``.
    """
    head = os.path.commonprefix(texts)
    while head and head[-1].isalnum():
        head = head[:-1]
    rest = [text[len(head) :] for text in texts]
    tail = os.path.commonprefix([text[::-1] for text in rest])[::-1]
    while tail and tail[0].isalnum():
        tail = tail[1:]
    if not head and not tail:
        return None
    shape = shape_of((head, tail), ("",))
    return [Ref(shape, (text[: len(text) - len(tail)],)) for text in rest]


def numbered(texts: list[str]) -> list[Ref] | None:
    """Refs of one common shape with a hole for each whole number; None if the texts differ elsewhere."""
    parts = [_NUMBERS.split(text) for text in texts]
    literals = parts[0][::2]
    if len(literals) == 1 or any(each[::2] != literals for each in parts):
        return None
    shape = shape_of(tuple(literals), ("",) * (len(literals) - 1))
    return [Ref(shape, tuple(each[1::2])) for each in parts]


def of_variables(texts: list[str], variables: Sequence[Column]) -> list[Ref] | None:
    """Refs of one common shape, with holes where the texts show what variables of loops hold; None if what is left
    between them differs.

    variables: their names and the texts of their values, row by row.
    """
    varied = [each for each in variables if any(value != each[1][0] for value in each[1])]
    # A long value may have a short one in it, not the other way round.
    varied.sort(key=lambda each: -len(each[1][0]))
    rows = range(0, len(texts), max(1, len(texts) // _SAMPLE))
    pieces = [[texts[row]] for row in rows]
    labels: list[str] = [""]
    for name, values in varied:
        split = [_split(each, values[row]) for each, row in zip(pieces, rows, strict=True)]
        places = [place for place, _ in split[0]]
        if any([place for place, _ in each] != places for each in split):
            continue
        pieces = [[text for _, text in each] for each in split]
        labels = [name if place < 0 else labels[place] for place in places]
    literals = pieces[0][::2]
    if len(literals) == 1 or any(each[::2] != literals for each in pieces):
        return None
    columns = dict(varied)
    shape = shape_of(tuple(literals), tuple(labels[1::2]))
    found = [Ref(shape, holes) for holes in zip(*(columns[label] for label in shape.labels), strict=True)]
    return found if all(each.text == text for each, text in zip(found, texts, strict=True)) else None


def _split(pieces: list[str], value: str) -> list[tuple[int, str]]:
    """Literals and holes, in turn, with a hole more wherever a literal shows the value: each with its place before, -1
    for what is new. Digits beside digits, and letters beside letters, are a part of another word."""
    before, after = (
        r"\d" if value[place].isdigit() else r"[^\W\d_]" if value[place].isalpha() else r"\Z\A" for place in (0, -1)
    )
    shown = re.compile(rf"(?<!{before})({re.escape(value)})(?!{after})")
    found: list[tuple[int, str]] = []
    for place, piece in enumerate(pieces):
        parts = shown.split(piece) if place % 2 == 0 else [piece]
        found += [(-1 if number % 2 else place, part) for number, part in enumerate(parts)]
    return found
