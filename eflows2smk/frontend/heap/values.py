"""Values as the evaluator has them: Python's own immutable ones, tuples (and frozensets, slices) of any, cells, and
computed ones.

Every Python object that is none of these classes counts as immutable and known; whatever the program can change is in
a `Cell`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from eflows2smk.frontend.heap.regions import Region
from eflows2smk.workflow.text import Text

Value = Any


class Absent(Enum):
    """What a slot holds that is not there: an unbound name, a missing key, an index behind the end."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = Absent.ABSENT


@dataclass(slots=True, eq=False)
class Computed:
    """A value that exists only when the workflow runs, and its own identity: one root of its region.

    type: the name of a type, a class of the program (a `Cell`), or None where it isn't known. origin: where it began,
    for messages. region: None where the type is immutable, and before the heap has it (`Heap.place`). serial: its
    number in the heap, 0 before.
    """

    type: Value = None
    origin: object = None
    region: Region | None = None
    serial: int = field(default=0, init=False)


# Types whose objects nobody can change, and which hold nothing that somebody could. A tuple is not among them.
IMMUTABLE_TYPES = frozenset(
    """int float complex bool str bytes None NoneType range ellipsis datetime date time timedelta timezone
    datetime.datetime datetime.date datetime.time datetime.timedelta datetime.timezone decimal.Decimal
    fractions.Fraction uuid.UUID re.Pattern pathlib.Path pathlib.PosixPath pathlib.PurePath pathlib.PurePosixPath
    numpy.bool numpy.int8 numpy.int16 numpy.int32 numpy.int64 numpy.uint8 numpy.uint16 numpy.uint32 numpy.uint64
    numpy.float16 numpy.float32 numpy.float64 numpy.complex64 numpy.complex128""".split()
)


def is_immutable_type(type: Value) -> bool:
    """Whether values of this type share nothing with anybody. Of a type that isn't known they may."""
    return isinstance(type, str) and type in IMMUTABLE_TYPES


def parts(value: Value) -> Iterator[Value]:
    """The members of an immutable value that can have any."""
    if isinstance(value, tuple | frozenset):
        yield from value
    elif isinstance(value, slice):
        yield from (value.start, value.stop, value.step)


def with_members(value: Value, members: Iterable[Value]) -> Value:
    """A tuple of the same type, a named one for one, with these members."""
    return value._make(members) if hasattr(value, "_make") else tuple(members)


def alike(first: Value, second: Value) -> bool:
    """Whether a program can't tell one value from the other: 1 is not True, 0.0 not -0.0, a cell only itself.

    Where a text comes from doesn't count.
    """
    if first is second:
        return True
    if isinstance(first, str) and isinstance(second, str):
        return _plain(first) is _plain(second) and first == second
    if type(first) is not type(second):
        return False
    match first:
        case int() | bytes():
            return bool(first == second)
        case tuple() | slice():
            mine, others = tuple(parts(first)), tuple(parts(second))
            return len(mine) == len(others) and all(map(alike, mine, others))
        case frozenset():
            return first == second and all(alike(member, stored(second, member)) for member in first)
        case float() | complex():
            return repr(first) == repr(second)
        case _:
            return bool(first == second) and repr(first) == repr(second)


def common(first: Value, second: Value) -> Value:
    """Of two values that are alike: one that is right for both, without provenance where they disagree on that."""
    if first is second:
        return first
    if isinstance(first, str) and _plain(first) is str:
        agreed = type(first) is type(second) is Text and (first.shape, first.holes) == (second.shape, second.holes)
        return first if agreed else str(first)
    if type(first) is tuple:
        return tuple(map(common, first, second))
    if type(first) is frozenset:
        return frozenset(common(member, stored(second, member)) for member in first)
    return first


def stored(members: set[Value] | frozenset[Value], equal: Value) -> Value:
    """The very object in a set that equals the given one, or ABSENT: of ``{True}`` and 1 it is True."""
    probe = _Probe(equal)
    return probe.met if probe in members else ABSENT


def _plain(text: str) -> type:
    return str if type(text) is Text else type(text)


class _Probe:
    """Equal to what equals a value; remembers what it was compared with."""

    __slots__ = ("value", "met")

    def __init__(self, value: Value) -> None:
        self.value = value
        self.met: Value = ABSENT

    def __hash__(self) -> int:
        return hash(self.value)

    def __eq__(self, other: object) -> bool:
        if other is self.value or other == self.value:
            self.met = other
            return True
        return False
