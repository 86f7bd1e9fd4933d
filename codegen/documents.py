"""The configuration that a program reads: a YAML or JSON document, its values, and documents that are like it.

A value is named by its *place*, the keys and numbers that lead to it. A *field* is a place in which the members of a
list whose members are all alike are not told apart: `("training", ANY, "name")`.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Any

import yaml

from eflows2smk.codegen.configured import NAME

Place = tuple[str | int, ...]
ANY = "*"
_ENDINGS = (".yaml", ".yml", ".json")
# Values of larger documents are no parameters that a person changes.
MOST = 2_000
# A list has at least so many members where it is drawn: for fewer ones, forms are written in other ways.
_LEAST = 5


@dataclass(frozen=True)
class Document:
    """path: of its file, as the workflow names it. content: a mapping with texts as keys."""

    path: str
    content: dict[str, Any]

    def values(self) -> Iterator[tuple[Place, Any]]:
        return _values(self.content, ())

    @cached_property
    def lists(self) -> frozenset[Place]:
        """The lists whose members are all alike."""
        return frozenset(_lists(self.content, ()))

    def at(self, place: Place) -> Any:
        """What stands at a place."""
        held: Any = self.content
        for key in place:
            held = held[key]
        return held

    def field(self, place: Place) -> Place:
        """The place without the numbers of members that are alike."""
        if not any(isinstance(key, int) for key in place):
            return place
        return tuple([ANY if place[:at] in self.lists else key for at, key in enumerate(place)])


def read(path: str, data: bytes) -> Document | None:
    """The document in a file; None for what is none, or is not made of mappings, lists and plain values."""
    try:
        content = json.loads(data) if path.endswith(".json") else yaml.safe_load(data)
    except (ValueError, yaml.YAMLError, RecursionError):
        return None
    if not path.endswith(_ENDINGS) or not isinstance(content, dict) or not _is_plain(content):
        return None
    document = Document(path, content)
    return document if sum(1 for _ in document.values()) <= MOST else None


def written(document: Document) -> bytes:
    """The document as a file of its kind."""
    if document.path.endswith(".json"):
        return json.dumps(document.content).encode()
    return yaml.safe_dump(document.content, sort_keys=False, allow_unicode=True).encode()


def _is_plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return value is None or type(value) in (bool, int, float, str)


def _values(value: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    members: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        members = value.items()
    elif isinstance(value, list):
        members = enumerate(value)
    else:
        yield place, value
    for key, item in members:
        yield from _values(item, (*place, key))


def _lists(value: Any, place: Place) -> Iterator[Place]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _lists(item, (*place, key))
    elif isinstance(value, list) and value and all(_form(each) == _form(value[0]) for each in value):
        yield place


def _form(value: Any) -> Any:
    """What two members of a list have in common that are alike."""
    if isinstance(value, dict):
        return {key: _form(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_form(item) for item in value]
    return type(value).__name__


# Documents that are like another one ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Followed:
    """What of a document a workflow may follow. frozen: fields whose values stay as they are. fixed: lists with as many
    members as today. reasons: where a field, or the number of members of a list, is looked at."""

    document: Document
    frozen: frozenset[Place] = frozenset()
    fixed: frozenset[Place] = frozenset()
    reasons: Mapping[Place, str] = field(default_factory=dict)

    def follows(self, place: Place, value: Any) -> bool:
        return is_fit(value) and self.document.field(place) not in self.frozen

    @cached_property
    def growing(self) -> frozenset[Place]:
        """The lists that may have other numbers of members."""
        return self.document.lists - self.fixed

    @property
    def is_empty(self) -> bool:
        return not self.growing and not any(self.follows(*each) for each in self.document.values())

    def without(self, fields: Mapping[Place, str]) -> Followed:
        """Without some fields, and with as many members as today in the lists in which they stand."""
        lists = {place[: place.index(ANY)] for place in fields if ANY in place}
        reasons = {**{each: next(iter(fields.values())) for each in lists}, **fields, **self.reasons}
        return Followed(self.document, self.frozen | set(fields), self.fixed | lists, reasons)

    def drawn(self, number: int, more: int) -> tuple[Document, dict[Any, Place]]:
        """A document of the same form with values that stand nowhere else, and their places.

        Other numbers give other values. more: how many more members growing lists have than at least; 0: as today.
        """
        places: dict[Any, Place] = {}
        growing = self.growing if more else frozenset()
        sizes = self._sizes(more)

        def draw(value: Any, place: Place) -> Any:
            if isinstance(value, dict):
                return {key: draw(item, (*place, key)) for key, item in value.items()}
            if isinstance(value, list):
                size = len(value) if place not in growing else sizes.pop(place)
                return [draw(value[min(at, len(value) - 1)], (*place, at)) for at in range(size)]
            if not self.follows(place, value):
                return value
            made = next(each for at in count() if (each := _drawn(type(value), len(places), number + at)) not in places)
            places[made] = place
            return made

        return Document(self.document.path, draw(self.document.content, ())), places

    def _sizes(self, more: int) -> dict[Place, int]:
        """How many members each list that grows has, no two as many."""
        longest = max((len(self.document.at(place)) for place in self.growing), default=0)
        ordered = sorted(self.growing, key=repr)
        return {place: max(longest, _LEAST) + more * (1 + number) for number, place in enumerate(ordered)}

    def shape(self, names: frozenset[Place]) -> Any:
        """What may be in the document, as `configured` checks it. names: fields that have to be told apart."""
        return self._shape(self.document.content, (), names)

    def among(self, field: Place, value: Any) -> str:
        """Among which others a value has to be told apart: texts among all, numbers among those of their field."""
        return "" if isinstance(value, str) or ANY not in field else ".".join(map(str, field))

    def doubled(self, names: frozenset[Place]) -> set[Place]:
        """The fields among these with values that can't be told apart today."""
        known: dict[tuple[str, str], Place] = {}
        found: set[Place] = set()
        for place, value in self.document.values():
            field = self.document.field(place)
            if field in names and known.setdefault((self.among(field, value), str(value)), place) != place:
                found.add(field)
        return found

    def _shape(self, value: Any, place: Place, names: frozenset[Place]) -> Any:
        field = self.document.field(place)
        where = self.reasons.get(field, "")
        if isinstance(value, dict):
            members = {key: self._shape(item, (*place, key), names) for key, item in value.items()}
            return {"kind": "mapping", "members": members}
        if isinstance(value, list) and place in self.growing:
            return {"kind": "each", "member": self._shape(value[0], (*place, 0), names)}
        if isinstance(value, list):
            items = [self._shape(item, (*place, at), names) for at, item in enumerate(value)]
            return {"kind": "list", "members": items, "where": where}
        if self.follows(place, value):
            among = {"among": self.among(field, value)} if field in names else {}
            return {"kind": type(value).__name__, **among}
        return {"kind": "same", "value": value, "where": where}


