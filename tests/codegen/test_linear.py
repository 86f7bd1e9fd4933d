"""Forms of several wildcards: found where they hold for all jobs, and not where they would hold by accident."""

from __future__ import annotations

from itertools import product

import pytest

from eflows2smk.codegen.expressions import arithmetic
from eflows2smk.codegen.forms import Sum
from eflows2smk.codegen.linear import linear_in_several

GRID = list(product(range(3), range(2, 6), range(2)))
COLUMNS = {"i": [i for i, _, _ in GRID], "j": [j for _, j, _ in GRID], "k": [k for _, _, k in GRID]}


@pytest.mark.parametrize(
    ("factors", "offset", "shown"),
    [
        ((4, 1, 0), 0, "4 * int(wildcards.i) + int(wildcards.j)"),
        ((1, -1, 0), 7, "int(wildcards.i) + 7 - int(wildcards.j)"),
        ((-2, 0, 3), -5, "3 * int(wildcards.k) - 2 * int(wildcards.i) - 5"),
        ((-1, -1, -2), 0, "-int(wildcards.i) - int(wildcards.j) - 2 * int(wildcards.k)"),
        ((100, 10, 1), 1000, "100 * int(wildcards.i) + 10 * int(wildcards.j) + int(wildcards.k) + 1000"),
    ],
)
def test_a_sum_is_found_and_shown(factors: tuple[int, int, int], offset: int, shown: str) -> None:
    wanted = [sum(f * n for f, n in zip(factors, row, strict=True)) + offset for row in GRID]
    found = linear_in_several(COLUMNS, wanted)
    assert found is not None
    assert arithmetic(found) == shown
    for row, value in zip(GRID, wanted, strict=True):
        assert found.expand(dict(zip("ijk", map(str, row), strict=True))) == str(value)


def test_what_is_no_sum_is_not_found() -> None:
    assert linear_in_several(COLUMNS, [i * j for i, j, _ in GRID]) is None
    assert linear_in_several(COLUMNS, [i // 2 + j for i, j, _ in GRID]) is None
    almost = [4 * i + j for i, j, _ in GRID]
    almost[-1] += 1
    assert linear_in_several(COLUMNS, almost) is None


def test_wildcards_that_say_the_same_are_used_once() -> None:
    columns = {"i": COLUMNS["i"], "twice": [2 * i for i in COLUMNS["i"]], "j": COLUMNS["j"]}
    assert linear_in_several(columns, [6 * i + j for i, j, _ in GRID]) == Sum((("i", 6), ("j", 1)), 0)


def test_a_few_jobs_prove_nothing() -> None:
    columns = {"i": [0, 0, 1, 1], "j": [0, 1, 0, 1]}
    assert linear_in_several(columns, [5, 7, 11, 13]) is None
