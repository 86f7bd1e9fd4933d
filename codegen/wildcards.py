"""Which wildcards a rule has, and their values in each job.

They come from the holes in the paths that the program names, under the names that the program gives them; where all
outputs are ours to name, from the loop variables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from eflows2smk.codegen.family import Family
from eflows2smk.codegen.references import Ref, inferred, numbered, of_variables

_GOOD_VALUE = re.compile(r"[A-Za-z0-9_.+=@-]{1,60}")
_LAST_NAME = re.compile(
    r"""\[\s*["']([A-Za-z_]\w*)["']\s*\]$|\.([A-Za-z_]\w*)(?:\(\))?$|^\w+\((?:.*\.)?([A-Za-z_]\w*)\)$"""
)
_RESERVED = {"input", "output", "params", "log", "wildcards", "threads", "resources", "rule", "config", "workflow"}
# A rule's wildcards are a list with names in Snakemake, so the names of its methods are taken.
_RESERVED |= {name for name in dir(list) if not name.startswith("_")} - {"index", "sort"}
_RESERVED |= {"get", "items", "keys", "update"}
_RESERVED |= {"get", "items", "keys", "update"}


def free(family: Family, hints: list[tuple[str, list[Any]]]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Wildcards for a family whose outputs are all ours to name: the fewest loop variables that tell its jobs apart.

    hints: the wildcards of the rules that it reads from, which serve where a loop variable makes no file name.
    """
    chosen: list[tuple[str, list[str]]] = []
    distinct = 1
    for level in family.levels:
        best = _of_level([*level[:-1], *hints, level[-1]], chosen, distinct)
        if best is not None:
            chosen.append(best)
            distinct = _count(chosen)
    if distinct < family.size:
        chosen.append((_unused("n", chosen), _occurrences(family.size, chosen)))
    for candidate in list(chosen):
        rest = [each for each in chosen if each is not candidate]
        if rest and _count(rest) == family.size:
            chosen = rest
    return _rows(chosen)


def _of_level(
    level: list[tuple[str, list[Any]]], chosen: list[tuple[str, list[str]]], distinct: int
) -> tuple[str, list[str]] | None:
    """The first variable of a loop that tells as many jobs apart as the loop's index does."""
    *variables, (index_name, indices) = level
    numbers = [str(index) for index in indices]
    wanted = _count([*chosen, ("", numbers)])
    if wanted == distinct:
        return None
    for name, column in variables:
        texts = _texts(column)
        if texts is not None and _count([*chosen, (name, texts)]) == wanted:
            return _unused(name, chosen), texts
    return _unused(index_name, chosen), numbers


def _texts(column: list[Any]) -> list[str] | None:
    found = []
    for value in column:
        if value is None:
            return None
        text = str(value)
        if not _GOOD_VALUE.fullmatch(text) or text.startswith(("-", ".")):
            return None
        found.append(text)
    return found


def _count(columns: list[tuple[str, list[str]]]) -> int:
    return len(set(zip(*(column for _, column in columns), strict=True)))


def _occurrences(size: int, chosen: list[tuple[str, list[str]]]) -> list[str]:
    if not chosen:
        return [str(number) for number in range(size)]
    seen: dict[tuple[str, ...], int] = {}
    found = []
    for row in zip(*(column for _, column in chosen), strict=True):
        seen[row] = seen.get(row, -1) + 1
        found.append(str(seen[row]))
    return found


def _unused(name: str, chosen: list[tuple[str, list[str]]]) -> str:
    return unused(name, [each for each, _ in chosen])


def unused(name: str, taken: Sequence[str]) -> str:
    """A name for a wildcard: this one, if it is good for that and free."""
    if not name.isidentifier() or name in _RESERVED or name.startswith("_"):
        name = "n"
    number, wanted = 2, name
    while wanted in taken:
        wanted, number = f"{name}_{number}", number + 1
    return wanted


def _rows(chosen: list[tuple[str, list[str]]]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    return tuple(name for name, _ in chosen), list(zip(*(column for _, column in chosen), strict=True))


def from_paths(family: Family, refs: list[Ref], slot: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]] | None:
    """Wildcards from the paths that the program names for one output; None if they don't tell the jobs apart."""
    alike = all(each.shape is refs[0].shape for each in refs)
    if alike and all(map(_is_name, refs[0].shape.labels)):
        return _from_holes(family, refs, slot)
    texts = [each.text for each in refs]
    variables = [(name, shown) for name, column in _variables(family) if (shown := _texts(column)) is not None]
    guesses = [of_variables(texts, variables), refs if alike else None]
    if not alike:
        guesses += [inferred(texts), numbered(texts)]
        # Several numbers, each a wildcard, are easier to read than one wildcard that spans folders.
        guesses.sort(key=lambda guess: any("/" in value for each in guess or () for value in each.holes))
    found = (_from_holes(family, guess, slot) for guess in guesses if guess is not None)
    return next((each for each in found if each is not None), None)


def _variables(family: Family) -> Iterator[tuple[str, list[Any]]]:
    """Those of the loops around the family, without their indices."""
    for level in family.levels:
        yield from level[:-1]


def _is_name(label: str) -> bool:
    return label.isidentifier() and label not in _RESERVED


def _from_holes(family: Family, refs: list[Ref], slot: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]] | None:
    shape = refs[0].shape
    chosen: list[tuple[str, list[str]]] = []
    for position, label in enumerate(shape.labels):
        column = [each.holes[position] for each in refs]
        if all(value == column[0] for value in column) or any(column == known for _, known in chosen):
            continue
        if any(not value or value.startswith("/") for value in column):
            return None
        chosen.append((_unused(_named(label, column, family, slot), chosen), column))
    if not chosen or _count(chosen) < family.size:
        return None
    return _rows(chosen)


def _named(label: str, column: list[str], family: Family, slot: str) -> str:
    """The user's own name for a hole: the loop variable that it holds, its label, or the last name in its label."""
    holding = [name for name, values in _variables(family) if [str(value) for value in values] == column]
    if holding:
        return label if label in holding else holding[0]
    if _is_name(label):
        return label
    found = _LAST_NAME.search(label)
    if found is not None:
        return next(group for group in found.groups() if group)
    return slot
