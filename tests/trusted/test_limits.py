"""Results too large for a compiler are refused at once; all others are Python's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eflows2smk.frontend.trusted import interface as trusted

Use = Callable[..., Any]

numbers = st.one_of(st.integers(-1000, 1000), st.floats(-10, 10))


@given(numbers, st.integers(0, 60))
def test_power_and_product_are_python(base: float, exponent: int) -> None:
    assert trusted.power(base, exponent) == base**exponent
    assert trusted.multiply(base, exponent) == base * exponent


def test_sequences_are_repeated() -> None:
    assert trusted.multiply("ab", 2) == "abab" and trusted.multiply(2, [1]) == [1, 1]
    items = [1]
    assert trusted.multiply_in_place(items, 2) is items and items == [1, 1]


@pytest.mark.parametrize(
    "compute",
    [
        lambda: trusted.power(10, 10**10),
        lambda: trusted.multiply("x", 10**12),
        lambda: trusted.multiply(10**12, (0,)),
        lambda: trusted.left_shift(1, 10**12),
        lambda: trusted.multiply(1 << 9_000_000, 1 << 9_000_000),
        lambda: trusted.formatted(1, "i", "", "1000000000000d"),
        lambda: trusted.percent("%1000000000000d", 1),
        lambda: trusted.format_method("{:{w}}", [1], {"w": 10**12}),
        lambda: trusted.method("a", "ljust")(10**12),
    ],
)
def test_huge_results_are_refused(compute: Callable[[], Any]) -> None:
    with pytest.raises(trusted.TooLarge):
        compute()


def test_huge_calls_are_refused(world: trusted.World, use: Use) -> None:
    for function, argument in [(range, 10**12), (bytes, 10**12)]:
        with pytest.raises(trusted.TooLarge):
            trusted.call(world, function, [argument], {})
    with pytest.raises(trusted.TooLarge):
        use("math", "factorial", 10**9)
    with pytest.raises(trusted.TooLarge):
        use("numpy", "zeros", (10**6, 10**6))
    with pytest.raises(trusted.TooLarge):
        use("numpy", "arange", 10**12)
    assert use("numpy", "arange", 0, 10**12, 5 * 10**11).tolist() == [0, 5 * 10**11]


def test_endless_iterators_end(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eflows2smk.frontend.trusted.limits.LENGTH", 1000)
    with pytest.raises(trusted.TooLarge):
        list(use("itertools", "count"))
    with pytest.raises(trusted.TooLarge):
        list(use("itertools", "permutations", range(20)))
    assert list(zip(use("itertools", "count", 5), "ab", strict=False)) == [(5, "a"), (6, "b")]
    assert len(list(use("itertools", "product", range(10), repeat=2))) == 100
