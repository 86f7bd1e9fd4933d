"""Where two values differ: by what they hold, not by how they are stored.

Enters two objects of any type, leaves one `Unlike` for each place at which they are not the same.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import singledispatch
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

SHOWN = 100
# Of a text: characters before the first one that differs.
BEFORE = 30


@dataclass(frozen=True, slots=True)
class Unlike:
    """One place at which two values differ.

    place: the way to it, ``line 3`` or ``[0].weights``; the same place in other runs of a program has the same way.
    at: where in an array. one, other: the values there, as text. note: how far they are apart.
    """

    place: str
    one: str
    other: str
    at: str = ""
    note: str = ""


class Lines(tuple[str, ...]):
    """The lines of a text."""

    __slots__ = ()


class Opaque(bytes):
    """The content of a file of which nothing is known."""

    __slots__ = ()


def differences(one: Any, other: Any, place: str = "") -> Iterator[Unlike]:
    """All places, in the order in which they stand. Of an array and of a text only the first."""
    yield from _Walk().unlike(one, other, place)


class _Walk:
    """Through two values at once. Objects that hold themselves are followed once."""

    def __init__(self) -> None:
        self._seen: set[tuple[int, int]] = set()
        # Objects whose numbers are remembered may not go, or others would get these.
        self._kept: list[Any] = []

    def unlike(self, one: Any, other: Any, place: str) -> Iterator[Unlike]:
        if one is other:
            return
        if type(one) is not type(other):
            yield Unlike(place, f"{shown(one)} ({_type(one)})", f"{shown(other)} ({_type(other)})")
            return
        pair = id(one), id(other)
        if pair in self._seen:
            return
        self._seen.add(pair)
        self._kept.append((one, other))
        yield from _compare(one, other, place, self.unlike)


Inner = Callable[[Any, Any, str], Iterator[Unlike]]


@singledispatch
def _compare(one: Any, other: Any, place: str, inner: Inner) -> Iterator[Unlike]:
    """By what pickle would store of them."""
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(one, numpy.ndarray):
        yield from _arrays(one, other, place, inner)
        return
    try:
        first, second = _parts(one), _parts(other)
    except Exception:  # noqa: BLE001 - an object that can't be taken apart can raise anything
        first = second = None
    if first is None or second is None:
        if not _equal(one, other):
            yield Unlike(place, shown(one), shown(other))
        return
    yield from inner(first, second, place)


@_compare.register(bool)
@_compare.register(int)
@_compare.register(type)
@_compare.register(FunctionType)
@_compare.register(BuiltinFunctionType)
@_compare.register(ModuleType)
@_compare.register(type(None))
@_compare.register(range)
def _simple(one: Any, other: Any, place: str, inner: Inner) -> Iterator[Unlike]:
    if one != other and _name(one) != _name(other):
        yield Unlike(place, shown(one), shown(other), note=_apart(one, other))


@_compare.register(float)
@_compare.register(complex)
def _numbers(one: Any, other: Any, place: str, inner: Inner) -> Iterator[Unlike]:
    # As text: what is no number equals no other, and zero has a sign.
    if repr(one) != repr(other):
        yield Unlike(place, repr(one), repr(other), note=_apart(one, other))


@_compare.register(str)
@_compare.register(bytes)
@_compare.register(bytearray)
def _texts(one: Any, other: Any, place: str, inner: Inner) -> Iterator[Unlike]:
    if one == other:
        return
    position = first_unequal(one, other)
    start = max(0, position - BEFORE)
    at = f"character {position + 1}" if isinstance(one, str) else f"byte {position + 1}"
    is_long = max(len(one), len(other)) > SHOWN
    yield Unlike(place, _excerpt(one, start), _excerpt(other, start), at if is_long or type(one) is Opaque else "")


@_compare.register(Lines)
def _lines(one: Lines, other: Lines, place: str, inner: Inner) -> Iterator[Unlike]:
    # Files end with the end of a line, which is no line more.
    for number, (first, second) in enumerate(zip(one, other, strict=False), 1):
        yield from inner(first, second, f"{place}line {number}")
    if len(one) != len(other):
        number = min(len(one), len(other))
        one_more, other_more = (each[number] if len(each) > number else None for each in (one, other))
        yield Unlike(
            f"{place}line {number + 1}",
            "no such line" if one_more is None else shown(one_more),
            "no such line" if other_more is None else shown(other_more),
            note=f"{len(one)} and {len(other)} lines",
        )


@_compare.register(list)
@_compare.register(tuple)
def _sequences(one: Any, other: Any, place: str, inner: Inner) -> Iterator[Unlike]:
    for number, (first, second) in enumerate(zip(one, other, strict=False)):
        yield from inner(first, second, f"{place}[{number}]")
    if len(one) != len(other):
        yield Unlike(f"len({place or 'value'})", str(len(one)), str(len(other)))


@_compare.register(set)
@_compare.register(frozenset)
def _sets(one: Any, other: Any, place: str, inner: Inner) -> Iterator[Unlike]:
    if one != other:
        only, others = one - other, other - one
        yield Unlike(place, f"has {shown(_least(only))}", f"has {shown(_least(others))}")


@_compare.register(Mapping)
def _mappings(one: Mapping[Any, Any], other: Mapping[Any, Any], place: str, inner: Inner) -> Iterator[Unlike]:
    missing = [key for key in one if key not in other], [key for key in other if key not in one]
    for key in one:
        if key in other:
            yield from inner(one[key], other[key], f"{place}[{shown(key)}]")
    for key in missing[0]:
        yield Unlike(f"{place}[{shown(key)}]", shown(one[key]), "no such key")
    for key in missing[1]:
        yield Unlike(f"{place}[{shown(key)}]", "no such key", shown(other[key]))
    if not any(missing) and list(one) != list(other):
        yield Unlike(f"list({place or 'value'})", shown(list(one)), shown(list(other)), note="the same keys")


@dataclass(frozen=True, slots=True)
class _Parts:
    """What pickle would store of an object: how to make it, and what it holds."""

    made: Any
    state: Any
    items: list[Any]
    pairs: list[Any]


@_compare.register(_Parts)
def _objects(one: _Parts, other: _Parts, place: str, inner: Inner) -> Iterator[Unlike]:
    yield from inner(one.made, other.made, place)
    if isinstance(one.state, dict) and isinstance(other.state, dict):
        for name in {**one.state, **other.state}:
            first, second = (each.get(name, _MISSING) for each in (one.state, other.state))
            yield from inner(first, second, f"{place}.{name}")
    else:
        yield from inner(one.state, other.state, place)
    yield from inner(one.items, other.items, place)
    yield from inner(one.pairs, other.pairs, place)


class _Missing:
    def __repr__(self) -> str:
        return "no such attribute"


_MISSING = _Missing()


def _parts(value: Any) -> _Parts | None:
    reduced = value.__reduce_ex__(4)
    if isinstance(reduced, str):
        return None
    made, arguments, state, items, pairs = (*reduced, None, None, None, None)[:5]
    if isinstance(state, tuple) and len(state) == 2 and all(each is None or isinstance(each, dict) for each in state):
        # Of an object with slots: the other attributes, and these.
        state = {**(state[0] or {}), **(state[1] or {})}
    return _Parts((made, arguments), state, list(items or ()), list(pairs or ()))


def _arrays(one: Any, other: Any, place: str, inner: Inner) -> Iterator[Unlike]:
    import numpy

    if (one.dtype, one.shape) != (other.dtype, other.shape):
        yield Unlike(place, f"{one.dtype} {one.shape}", f"{other.dtype} {other.shape}")
        return
    if one.dtype.hasobject:
        yield from inner(one.tolist(), other.tolist(), place)
        return
    unequal = one != other
    if one.dtype.kind in "fc":
        unequal &= ~(numpy.isnan(one) & numpy.isnan(other))
    number = int(numpy.count_nonzero(unequal))
    if number:
        where = tuple(map(int, numpy.argwhere(unequal)[0]))
        first, second = one[where], other[where]
        at = f"[{', '.join(map(str, where))}]" if where else ""
        more = f"{number} of {one.size} elements differ" if one.size > 1 else ""
        far = _apart(first.item(), second.item())
        yield Unlike(place, str(first), str(second), at, ", ".join(filter(None, (far, more))))


def first_unequal(one: Any, other: Any) -> int:
    """The first position at which two texts differ; the length of the shorter one if it is the beginning of both."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def shown(value: Any) -> str:
    """A value as text of one line that is not too long."""
    try:
        text = value if isinstance(value, _Missing) else repr(value)
    except Exception:  # noqa: BLE001 - the user's classes can raise anything
        text = object.__repr__(value)
    text = " ".join(str(text).split("\n"))
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _excerpt(value: Any, start: int) -> str:
    part = bytes(value) if isinstance(value, bytes) else value
    if len(part) <= SHOWN:
        return repr(part)
    part = part[start : start + SHOWN]
    return f"{'…' * (start > 0)}{part!r}{'…' * (start + SHOWN < len(value))}"


def _apart(one: Any, other: Any) -> str:
    """How far two numbers are apart, in proportion to the larger one."""
    try:
        distance, size = abs(one - other), max(abs(one), abs(other))
        return f"{distance / size:.1g} apart" if size and 0 < distance / size < 0.01 else ""
    except (TypeError, OverflowError, ZeroDivisionError):
        return ""


def _type(value: Any) -> str:
    return type(value).__qualname__


def _name(value: Any) -> Any:
    return (getattr(value, "__module__", None), getattr(value, "__qualname__", value))


def _least(values: Iterable[Any]) -> Any:
    return min(values, key=repr, default="nothing more")


def _equal(one: Any, other: Any) -> bool:
    try:
        return bool(one == other)
    except Exception:  # noqa: BLE001 - the user's classes can raise anything
        return False
