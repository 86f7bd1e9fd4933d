"""Calls of real functions with small arguments, and what can be observed of them.

`calls` looks for arguments with which a function does not raise: by the names of its parameters where that is telling,
else among small values of all usual types.
"""

from __future__ import annotations

import collections
import datetime
import decimal
import fractions
import functools
import gc
import hashlib
import importlib
import io
import itertools
import pathlib
import random
import re
import string
import types
import urllib.parse
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy

from eflows2smk.frontend.library.facts import OTHER, Facts, Parameter, Passing

MOST_ATTEMPTS = 700
MOST_CALLS = 8
Maker = Callable[[], Any]


@dataclass(eq=False)
class Box:
    """An object that can change, in all places where values are put."""

    content: list[int] = field(default_factory=lambda: [1])

    def __lt__(self, other: Any) -> bool:
        return self.content < other.content


def _boxes() -> list[Box]:
    return [Box([2]), Box([1])]


def _objects() -> Any:
    made = numpy.empty(2, dtype=object)
    made[:] = _boxes()
    return made


def _square() -> Any:
    return numpy.array([[2.0, 1.0], [1.0, 3.0]])


# Numbers, texts, dates, and what holds them.
PLAIN: tuple[Maker, ...] = (
    lambda: 1,
    lambda: "b,a",
    lambda: [3, 1, 2],
    lambda: 0.5,
    lambda: ["b", "a"],
    lambda: b"ab",
    lambda: {1, 2},
    lambda: (1, 2),
    dict,
    lambda: abs,
    lambda: [[1], [2]],
    lambda: [("a", 1), ("b", 2)],
    lambda: "%d",
    lambda: datetime.date(2024, 2, 29),
    lambda: datetime.datetime(2024, 2, 29, 12),
    lambda: datetime.timedelta(hours=1),
    lambda: datetime.time(12),
    lambda: decimal.Decimal("0.5"),
    lambda: fractions.Fraction(1, 2),
    lambda: None,
    lambda: list,
)
ARRAYS: tuple[Maker, ...] = (
    _square,
    lambda: numpy.array([3, 1, 2]),
    lambda: numpy.array([True, False, True]),
    lambda: (2, 2),
)
NUMBERS: tuple[Maker, ...] = tuple(
    each for each in PLAIN[:13] if not isinstance(each(), set | dict | types.BuiltinFunctionType)
)
MIXED: tuple[Maker, ...] = (
    _boxes,
    lambda: {"b": Box(), "a": [1]},
    lambda: (Box(), Box([0])),
    Box,
    *PLAIN,
    lambda: collections.deque([1, 2]),
    lambda: io.StringIO("a,b\n1,2\n"),
    lambda: io.BytesIO(b"a = 1\n"),
)
PLAIN_LIBRARIES = frozenset(
    "math cmath statistics string textwrap urllib shlex calendar base64 datetime decimal fractions os pathlib fnmatch"
    " re struct zlib hashlib json str bytes bytearray int float complex".split()
)


def pool(facts: Facts) -> tuple[Maker, ...]:
    """Values for the arguments. Arrays of Python objects only where the line says that elements are shared."""
    library = facts.name.partition(".")[0]
    if library == "numpy":
        return (_boxes, _objects, *NUMBERS, *ARRAYS) if is_sharing(facts) else (*NUMBERS, *ARRAYS)
    if library == "random" and not is_sharing(facts):
        return NUMBERS
    return PLAIN if library in PLAIN_LIBRARIES else MIXED


def is_sharing(facts: Facts) -> bool:
    """Whether the line says that elements of arguments may be in the result or in another argument."""
    shares = [sharing for each in facts.result for sharing in each.shares or () if sharing.parameter != "out"]
    return bool(shares or facts.holdings or not facts.result or any(each.shares is None for each in facts.result))


