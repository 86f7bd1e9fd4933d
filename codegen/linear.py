"""Integer-linear forms of several wildcards, as ``4 * i + j``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from eflows2smk.codegen.forms import Sum

# So many more jobs than unknown numbers make it unlikely that the form is true by accident.
_MORE_JOBS = 2


def linear_in_several(columns: Mapping[str, Sequence[int]], wanted: Sequence[int]) -> Sum | None:
    """The form of at least two of the columns that has these values, if there is one with whole numbers."""
    names = [name for name, column in columns.items() if any(number != column[0] for number in column)]
    unknowns = len(names) + 1
    if len(names) < 2 or len(wanted) < unknowns + _MORE_JOBS:
        return None
    rows = zip(*(columns[name] for name in names), strict=True)
    solution = _solved(((*row, 1, value) for row, value in zip(rows, wanted, strict=True)), unknowns)
    if solution is None or any(number.denominator != 1 for number in solution):
        return None
    *factors, offset = (int(number) for number in solution)
    terms = tuple((name, factor) for name, factor in zip(names, factors, strict=True) if factor)
    if len(terms) < 2:
        return None
    total = [offset] * len(wanted)
    for name, factor in terms:
        total = [known + factor * number for known, number in zip(total, columns[name], strict=True)]
    return Sum(terms, offset) if total == list(wanted) else None


def _solved(equations: Iterable[tuple[int, ...]], unknowns: int) -> list[Fraction] | None:
    """One solution of the equations that were needed to find it; None if some contradict each other.

    equations: a factor for each unknown, then the right-hand side.
    """
    pivots: dict[int, list[Fraction]] = {}
    for equation in equations:
        row = [Fraction(number) for number in equation]
        for place, pivot in pivots.items():
            if row[place]:
                row = [number - row[place] * known for number, known in zip(row, pivot, strict=True)]
        place = next((place for place in range(unknowns) if row[place]), -1)
        if place < 0:
            if row[-1]:
                return None
            continue
        row = [number / row[place] for number in row]
        for other, pivot in pivots.items():
            pivots[other] = [number - pivot[place] * known for number, known in zip(pivot, row, strict=True)]
        pivots[place] = row
        if len(pivots) == unknowns:
            break
    # What no equation tells is zero.
    return [pivots[place][-1] if place in pivots else Fraction(0) for place in range(unknowns)]
