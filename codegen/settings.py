"""Expressions over the program's configuration, in place of the values that it has.

Enters a workflow that was made from a configuration whose values stand nowhere else (`documents.Followed.drawn`), so
that where such a value is, it can only have come from there. Leave forms and tables that take it from there.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from os.path import commonprefix
from pathlib import Path
from typing import Any

from eflows2smk.codegen.documents import DRAWN, Document, Place
from eflows2smk.codegen.expressions import string
from eflows2smk.codegen.forms import (
    Choice,
    Domain,
    Expand,
    Fixed,
    Followed,
    Form,
    Hole,
    Joined,
    Pattern,
    Setting,
    Several,
)

# Stands for a member of a list in expressions.
EACH = "each"
MODULE = "configured"
LINES = [
    "# The rules follow edits of the values that are used below; edits of any other value are refused.",
    "refuse_values(workflow, config)",
]


class Expression(str):
    """The text of an expression, not of a literal."""

    __slots__ = ()


@dataclass(slots=True, eq=False)
class Settings:
    """places: of the values of the document. growing: its lists that may have other numbers of members.

    said: known values of it that have a job, by its name.
    shape: what its file may become, as `configured` checks it. constants: the expressions that have a name in the
    Snakefile. tables: what else has one, by names in small letters. apart: what keeps values
    apart in paths, and so can't stand in them.
    """

    document: Document
    places: Mapping[Any, Place]
    growing: Set[Place] = frozenset()
    shape: Any = None
    constants: dict[str, str] = field(default_factory=dict)
    tables: Mapping[str, Any] = field(default_factory=dict)
    apart: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    _texts: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self._texts = {str(value): value for value in self.places}

    def has(self, text: str) -> bool:
        """Whether a text has one of the values in it."""
        return next(self._found(text), None) is not None

    def follows(self, value: Any) -> bool:
        """Whether a value has one of the values in it."""
        return self.has(repr(value))

    def says(self, name: str, value: Any) -> bool:
        """Whether the job of this name says a known value that follows the configuration; takes down that it does."""
        if not self.follows(value):
            return False
        self.said.add(name)
        return True

    def _found(self, text: str) -> Iterator[tuple[str, int]]:
        """The values in a text, with where they begin."""
        for match in DRAWN.finditer(text):
            if match[1] in self._texts:
                yield match[1], match.start()

    def counted(self, domain: Domain) -> str:
        """Numbers from 0 or 1, as many as a list has members; "" for other domains."""
        found = [each for each in self.growing if self._size(each) == len(domain.values)]
        if len(found) != 1 or domain.values[0] not in ("0", "1") or not _is_counting(domain.values):
            return ""
        length = f"len({_subscripted('config', found[0])})"
        return f"range({length})" if domain.values[0] == "0" else f"range(1, {length} + 1)"

    def left(self, texts: Iterable[str]) -> set[Place]:
        """The places of the values that stand in texts."""
        return {self.places[self._texts[found]] for text in texts for found, _ in self._found(text)}

    def files(self, command: str) -> dict[str, str]:
        """The files of the project that `LINES` need, by path. command: what compiles the workflow again."""
        known = {"path": self.document.path, "command": command, "apart": sorted(self.apart), "shape": self.shape}
        text = Path(__file__).with_name(f"{MODULE}.py").read_text()
        return {
            f"workflow/scripts/{MODULE}.py": text,
            f"workflow/{MODULE}.json": json.dumps(known, indent=1, ensure_ascii=False) + "\n",
        }

    # Expressions ------------------------------------------------------------------------------------------------------

    def expression(self, value: Any) -> str | None:
        """What gives the value; None where it holds values of the configuration in a way that can't be written."""
        if not self.has(repr(value)):
            return _written(value)
        if isinstance(value, str):
            return self._text(value, None, 0)
        if type(value) in (int, float):
            return self._scalar(self.places[value]) if value in self.places else None
        if isinstance(value, dict):
            return self._mapping(value)
        if isinstance(value, list | tuple):
            found = self._comprehension(list(value))
            if found is not None:
                return f"[{found}]" if isinstance(value, list) else f"tuple({found})"
            return _display(value, [self.expression(item) for item in value])
        return None

    def _scalar(self, place: Place) -> str | None:
        """The constant for a value outside of lists."""
        if not self._is_there(place):
            return None
        name = re.sub(r"\W", "_", "_".join(map(str, place))).upper()
        if name[:1].isdigit() or len(name) < 2:
            name = f"CONFIGURED_{name}"
        expression = _subscripted("config", place)
        known = next((each for each, text in self.constants.items() if text == expression), None)
        if known is not None:
            return known
        number, wanted = 2, name
        taken = {key.upper() for key in self.tables}
        while wanted in taken or self.constants.get(wanted, expression) != expression:
            wanted, number = f"{name}_{number}", number + 1
        self.constants[wanted] = expression
        return wanted

    def _is_there(self, place: Place) -> bool:
        """Whether the place is one of every document of this form: lists that may grow have at least one member."""
        return not any(key and place[:at] in self.growing for at, key in enumerate(place) if isinstance(key, int))

    def _mapping(self, value: dict[Any, Any]) -> str | None:
        keys, items = list(value), list(value.values())
        over = self._list_of(keys)
        if over is None and keys and keys[0] == "1" and _is_counting(keys):
            return self._numbered(items)
        if over is None:
            parts = [(self.expression(key), self.expression(item)) for key, item in value.items()]
            if any(one is None or other is None for one, other in parts):
                return None
            return "{" + ", ".join(f"{one}: {other}" for one, other in parts) + "}"
        if len(keys) != self._size(over):
            return None
        key, item, listed = self._member(keys, over), self._member(items, over), _subscripted("config", over)
        if item is None:
            item, variables, listed = _numbered(items), f"number, {EACH}", f"enumerate({listed})"
        else:
            variables = EACH
        return None if key is None or item is None else f"{{{key}: {item} for {variables} in {listed}}}"

    def _numbered(self, items: Sequence[Any]) -> str | None:
        """A table by the numbers of members, from 1."""
        over = self._list_of(items)
        if over is None or len(items) != self._size(over):
            return None
        item = self._member(items, over)
        loop = f"for number, {EACH} in enumerate({_subscripted('config', over)}, 1)"
        return None if item is None else f"{{str(number): {item} {loop}}}"

    def _comprehension(self, members: list[Any]) -> str | None:
        """``… for each in …``, where the values are those of one list."""
        over = self._list_of(members)
        if over is None or len(members) != self._size(over):
            return None
        found = self._member(members, over)
        return None if found is None else f"{found} for {EACH} in {_subscripted('config', over)}"

    def _list_of(self, members: Sequence[Any]) -> Place | None:
        """The list whose members the first value stands in."""
        found = next(self._found(repr(members[0])), None) if members else None
        place = self.places[self._texts[found[0]]] if found else ()
        number = next((at for at, key in enumerate(place) if isinstance(key, int)), None)
        return None if number is None else place[:number]

    def _size(self, over: Place) -> int:
        return len(self.document.at(over))

    def _member(self, members: Sequence[Any], over: Place) -> str | None:
        """The expression over one member of a list that gives all of these, one after the other."""
        first = members[0]
        if not any(self.has(repr(member)) for member in members):
            return _written(first) if all(repr(member) == repr(first) for member in members) else None
        if any(type(member) is not type(first) for member in members):
            return None
        found = {self._one(member, over, number) for number, member in enumerate(members)}
        return found.pop() if len(found) == 1 else None

    def _one(self, member: Any, over: Place, number: int) -> str | None:
        if isinstance(member, str):
            return self._text(member, over, number)
        if isinstance(member, dict):
            parts = [(self._one(key, over, number), self._one(item, over, number)) for key, item in member.items()]
            known = all(one is not None and other is not None for one, other in parts)
            return "{" + ", ".join(f"{one}: {other}" for one, other in parts) + "}" if known else None
        if isinstance(member, list | tuple):
            return _display(member, [self._one(item, over, number) for item in member])
        if type(member) in (int, float) and member in self.places:
            return self._value(self.places[member], over, number)
        return None if self.has(repr(member)) else _written(member)

    def _value(self, place: Place, over: Place | None, number: int) -> str | None:
        if over is not None and place[: len(over) + 1] == (*over, number):
            return _subscripted(EACH, place[len(over) + 1 :])
        return self._scalar(place)

    def _text(self, text: str, over: Place | None, number: int) -> str | None:
        """A text with values in it, as an f-string."""
        if not self.has(text):
            return string(text)
        pieces: list[str] = []
        end = 0
        for found, begin in self._found(text):
            expression = self._value(self.places[self._texts[found]], over, number)
            if expression is None:
                return None
            if found == text and isinstance(self._texts[text], str):
                return expression
            quoted = expression.replace('"', "'")
            pieces += [_escaped(text[end:begin]), f"{{{quoted}}}"]
            end = begin + len(found)
        return f'f"{"".join(pieces)}{_escaped(text[end:])}"'

    # Forms ------------------------------------------------------------------------------------------------------------

    def form(self, form: Form, name: Any) -> Form:
        """The form, with what follows the configuration. name: gives the constant for the values of a domain."""
        match form:
            case Fixed():
                return self._fixed(form)
            case Pattern():
                return self._holes(form)
            case Choice():
                source = self._scalar(self.places[self._texts[form.value]]) if form.value in self._texts else None
                then, otherwise = self._holes(form.then), self._holes(form.otherwise)
                return replace(form, then=then, otherwise=otherwise, source=source or "")
            case Several():
                return Several(tuple([self._holes(item) for item in form.items]))
            case Expand():
                return self._expand(form, name)
            case Joined():
                return Joined(tuple([self.form(part, name) for part in form.parts]))  # type: ignore[misc]
        return form

    def _fixed(self, form: Fixed) -> Form:
        value = form.value
        if not self.has(repr(value)):
            return form
        found = self._literal(value) if isinstance(value, str) else self.expression(value)
        return form if found is None else Followed(found, value)

    def _literal(self, text: str) -> str | None:
        """A text that may be the literal of a value."""
        if text in self._texts:
            return self._scalar(self.places[self._texts[text]])
        try:
            value = ast.literal_eval(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return self._text(text, None, 0)
        if repr(value) != text:
            return self._text(text, None, 0)
        found = self.expression(value)
        return None if found is None else f"repr({found})"

    def _holes(self, pattern: Pattern) -> Pattern:
        if not any(map(self.has, pattern.literals)):
            return pattern
        literals: list[str] = [""]
        holes: list[Hole] = []
        for position, literal in enumerate(pattern.literals):
            if position:
                holes.append(pattern.holes[position - 1])
                literals.append("")
            end = 0
            for found, begin in self._found(literal):
                name = self._scalar(self.places[self._texts[found]])
                if name is None:
                    return pattern
                literals[-1] += literal[end:begin]
                holes.append(Setting(name, found))
                literals.append("")
                end = begin + len(found)
            literals[-1] += literal[end:]
        return Pattern(tuple(literals), tuple(holes))

    def _expand(self, form: Expand, name: Any) -> Expand:
        domains = [
            replace(domain, source=name(domain) if self._is_column(domain) else self.counted(domain))
            for domain in form.domains
        ]
        return replace(form, pattern=self._holes(form.pattern), domains=tuple(domains))

    def _is_column(self, domain: Domain) -> bool:
        return self.has(repr(domain.values)) and self.expression(list(domain.values)) is not None

    def constraint(self, text: str, column: Sequence[str]) -> str:
        """A constraint of a wildcard that lists the values of a column."""
        if not self.has(text):
            return text
        found = self._comprehension(list(dict.fromkeys(column)))
        return text if found is None else Expression(f'"|".join(re.escape({found.replace(" for ", ") for ", 1)})')


def _numbered(texts: Sequence[Any]) -> str | None:
    """The expression for texts that differ in their numbers, which are those of the members of a list."""
    if len(texts) < 2 or not all(isinstance(text, str) for text in texts):
        return None
    head = commonprefix(texts)
    tail = texts[0][len(head) + 1 :]
    if list(texts) != [f"{head}{number}{tail}" for number in range(len(texts))]:
        return None
    return f'f"{_escaped(head)}{{number}}{_escaped(tail)}"'


def _is_counting(values: Sequence[Any]) -> bool:
    """Whether these are the numbers from the first one on, as texts."""
    return list(values) == [str(number) for number in range(int(values[0]), int(values[0]) + len(values))]


def _written(value: Any) -> str:
    """The literal of a value, with the quotes that black would choose."""
    if isinstance(value, str):
        return string(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_written(key)}: {_written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return _display(value, [_written(item) for item in value]) or ""
    return repr(value)


def _display(value: Any, parts: Sequence[str | None]) -> str | None:
    if any(part is None for part in parts):
        return None
    inside = ", ".join(map(str, parts))
    if isinstance(value, list):
        return f"[{inside}]"
    return f"({inside},)" if len(parts) == 1 else f"({inside})"


def _subscripted(head: str, place: Place) -> str:
    return head + "".join(f"[{string(key) if isinstance(key, str) else key}]" for key in place)


def _escaped(text: str) -> str:
    return string(text)[1:-1].replace("{", "{{").replace("}", "}}") if '"' not in text else _plain(text)


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("{", "{{").replace("}", "}}").replace("\n", "\\n")
