"""Finding the simplest form of a column, true for all jobs of a family.

Enters a column (one entry a job) and the wildcards of the family, leaves a `Form`. Whatever is found was expanded
again and compared with the column: a form can be ugly, never wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cached_property, partial
from itertools import product
from typing import Any

from eflows2smk.codegen.forms import (
    Choice,
    Const,
    Domain,
    Expand,
    Fixed,
    Form,
    Hole,
    Joined,
    Linear,
    Lookup,
    Mapped,
    Pattern,
    Several,
    Sum,
    Wild,
)
from eflows2smk.codegen.linear import linear_in_several
from eflows2smk.codegen.references import Ref, inferred, numbered, of_variables, ref
from eflows2smk.codegen.tables import Tables
from eflows2smk.workflow.text import SYMBOL, Index, Shape, has_symbol, shape_of

Fallback = Callable[[list[str], "Axes"], Hole | None]


class Axes:
    """The wildcards of a family with their values in each job."""

    def __init__(self, names: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        self.names = names
        self.rows = rows

    @cached_property
    def columns(self) -> dict[str, list[str]]:
        return {name: [row[i] for row in self.rows] for i, name in enumerate(self.names)}

    @cached_property
    def numbers(self) -> dict[str, list[int]]:
        """The columns of whole numbers, written the one way in which Python writes them."""
        found = {}
        for name, column in self.columns.items():
            if all(is_number(value) for value in column):
                found[name] = [int(value) for value in column]
        return found

    def only(self, jobs: Sequence[int]) -> Axes:
        return Axes(self.names, [self.rows[job] for job in jobs])

    def values(self, job: int) -> dict[str, str]:
        return dict(zip(self.names, self.rows[job], strict=True))


def is_number(text: str) -> bool:
    """Whether it is a whole number as Python writes it."""
    # `isdigit` also takes digits of other scripts and superscripts, which `int` refuses or writes differently.
    return text.isascii() and (
        text.isdigit()
        and (text == "0" or text[0] != "0")
        or (text[:1] == "-" and text[1:].isdigit() and text[1] != "0")
    )


def fit_hole(column: list[str], axes: Axes, prefer: str = "") -> Hole | None:
    """A hole's form: constant, a wildcard, a linear function of one or of several."""
    first = column[0]
    if all(value == first for value in column):
        return (_symbolic(first, axes) if has_symbol(first) else None) or Const(first)
    names = axes.names if prefer not in axes.columns else (prefer, *(n for n in axes.names if n != prefer))
    for name in names:
        if axes.columns[name] == column:
            return Wild(name)
    if not all(is_number(value) for value in column):
        return None
    wanted = [int(value) for value in column]
    for name, numbers in axes.numbers.items():
        found = _linear(numbers, wanted)
        if found is not None:
            return Linear(name, *found)
    return linear_in_several(axes.numbers, wanted)


def _symbolic(text: str, axes: Axes) -> Hole | None:
    """The variable of a computed loop, or a linear function of it, if one of the wildcards holds it."""
    found = SYMBOL.fullmatch(text)
    if found is None:
        return None
    factor, offset = int(found[2] or 1), int(found[3] or 0)
    for name, row in zip(axes.names, axes.rows[0], strict=True):
        known = SYMBOL.fullmatch(row)
        if known is None or known[1] != found[1]:
            continue
        own_factor, own_offset = int(known[2] or 1), int(known[3] or 0)
        slope = Fraction(factor, own_factor)
        rest = offset - slope.numerator * own_offset // slope.denominator
        if slope == 1 and not rest:
            return Wild(name)
        return Linear(name, slope.numerator, rest, slope.denominator)
    return None


def _with_symbols(pattern: Pattern, axes: Axes) -> Pattern:
    """The pattern with holes for the symbols in its literals."""
    literals: list[str] = [""]
    holes: list[Hole] = []
    for position, literal in enumerate(pattern.literals):
        if position:
            holes.append(pattern.holes[position - 1])
            literals.append("")
        end = 0
        for found in SYMBOL.finditer(literal):
            hole = _symbolic(found[0], axes)
            if hole is None:
                continue
            literals[-1] += literal[end : found.start()]
            holes.append(hole)
            literals.append("")
            end = found.end()
        literals[-1] += literal[end:]
    return Pattern(tuple(literals), tuple(holes))