# Instances of the types whose methods are called. A type that is not here has no instance without effects.
OBJECTS: dict[str, tuple[Maker, ...]] = {
    "int": (lambda: 6,),
    "float": (lambda: 2.5,),
    "complex": (lambda: 1 + 2j,),
    "str": (lambda: "b,a", lambda: "{} text", lambda: "%d"),
    "bytes": (lambda: b"b,a",),
    "bytearray": (lambda: bytearray(b"b,a"),),
    "list": (_boxes, lambda: [3, 1, 2], lambda: [[1], [2]], lambda: ["b", "a"]),
    "tuple": (lambda: (Box(), [1]), lambda: (1, 2)),
    "range": (lambda: range(1, 4),),
    "slice": (lambda: slice(1, 3),),
    "dict": (lambda: {"b": Box(), "a": [1]}, lambda: {1: [1], 0.5: [2]}),
    "dict_keys": (lambda: {"b": 1}.keys(),),
    "dict_items": (lambda: {"b": 1}.items(),),
    "set": (lambda: {Box(), 1}, lambda: {1, "b,a"}),
    "frozenset": (lambda: frozenset((Box(), 1)),),
    "BaseException": (lambda: ValueError([1]),),
    "collections.OrderedDict": (
        lambda: collections.OrderedDict(b=Box(), a=[1]),
        lambda: collections.OrderedDict({1: [1]}),
    ),
    "collections.defaultdict": (lambda: collections.defaultdict(list, {1: [1]}),),
    "collections.Counter": (lambda: collections.Counter("aab"), lambda: collections.Counter({Box(): 2})),
    "collections.deque": (lambda: collections.deque(_boxes()), lambda: collections.deque([3, 1, 2], 5)),
    "collections.ChainMap": (lambda: collections.ChainMap({"b": Box(), 1: [1]}, {"a": [1]}),),
    "types.MappingProxyType": (lambda: types.MappingProxyType({"b": Box(), 1: [1]}),),
    "datetime.date": (lambda: datetime.date(2024, 2, 29),),
    "datetime.datetime": (lambda: datetime.datetime(2024, 2, 29, 12),),
    "datetime.time": (lambda: datetime.time(12),),
    "datetime.timedelta": (lambda: datetime.timedelta(hours=1),),
    "datetime.timezone": (lambda: datetime.UTC,),
    "decimal.Decimal": (lambda: decimal.Decimal("0.5"), lambda: decimal.Decimal(3)),
    "fractions.Fraction": (lambda: fractions.Fraction(3, 2),),
    "re.Pattern": (lambda: re.compile("(b),?"),),
    "re.Match": (lambda: re.match("(b),?", "b,a"),),
    "string.Template": (lambda: string.Template("$b"),),
    "hashlib.HASH": (lambda: hashlib.sha256(b"a"),),
    "functools._lru_cache_wrapper": (lambda: functools.lru_cache(abs),),
    "urllib.parse.ParseResult": (lambda: urllib.parse.urlparse("http://a:1/b"),),
    "urllib.parse.SplitResult": (lambda: urllib.parse.urlsplit("http://a:1/b"),),
    "random.Random": (lambda: random.Random(1),),
    "io.StringIO": (lambda: io.StringIO("a,b\n1,2\n"),),
    "io.BytesIO": (lambda: io.BytesIO(b"a\nb\n"),),
    "pathlib.PurePath": (lambda: pathlib.PurePosixPath("/a/b.txt"),),
    "numpy.ndarray": (_square, lambda: numpy.array([3, 1, 2]), _objects, lambda: numpy.array([[[1.0]]])),
    "numpy.generic": (lambda: numpy.float64(2.5),),
    "numpy.random.Generator": (lambda: numpy.random.default_rng(1),),
    "numpy.random.RandomState": (lambda: numpy.random.RandomState(1),),
}