def is_fit(value: Any) -> bool:
    """Whether a value can stand in a Snakefile's expressions as others of its type can."""
    if type(value) is str:
        return re.fullmatch(NAME, value) is not None
    return type(value) is int or (type(value) is float and math.isfinite(value))


def put_back(text: str, values: Mapping[str, str]) -> str:
    """The text with other texts for values that were drawn."""
    pieces, end = [], 0
    for found in DRAWN.finditer(text):
        if found[1] in values and found.start() >= end:
            pieces += [text[end : found.start()], values[found[1]]]
            end = found.end(1)
    return "".join([*pieces, text[end:]])


def _drawn(kind: type, position: int, number: int) -> Any:
    """A value without a rule that leads to the others; `DRAWN` finds it in a text."""
    digits = hashlib.sha256(f"{number} {position}".encode()).hexdigest()
    if kind is str:
        return f"q{digits[:9].translate(_LETTERS)}"
    whole = 7 * 10**7 + int(digits[:6], 16) % 10**6 * 10 + 3
    return whole if kind is int else float(f"{whole % 10**5 + 10**5}.{int(digits[6:12], 16) % 10**5:05d}7")


# Values that were drawn, wherever they begin.
DRAWN = re.compile(r"(?=(q[a-p]{9}|\d{6}\.\d{5}7|7\d{6}3))")
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
