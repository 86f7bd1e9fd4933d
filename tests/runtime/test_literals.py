"""Values on the command lines of jobs: each comes back as it was, and a person can read it."""

from __future__ import annotations

import argparse
import operator
import pickle
import random
import re
import string
import uuid
from collections import Counter, OrderedDict, defaultdict, deque
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eflows2smk.runtime.literals import decode, encode

READABLE = [
    (np.float64(0.5), "numpy.float64(0.5)"),
    (np.float32(0.1), "numpy.float32(0.10000000149011612)"),
    (np.int32(-3), "numpy.int32(-3)"),
    (np.bool_(True), "numpy.bool_(True)"),
    (np.str_("a'b"), """numpy.str_("a'b")"""),
    (np.complex64(1 + 2j), "numpy.complex64(complex(1.0, 2.0))"),
    (np.datetime64("2026-01-02", "D"), "numpy.datetime64('2026-01-02', 'D')"),
    (np.timedelta64(5, "ms"), "numpy.timedelta64(5, 'ms')"),
    (np.array([1.5, np.inf]), "array([1.5, inf], '<f8', (2,))"),
    (np.array([(1, 0.5)], dtype=[("n", "<i8"), ("x", "<f8")]), None),
    (np.array(["2026-01-02"], dtype="M8[D]"), "array([20455], '<M8[D]', (1,))"),
    (np.array([b"a", b"bc"]), "array([b'a', b'bc'], '|S2', (2,))"),
    (np.dtype("f4"), "call('numpy:dtype', '<f4')"),
    (argparse.Namespace(rate=0.5, out=Path("a")), "call('argparse:Namespace', rate=0.5, out=Path('a'))"),
    (SimpleNamespace(n=np.int64(1)), "call('types:SimpleNamespace', n=numpy.int64(1))"),
    (SimpleNamespace(**{"not a name": 1}), None),
    (Decimal("0.10"), "call('decimal:Decimal', '0.10')"),
    (Fraction(1, 3), "call('fractions:Fraction', 1, 3)"),
    (deque([1, 2], 3), "call('collections:deque', [1, 2], 3)"),
    (defaultdict(list, {"a": [1]}), "call('collections:defaultdict', reference('builtins:list'), {'a': [1]})"),
    (OrderedDict(b=1, a=2), "call('collections:OrderedDict', {'b': 1, 'a': 2})"),
    (Counter("aab"), "call('collections:Counter', {'a': 2, 'b': 1})"),
    (bytearray(b"ab"), "call('builtins:bytearray', b'ab')"),
    (datetime(2026, 1, 2, 3, tzinfo=UTC), "datetime.datetime(2026, 1, 2, 3, 0, tzinfo=datetime.timezone.utc)"),
    (abs, "reference('builtins:abs')"),
    (int, "reference('builtins:int')"),
    (ValueError("no", 3), "call('builtins:ValueError', 'no', 3)"),
    (re.compile("a+", re.I), None),
    (operator.itemgetter(1), "call('operator:itemgetter', 1)"),
    (string.Template("$a"), None),
    (uuid.UUID(int=5), None),
    (random.Random(3), None),
    (np.random.default_rng(3), None),
    (np.random.RandomState(3), None),
    ({Decimal(1), Decimal(2)}, None),
    ([SimpleNamespace(a=...)], "[call('types:SimpleNamespace', a=Ellipsis)]"),
]


def same(one: object, other: object) -> bool:
    """Whether two values can't be told apart by what is stored of them."""
    if isinstance(one, set):
        return one == other
    if isinstance(one, np.random.Generator) and isinstance(other, np.random.Generator):
        return bool(one.bit_generator.state == other.bit_generator.state)
    return type(one) is type(other) and pickle.dumps(one) == pickle.dumps(other)


@pytest.mark.parametrize(
    "value, text", READABLE, ids=[f"{at}-{type(value).__name__}" for at, (value, _) in enumerate(READABLE)]
)
def test_a_value_comes_back_from_readable_text(value: object, text: str | None) -> None:
    written = encode(value)
    assert "unpickled" not in written
    assert text is None or written == text
    assert same(decode(written), value)


def test_parts_that_are_one_object_stay_one() -> None:
    shared = [1]
    made = decode(encode(SimpleNamespace(a=shared, b={"c": shared})))
    assert made.a is made.b["c"]  # type: ignore[attr-defined]
    ring = SimpleNamespace()
    ring.own = ring
    made = decode(encode(ring))
    assert made.own is made  # type: ignore[attr-defined]


NUMBERS = st.one_of(
    st.floats().map(np.float64),
    st.floats(width=32).map(np.float32),
    st.integers(-(2**31), 2**31 - 1).map(np.int32),
    st.decimals(allow_nan=False),
    st.fractions(),
    st.dates(),
    st.timedeltas(timedelta(-10), timedelta(10)),
    st.text(),
)


@settings(max_examples=100, deadline=None)
@given(st.recursive(NUMBERS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner)))
def test_drawn_values_come_back(value: object) -> None:
    made = decode(encode(SimpleNamespace(value=value, today=date(2026, 1, 2))))
    assert repr(made) == repr(SimpleNamespace(value=value, today=date(2026, 1, 2)))