# Arguments for functions that none of the values above fits.
BY_HAND: dict[str, tuple[Maker, ...]] = {
    "bytes.maketrans": (lambda: (b"a", b"b"),),
    "bytearray.maketrans": (lambda: (b"a", b"b"),),
    "str.maketrans": (lambda: ({"a": "b"},),),
    "str.translate": (lambda: ({98: "c"},),),
    "str.format_map": (lambda: ({},),),
    "bytes.fromhex": (lambda: ("6162",),),
    "bytearray.fromhex": (lambda: ("6162",),),
    "float.fromhex": (lambda: ("0x1p-1",),),
    "int.from_bytes": (lambda: (b"a", "big"),),
    "int.to_bytes": (lambda: (2, "big"),),
    "datetime.date.fromisoformat": (lambda: ("2024-02-29",),),
    "datetime.date.fromisocalendar": (lambda: (2024, 2, 1),),
    "datetime.datetime.fromisoformat": (lambda: ("2024-02-29T12:00",),),
    "datetime.datetime.fromisocalendar": (lambda: (2024, 2, 1),),
    "datetime.datetime.strptime": (lambda: ("2024", "%Y"),),
    "datetime.datetime.combine": (lambda: (datetime.date(2024, 2, 29), datetime.time(12)),),
    "datetime.time.fromisoformat": (lambda: ("12:00",),),
    "datetime.date": (lambda: (2024, 2, 29),),
    "datetime.datetime": (lambda: (2024, 2, 29),),
    "datetime.timezone.fromutc": (lambda: (datetime.datetime(2024, 2, 29, tzinfo=datetime.UTC),),),
    "datetime.timezone": (lambda: (datetime.timedelta(hours=1),),),
    "datetime.datetime.fromordinal": (lambda: (738945,),),
    "json.loads": (lambda: ('{"a": [1]}',),),
    "tomllib.loads": (lambda: ("a = [1]",),),
    "tomllib.load": (lambda: (io.BytesIO(b"a = [1]"),),),
    "base64.b64decode": (lambda: (b"YQ==",),),
    "base64.urlsafe_b64decode": (lambda: (b"YQ==",),),
    "base64.b32decode": (lambda: (b"ME======",),),
    "base64.b16decode": (lambda: (b"61",),),
    "base64.b85decode": (lambda: (b"VE",),),
    "base64.decodebytes": (lambda: (b"YQ==",),),
    "statistics.linear_regression": (lambda: ([1, 2, 3], [1, 2, 4]),),
    "statistics.correlation": (lambda: ([1, 2, 3], [1, 2, 4]),),
    "statistics.covariance": (lambda: ([1, 2, 3], [1, 2, 4]),),
    "math.dist": (lambda: ([1.0, 2.0], [2.0, 3.0]),),
    "calendar.monthrange": (lambda: (2024, 2),),
    "calendar.weekday": (lambda: (2024, 2, 29),),
    "functools.reduce": (lambda: (lambda a, b: a, _boxes()), lambda: (max, _boxes())),
    "itertools.accumulate": (lambda: ([1, 2],), lambda: (_boxes(), max)),
    "itertools.starmap": (lambda: (max, [_boxes()]),),
    "itertools.islice": (lambda: (_boxes(), 1),),
    "functools.partial": (lambda: (max, _boxes()),),
    "operator.setitem": (lambda: ([1, 2], 0, Box()), lambda: ({}, "a", Box())),
    "operator.delitem": (lambda: ([1, 2], 0),),
    "list.__setitem__": (lambda: (0, Box()), lambda: (slice(0, 1), _boxes())),
    "dict.__setitem__": (lambda: ("a", Box()),),
    "re.sub": (lambda: ("b", "a", "b,a"),),
    "re.Match.group": (lambda: (1,), lambda: ()),
    "re.Match.__getitem__": (lambda: (1,),),
    "re.Match.expand": (lambda: (r"\1",),),
    "string.Template.substitute": (lambda: ({"b": 1},),),
    "textwrap.shorten": (lambda: ("a b c", 10),),
    "collections.namedtuple": (lambda: ("A", "a b"),),
    "urllib.parse.urljoin": (lambda: ("http://a/b", "c"), lambda: (b"http://a/b", b"c")),
    "urllib.parse.urlparse": (lambda: ("http://a/b",), lambda: (b"http://a/b",)),
    "urllib.parse.urlsplit": (lambda: ("http://a/b",), lambda: (b"http://a/b",)),
    "os.path.commonprefix": (lambda: (["ab", "ac"],),),
    "string.Template": (lambda: ("$b",),),
    "numpy.swapaxes": (lambda: (_square(), 0, 1),),
    "urllib.parse.urlunparse": (lambda: (("http", "a", "b", "", "", ""),),),
    "pathlib.PurePath.relative_to": (lambda: ("/a",),),
    "pathlib.PurePath.with_suffix": (lambda: (".c",),),
    "pathlib.PurePath.__rtruediv__": (lambda: ("a",),),
    "numpy.array": (lambda: (_boxes(),), lambda: (_square(),)),
    "numpy.indices": (lambda: ((2, 2),),),
    "numpy.unravel_index": (lambda: (1, (2, 2)),),
    "numpy.put_along_axis": (lambda: (_square(), numpy.array([[0], [1]]), 5.0, 1),),
    "numpy.take_along_axis": (lambda: (_square(), numpy.array([[0], [1]]), 1),),
    "numpy.tensordot": (lambda: (_square(), _square()),),
    "numpy.choose": (lambda: (numpy.array([0, 1]), [[1, 2], [3, 4]]),),
    "numpy.where": (lambda: ([True, False], _boxes(), _boxes()), lambda: ([True, False],)),
    "numpy.select": (lambda: ([[True, False]], [[1, 2]]),),
    "numpy.interp": (lambda: (0.5, [0, 1], [0, 2]),),
    "numpy.kron": (lambda: (_square(), _square()),),
    "numpy.full": (lambda: (2, Box()), lambda: ((2, 2), 1.0)),
    "numpy.full_like": (lambda: (_objects(), Box()),),
    "numpy.insert": (lambda: (_objects(), 1, Box()), lambda: ([1, 2], 0, 5)),
    "numpy.append": (lambda: (_objects(), _objects()), lambda: ([1], 2)),
    "numpy.apply_along_axis": (lambda: (sum, 0, _square()),),
    "numpy.piecewise": (lambda: (numpy.array([1.0, 2.0]), [[True, False]], [1, 2]),),
    "numpy.einsum": (lambda: ("ij->i", _square()),),
    "numpy.fromfunction": (lambda: (lambda i: i, (3,)),),
    "numpy.fromiter": (lambda: ([1, 2], float),),
    "numpy.fromstring": (lambda: ("1 2",),),
    "numpy.pad": (lambda: ([1, 2], 1),),
    "numpy.ndarray.resize": (lambda: ((1,),),),
    "numpy.ndarray.__setitem__": (lambda: (0, 1),),
    "numpy.ndarray.choose": (lambda: ([[1, 2, 3]] * 4,),),
    "numpy.ndarray.getfield": (lambda: (float,),),
    "numpy.random.Generator.multivariate_normal": (lambda: ([0, 0], _square()),),
    "numpy.random.RandomState.multivariate_normal": (lambda: ([0, 0], _square()),),
    "numpy.linalg.matrix_power": (lambda: (_square(), 2),),
    "numpy.linalg.multi_dot": (lambda: ([_square(), _square(), _square()],),),
    "numpy.broadcast_to": (lambda: (numpy.array([1, 2]), (2, 2)),),
    "numpy.split": (lambda: (_objects(), 2),),
    "numpy.hsplit": (lambda: (_square(), 2),),
    "numpy.vsplit": (lambda: (_square(), 2),),
    "numpy.trace": (lambda: (_square(),),),
    "numpy.bincount": (lambda: ([1, 2],),),
    "numpy.vander": (lambda: ([1, 2],),),
    "numpy.polyfit": (lambda: ([1, 2, 3], [1, 2, 3], 1),),
    "numpy.can_cast": (lambda: (int, float),),
    "numpy.ndarray.setflags": (lambda: (),),
    "numpy.ndarray.astype": (lambda: (float,), lambda: (object,)),
    "numpy.generic.astype": (lambda: (int,),),
    "struct.unpack": (lambda: ("b", b"a"),),
    "struct.iter_unpack": (lambda: ("b", b"a"),),
    "struct.pack_into": (lambda: ("b", bytearray(b"a"), 0, 1),),
    "struct.unpack_from": (lambda: ("b", b"a"),),
    "struct.calcsize": (lambda: ("b",),),
    "struct.pack": (lambda: ("b", 1),),
    "zlib.decompress": (lambda: (b"x\x9cK\x04\x00\x00b\x00b",),),
    "random.Random.betavariate": (lambda: (1.0, 2.0),),
    "random.Random.randrange": (lambda: (5,),),
    "copy.copy": (lambda: (_boxes(),), lambda: ((1, 2),)),
}
BY_HAND.update(
    (f"pathlib.PurePath.__{name}__", (lambda: (pathlib.PurePosixPath("/a"),),))
    for name in ("eq", "lt", "le", "gt", "ge")
)
BY_HAND.update(
    (f"collections.Counter.__{name}__", (lambda: (collections.Counter("ab"),),)) for name in ("add", "sub", "and", "or")
)