def _linear(numbers: list[int], wanted: list[int]) -> tuple[int, int, int] | None:
    """factor, offset and divisor of a linear function with these values, if there is one."""
    other = next((i for i, number in enumerate(numbers) if number != numbers[0]), None)
    if other is None or wanted[other] == wanted[0]:
        return None
    slope = Fraction(wanted[other] - wanted[0], numbers[other] - numbers[0])
    factor, divisor = slope.numerator, slope.denominator
    offset = wanted[0] - factor * numbers[0] // divisor
    if all(factor * number // divisor + offset == value for number, value in zip(numbers, wanted, strict=True)):
        return factor, offset, divisor
    return None


def pattern_of(shape: Shape, holes: Sequence[Hole]) -> Pattern:
    """A pattern whose constant holes have become part of the literals."""
    literals = [shape.literals[0]]
    kept: list[Hole] = []
    for hole, literal in zip(holes, shape.literals[1:], strict=True):
        if isinstance(hole, Const):
            literals[-1] += hole.text + literal
        else:
            kept.append(hole)
            literals.append(literal)
    return Pattern(tuple(literals), tuple(kept))


def fit_refs(refs: list[Ref], axes: Axes, fallback: Fallback | None = None) -> Pattern | Choice | None:
    """A pattern, or a choice of two; None where only a table can tell. fallback: for holes that fit nothing."""
    found = _fit_refs(refs, axes, fallback)
    if isinstance(found, Pattern) and any(has_symbol(literal) for literal in found.literals):
        return _with_symbols(found, axes)
    return found


def _fit_refs(refs: list[Ref], axes: Axes, fallback: Fallback | None = None) -> Pattern | Choice | None:
    shape = refs[0].shape
    if all(each.shape is shape for each in refs):
        found = _one_shape(refs, axes, fallback)
        if found is None:
            # A hole may hold a wildcard with an ending: "texts/{text}", where the text is "{name}.txt".
            found = _guessed([each.text for each in refs], axes, inferred, partial(_of_axes, axes))
        return found if found is not None else _choice_by_holes(refs, axes)
    texts = [each.text for each in refs]
    whole = fit_hole(texts, axes)
    if whole is not None:
        return pattern_of(shape_of(("", ""), ("",)), [whole])
    guesses = (inferred, partial(_of_axes, axes), numbered) if len(set(texts)) > 1 else (_always,)
    return _guessed(texts, axes, *guesses) or _choice(refs, axes, fallback)


def _guessed(texts: list[str], axes: Axes, *guesses: Callable[[list[str]], list[Ref] | None]) -> Pattern | None:
    """The first guess at a common shape whose holes fit."""
    for guess in guesses:
        guessed = guess(texts)
        found = None if guessed is None else _one_shape(guessed, axes)
        if found is not None:
            return found
    return None


def _of_axes(axes: Axes, texts: list[str]) -> list[Ref] | None:
    return of_variables(texts, list(axes.columns.items()))


def _always(texts: list[str]) -> list[Ref]:
    return [ref(texts[0])] * len(texts)


def _one_shape(refs: list[Ref], axes: Axes, fallback: Fallback | None = None) -> Pattern | None:
    shape = refs[0].shape
    holes: list[Hole] = []
    for position, label in enumerate(shape.labels):
        column = [each.holes[position] for each in refs]
        hole = fit_hole(column, axes, label)
        if hole is None and fallback is not None:
            hole = fallback(column, axes)
        if hole is None:
            return None
        holes.append(hole)
    return pattern_of(shape, holes)


def _choice(refs: list[Ref], axes: Axes, fallback: Fallback | None) -> Choice | None:
    """One job group reads from elsewhere: told apart by a wildcard that has one value there and others elsewhere."""
    groups: dict[int, list[int]] = {}
    for job, each in enumerate(refs):
        groups.setdefault(id(each.shape), []).append(job)
    if len(groups) != 2:
        return None
    first, second = groups.values()
    return _told_apart(refs, axes, first, second, fallback) or _told_apart(refs, axes, second, first, fallback)


def _choice_by_holes(refs: list[Ref], axes: Axes) -> Choice | None:
    """The same shape throughout, but the jobs at the first value of a wildcard fit a pattern of their own."""
    for name in axes.names:
        column = axes.columns[name]
        special = [job for job, value in enumerate(column) if value == column[0]]
        others = [job for job, value in enumerate(column) if value != column[0]]
        if others:
            found = _told_apart(refs, axes, special, others)
            if found is not None:
                return found
    return None


def _told_apart(
    refs: list[Ref], axes: Axes, special: list[int], others: list[int], fallback: Fallback | None = None
) -> Choice | None:
    for name in axes.names:
        column = axes.columns[name]
        value = column[special[0]]
        if any(column[job] != value for job in special) or any(column[job] == value for job in others):
            continue
        then = _one_shape([refs[job] for job in special], axes.only(special), fallback)
        otherwise = _one_shape([refs[job] for job in others], axes.only(others), fallback)
        if then is not None and otherwise is not None:
            return Choice(name, value, then, otherwise)
    return None


class Fitter:
    """Fits the columns of one family; tables that it needs go to `tables`."""

    def __init__(self, family: str, axes: Axes, tables: Tables, *, paths: bool) -> None:
        self.family = family
        self.axes = axes
        self.tables = tables
        self.paths = paths

    def text(self, name: str, refs: list[Ref]) -> Form:
        """A slot that holds one text in each job."""
        texts = [each.text for each in refs]
        found = fit_refs(refs, self.axes)
        if found is not None and self._holds(found, texts):
            return found
        if self._decider(texts) is None:
            mapped = fit_refs(refs, self.axes, lambda column, axes: self._mapped(name, column, axes))
            if mapped is not None and self._holds(mapped, texts):
                return mapped
        return self.look_up(name, texts)

    def _mapped(self, name: str, column: list[str], axes: Axes) -> Mapped | None:
        """A hole that one wildcard decides, by a table that is smaller than one for whole texts would be."""
        for wildcard in axes.names:
            keys = axes.columns[wildcard]
            content = dict(zip(keys, column, strict=True))
            if 2 * len(content) <= len(column) and all(
                content[key] == value for key, value in zip(keys, column, strict=True)
            ):
                return Mapped(
                    wildcard, self.tables.add(self.family, f"{name}_by_{wildcard}", content, paths=True), content
                )
        return None

    def _decider(self, column: list[Any]) -> str | None:
        """The first wildcard that decides the value."""
        texts = [repr(value) for value in column]
        for wildcard in self.axes.names:
            keys = self.axes.columns[wildcard]
            if len(set(zip(keys, texts, strict=True))) == len(set(keys)):
                return wildcard
        return None

    def texts(self, name: str, lists: list[list[Ref]]) -> Form:
        """A slot that holds a list of texts in each job."""
        expected = [[each.text for each in members] for members in lists]
        for found in self._list_forms(lists):
            if found is not None and self._holds(found, expected):
                return found
        return self.look_up(name, expected)

    def fixed(self, name: str, column: list[Any]) -> Form:
        """A slot that holds plain values: texts, numbers, lists of texts."""
        first = column[0]
        # 1, 1.0 and True are equal, and written differently.
        if all(value == first and repr(value) == repr(first) for value in column) or isinstance(first, Index):
            if isinstance(first, Index) or (isinstance(first, str) and has_symbol(first)):
                return self.text(name, [ref(str(value)) for value in column])
            return Fixed(first)
        if all(isinstance(value, str) for value in column):
            return self.text(name, [ref(value) for value in column])
        if all(isinstance(value, int) for value in column):
            texts = [str(value) for value in column]
            hole = fit_hole(texts, self.axes)
            if isinstance(hole, Linear | Wild | Sum):
                number = Linear(hole.name, 1, 0) if isinstance(hole, Wild) else hole
                return Pattern(("", ""), (number,))
        return self.look_up(name, column)

    def look_up(self, name: str, column: list[Any]) -> Lookup:
        """A table by the first wildcard that decides the value, else by all of them."""
        wildcard = self._decider(column)
        if wildcard is not None:
            return self._table(name, (wildcard,), self.axes.columns[wildcard], column)
        rows = self.axes.rows
        # Values that hold a comma themselves may run together; no path, so no wildcard, holds a null character.
        separator = "," if len({",".join(row) for row in rows}) == len(set(rows)) else "\0"
        return self._table(name, self.axes.names, [separator.join(row) for row in rows], column, separator)

    def _table(
        self, name: str, wildcards: tuple[str, ...], keys: list[str], column: list[Any], separator: str = ","
    ) -> Lookup:
        content: dict[str, Any] = dict(zip(keys, column, strict=True))
        if len(wildcards) == 1 and list(content) == [str(i) for i in range(len(content))]:
            values = list(content.values())
            return Lookup(self.tables.add(self.family, name, values, paths=self.paths), wildcards, True, values)
        table = self.tables.add(self.family, name, content, paths=self.paths)
        return Lookup(table, wildcards, False, content, separator)

    def _holds(self, form: Form, expected: Sequence[Any]) -> bool:
        names = self.axes.names
        if isinstance(form, Pattern) and form.is_plain and len(expected) > 1000:
            # Each hole was compared with its whole column already; a sample is enough to trust the literals.
            jobs: Sequence[int] = range(0, len(expected), max(1, len(expected) // 200))
        else:
            jobs = range(len(expected))
        rows = self.axes.rows
        return all(form.expand(dict(zip(names, rows[job], strict=True))) == expected[job] for job in jobs)

    # Lists ----------------------------------------------------------------------------------------------------------

    def _list_forms(self, lists: list[list[Ref]]) -> list[Form | None]:
        return [self._members(lists), self.expanded(lists), self.joined(lists), self._each(lists)]

    def _members(self, lists: list[list[Ref]]) -> Form | None:
        """A short list with a pattern for each member."""
        return None if len(lists[0]) > 2 else self._each(lists)

    def _each(self, lists: list[list[Ref]]) -> Form | None:
        length = len(lists[0])
        if any(len(members) != length for members in lists):
            return None
        if length > 2 and not any(has_symbol(each.text) for members in lists for each in members):
            return None
        items = []
        for position in range(length):
            found = fit_refs([members[position] for members in lists], self.axes)
            if not isinstance(found, Pattern):
                return None
            items.append(found)
        return Several(tuple(items))

    def expanded(self, lists: list[list[Ref]]) -> Form | None:
        """``expand`` over domains that are the same in all jobs."""
        first = lists[0]
        if not first:
            return None
        shape = first[0].shape
        if any(each.shape is not shape for members in lists for each in members):
            guessed = self._guessed(lists)
            if guessed is None:
                return None
            lists, shape = guessed, guessed[0][0].shape
            first = lists[0]
        holes: list[Hole] = []
        moving: dict[str, tuple[str, ...]] = {}
        for position, label in enumerate(shape.labels):
            rows = [tuple(each.holes[position] for each in members) for members in lists]
            if all(row and len(set(row)) == 1 for row in rows):
                hole = fit_hole([row[0] for row in rows], self.axes, label)
                if hole is None:
                    return None
                holes.append(hole)
            elif all(row == rows[0] for row in rows):
                name = _variable(label, rows[0], moving, self.axes.names)
                holes.append(Wild(name))
                moving[name] = rows[0]
            else:
                return None
        pattern = pattern_of(shape, holes)
        if not moving or any(has_symbol(value) for values in moving.values() for value in values):
            return None
        if any(has_symbol(literal) for literal in pattern.literals):
            pattern = _with_symbols(pattern, self.axes)
        if len(moving) > 1:
            unique = {name: tuple(dict.fromkeys(values)) for name, values in moving.items()}
            if list(zip(*moving.values(), strict=True)) == list(product(*unique.values())):
                return Expand(pattern, tuple(Domain(name, values) for name, values in unique.items()))
        return Expand(pattern, tuple(Domain(n, v) for n, v in moving.items()), len(moving) > 1)

    def _guessed(self, lists: list[list[Ref]]) -> list[list[Ref]] | None:
        texts = [each.text for members in lists for each in members]
        found = inferred(texts) if len(set(texts)) > 1 else None
        if found is None:
            return None
        result, position = [], 0
        for members in lists:
            result.append(found[position : position + len(members)])
            position += len(members)
        return result if all(result) else None

    def joined(self, lists: list[list[Ref]]) -> Form | None:
        """For a rule with one job: stretches of the list, each with a form of its own."""
        if len(lists) != 1:
            return None
        parts: list[Pattern | Expand | Several] = []
        stretch: list[Ref] = []
        for each in [*lists[0], None]:
            if each is not None and (not stretch or stretch[0].shape is each.shape):
                stretch.append(each)
                continue
            if stretch:
                part = self._stretch(stretch)
                if part is None:
                    return None
                parts.append(part)
            stretch = [] if each is None else [each]
        literal = [part for part in parts if isinstance(part, Pattern)]
        if len(literal) > 40:
            return None
        return Joined(tuple(parts))

    def _stretch(self, refs: list[Ref]) -> Pattern | Expand | None:
        if len(refs) == 1:
            return Pattern((refs[0].text,), ())
        found = self.expanded([refs])
        return found if isinstance(found, Expand) else None


def _variable(
    label: str, values: tuple[str, ...], taken: dict[str, tuple[str, ...]], wildcards: tuple[str, ...]
) -> str:
    """A name for what an ``expand`` runs over: the label if it is a name, and free."""
    name = label if label.isidentifier() else "item"
    known = taken.get(name)
    if known == values or (known is None and name not in wildcards):
        return name
    number = 2
    while f"{name}_{number}" in taken or f"{name}_{number}" in wildcards:
        number += 1
    return f"{name}_{number}"
