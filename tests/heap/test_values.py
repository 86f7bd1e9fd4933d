"""When a program can tell two values from each other."""

from __future__ import annotations

from typing import Any

import pytest

from eflows2smk.frontend.heap.heap import Heap
from eflows2smk.frontend.heap.values import ABSENT, Computed, alike, common, is_immutable_type, stored
from eflows2smk.workflow.text import Text, hole

ALIKE = [(1, 1), ("a", "a"), (float("nan"), float("nan")), ((1, "a"), (1, "a")), (frozenset({1}), frozenset({1}))]
DIFFERENT = [
    *((1, True), (1, 1.0), (0.0, -0.0), (None, ABSENT), ("a", b"a"), ((1,), (True,)), ((1,), (1, 2))),
    *((frozenset({1}), frozenset({True})), (slice(1), slice(2)), (Computed(), Computed())),
]


@pytest.mark.parametrize(("first", "second"), ALIKE)
def test_alike(first: Any, second: Any) -> None:
    assert alike(first, second)


@pytest.mark.parametrize(("first", "second"), DIFFERENT)
def test_different(first: Any, second: Any) -> None:
    assert not alike(first, second) and not alike(second, first)


def test_a_cell_is_only_like_itself() -> None:
    heap = Heap()
    first, second = heap.allocate("list", []), heap.allocate("list", [])
    assert alike(first, first) and not alike(first, second) and not alike((first,), (second,))


def test_texts_are_alike_whatever_they_are_made_of_and_what_is_common_has_no_wrong_origin() -> None:
    one, other = hole("i", "3"), hole("j", "3")
    assert alike(one, other) and alike((one,), ("3",))
    assert type(common(one, other)) is str and type(common((one,), (other,))[0]) is str
    assert type(common(one, hole("i", "3"))) is Text


def test_the_member_itself_is_found_not_what_equals_it() -> None:
    assert stored({True, 2}, 1) is True and stored({1}, 3) is ABSENT


@pytest.mark.parametrize("type", ["int", "str", "None", "datetime.date", "numpy.float64"])
def test_values_of_immutable_types_are_in_no_region(type: str) -> None:
    assert is_immutable_type(type) and Heap().computed(type, None).region is None


@pytest.mark.parametrize("type", [None, "list", "tuple", "frozenset"])
def test_values_of_other_types_are(type: str | None) -> None:
    assert Heap().computed(type, None).region is not None