def real(dotted: str) -> Any:
    """What a dotted name stands for; raises LookupError where this Python has nothing of that name."""
    parts = dotted.split(".")
    for end in range(len(parts), -1, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]) or "builtins")
            for part in parts[end:]:
                found = getattr(found, part)
        except (ImportError, AttributeError, ValueError):
            continue
        return found
    raise LookupError(dotted)


@dataclass
class Observed:
    """One call that raised nothing. arguments: by parameter, each with what it was like before."""

    facts: Facts
    arguments: list[tuple[str, Any]]
    before: list[Any]
    reached: list[dict[int, Any]]
    result: Any


def calls(facts: Facts, of_type: str = "") -> Iterator[Observed]:
    """Calls of the function that raise nothing. of_type: the type whose method it is."""
    function = None if of_type and facts.parameters[0].name == "self" else real(facts.name)
    owners: tuple[Maker | None, ...] = OBJECTS[of_type] if function is None else (None,)
    if of_type == "numpy.ndarray" and not is_sharing(facts):
        owners = tuple(each for each in owners if each is not _objects)
    for owner in owners:
        good = 0
        for makers in itertools.islice(_arguments(facts), MOST_ATTEMPTS):
            made = _call(facts, function, owner, makers)
            if made is not None:
                yield made
                good += 1
                if good >= MOST_CALLS:
                    break


def _arguments(facts: Facts) -> Iterator[tuple[Any, ...]]:
    """Lists of arguments, each made anew."""
    if facts.name in BY_HAND:
        yield from (maker() for maker in BY_HAND[facts.name])
        return
    own = facts.parameters[1:] if facts.is_method else facts.parameters
    needed = [each for each in own if _is_needed(each)]
    for makers in itertools.product(pool(facts), repeat=min(len(needed), 3)):
        yield tuple(maker() for maker in makers)
    optional = [each for each in own if not _is_needed(each) and each.passing is not Passing.KEYWORD]
    if optional and len(needed) < 2:
        for makers in itertools.product(pool(facts), repeat=len(needed) + 1):
            yield tuple(maker() for maker in makers)


def _is_needed(parameter: Parameter) -> bool:
    return parameter.default is None and parameter.passing in (Passing.POSITION, Passing.EITHER, Passing.REST)


def _call(facts: Facts, function: Any, owner: Maker | None, arguments: tuple[Any, ...]) -> Observed | None:
    objects = ([owner()] if owner is not None else []) + list(arguments)
    if owner is not None:
        name = facts.name.rpartition(".")[2]
        function = getattr(type(objects[0]), name, None)
        if function is None:
            return None
    skipped = 1 if facts.is_method and owner is None else 0
    names = facts.bind(len(objects) + skipped).positional[skipped:]
    if OTHER in names:
        return None
    before = [likeness(each) for each in objects]
    reached = [reachable(each) for each in objects]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = function(*objects)
    except Exception:  # noqa: BLE001 - arguments that do not fit
        return None
    if result is NotImplemented:
        return None
    return Observed(facts, list(zip(names, objects, strict=True)), before, reached, result)


def likeness(value: Any, seen: tuple[int, ...] = ()) -> Any:
    """What is equal before and after if nothing of the value changed."""
    if id(value) in seen:
        return "…"
    seen = (*seen, id(value))
    match value:
        case list() | tuple() | collections.deque():
            return type(value), [likeness(each, seen) for each in value]
        case dict() | types.MappingProxyType():
            return type(value), [(likeness(key, seen), likeness(value[key], seen)) for key in value]
        case collections.ChainMap():
            return likeness(value.maps, seen)
        case set() | frozenset():
            return type(value), sorted(map(id, value))
        case Box():
            return value.content[:]
        case numpy.ndarray():
            return value.shape, value.dtype.str, [likeness(each, seen) for each in value.ravel().tolist()]
        case random.Random():
            return value.getstate()
        case io.StringIO() | io.BytesIO():
            return "closed" if value.closed else (value.getvalue(), value.tell())
        case _:
            return repr(value)


_MUTABLE = (list, dict, set, collections.deque, bytearray, numpy.ndarray, Box)
_CLOSED = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, str, bytes, int, float)


def reachable(value: Any) -> dict[int, Any]:
    """The objects that can change and are reached from the value, itself among them, by their identity."""
    found: dict[int, Any] = {}
    seen: set[int] = set()
    pending = [value]
    while pending:
        item = pending.pop()
        if id(item) in seen or isinstance(item, _CLOSED):
            continue
        seen.add(id(item))
        if isinstance(item, _MUTABLE):
            found[id(item)] = item
        if isinstance(item, numpy.ndarray):
            if item.dtype == object:
                pending.extend(item.ravel().tolist())
            if item.base is not None:
                pending.append(item.base)
        elif type(item) is types.BuiltinMethodType or isinstance(item, types.MethodType):
            pending.append(item.__self__)
        else:
            pending.extend(gc.get_referents(item))
    return found
