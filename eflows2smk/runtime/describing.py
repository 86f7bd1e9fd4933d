"""Objects of libraries as text that a person can read: the call that makes an equal one.

Enters an object that Python can copy, leaves the text for `eflows2smk.runtime.literals`: calls of ``call`` and
``reduced``, NumPy's own names, `repr` where that is exact. Used by the compiler only.
"""

from __future__ import annotations

import copyreg
import sys
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from pathlib import PurePath
from types import BuiltinFunctionType, FunctionType, SimpleNamespace
from typing import Any

Encode = Callable[[object], str]


class Indescribable(Exception):
    """No text of these says what the object is: it has parts in common with itself, or can't be copied."""


def describe(value: object, encode: Encode) -> str:
    """The text. encode: for what is in the object. Raises Indescribable."""
    _refuse_shared(value)
    return _described(value, encode)


def _described(value: Any, encode: Encode) -> str:
    if isinstance(value, PurePath):
        return f"{'Path' if hasattr(value, 'exists') else 'PurePath'}({str(value)!r})"
    if type(value) in (date, datetime, time, timedelta) and _is_plain_zone(getattr(value, "tzinfo", None)):
        return repr(value)
    if isinstance(value, type | FunctionType | BuiltinFunctionType):
        found = _reference(value)
        if found:
            return f"reference({found!r})"
    text = _of_numpy(value, encode)
    if text:
        return text
    arguments = _ARGUMENTS.get(type(value))
    if arguments is not None:
        return _call(_name(type(value)), arguments(value), encode)
    if type(value) in _namespaces():
        members = vars(value)
        words = [f"{name}={encode(item)}" for name, item in members.items() if name.isidentifier()]
        if len(words) == len(members):
            return f"call({', '.join([repr(_name(type(value))), *words])})"
    return _reduced(value, encode)


def _is_plain_zone(zone: object) -> bool:
    return zone is None or type(zone) is timezone


def _namespaces() -> tuple[type, ...]:
    argparse = sys.modules.get("argparse")
    return (SimpleNamespace,) if argparse is None else (SimpleNamespace, argparse.Namespace)


# What a class makes of its arguments, where its own way to be copied is less readable.
_ARGUMENTS: dict[type, Callable[[Any], Sequence[object]]] = {
    deque: lambda value: [list(value)] if value.maxlen is None else [list(value), value.maxlen],
    defaultdict: lambda value: [value.default_factory, dict(value)],
    OrderedDict: lambda value: [dict(value)],
    Counter: lambda value: [dict(value)],
    Fraction: lambda value: [value.numerator, value.denominator],
    Decimal: lambda value: [str(value)],
    bytearray: lambda value: [bytes(value)],
}


# NumPy ---------------------------------------------------------------------------------------------------------------


def _of_numpy(value: Any, encode: Encode) -> str:
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return ""
    if isinstance(value, numpy.generic):
        return _scalar(value, encode)
    if type(value) is numpy.ndarray:
        return _array(value, encode)
    if isinstance(value, numpy.random.Generator):
        state = value.bit_generator.state
        return f"generator({state!r})" if all(type(item) in (str, int, dict) for item in state.values()) else ""
    if isinstance(value, numpy.dtype) and value.fields is None:
        return _call("numpy:dtype", [value.str], encode)
    return ""


def _scalar(value: Any, encode: Encode) -> str:
    kind = value.dtype.kind
    name = {"b": "bool_", "U": "str_", "S": "bytes_"}.get(kind, type(value).__name__)
    if kind in "mM":
        unit = value.dtype.str.partition("[")[2].rstrip("]")
        # A duration is a number of its units, a time the text that everybody knows.
        shown = repr(str(value)) if kind == "M" or str(value) == "NaT" else repr(int(value.astype("i8")))
        return f"numpy.{name}({shown}{f', {unit!r}' if unit else ''})"
    if not has_exact_members(value.dtype):
        return f"numpy.{name}({str(value)!r})" if kind == "f" else ""
    return f"numpy.{name}({encode(value.item())})"


def _array(value: Any, encode: Encode) -> str:
    dtype = value.dtype
    if has_exact_members(dtype):
        return f"array({encode(value.tolist())}, {dtype.str!r}, {value.shape!r})"
    if dtype.kind in "mM":
        return f"array({encode(value.astype('i8').tolist())}, {dtype.str!r}, {value.shape!r})"
    if dtype.fields is not None and all(has_exact_members(field[0].base) for field in dtype.fields.values()):
        is_packed = sum(field[0].itemsize for field in dtype.fields.values()) == dtype.itemsize
        if is_packed and not any(field[0].shape or len(field) > 2 for field in dtype.fields.values()):
            return f"array({encode(value.tolist())}, {encode(dtype.descr)}, {value.shape!r})"
    return ""


def has_exact_members(dtype: Any) -> bool:
    """Whether Python's own numbers and strings hold the array's members without loss."""
    limits = {"f": 8, "c": 16}
    return dtype.kind in "biuUS" or dtype.itemsize <= limits.get(dtype.kind, 0)


# All else ------------------------------------------------------------------------------------------------------------


def _reduced(value: object, encode: Encode) -> str:
    """As Python itself would make a copy of the object."""
    function, arguments, state, items, pairs = _recipe(value)
    name = _reference(function)
    if not name:
        raise Indescribable
    if state is None and not items and not pairs:
        return _call(name, arguments, encode)
    parts = [repr(name), encode(tuple(arguments)), encode(state)]
    parts += [encode(items)] if items or pairs else []
    parts += [encode(pairs)] if pairs else []
    return f"reduced({', '.join(parts)})"


def _recipe(value: Any) -> tuple[Any, tuple[Any, ...], Any, list[Any], list[Any]]:
    """Function, arguments, state, members of a list, pairs of a dictionary. Raises Indescribable."""
    known = copyreg.dispatch_table.get(type(value))
    try:
        made = known(value) if known is not None else value.__reduce_ex__(2)
    except Exception as error:  # noqa: BLE001 - objects of libraries may raise anything
        raise Indescribable from error
    if isinstance(made, str) or len(made) > 5:
        raise Indescribable
    parts: list[Any] = [*made, *[None] * (5 - len(made))]
    function, arguments, state, items, pairs = parts
    return function, arguments, state, list(items or ()), list(pairs or ())


def _call(name: str, arguments: Sequence[object], encode: Encode) -> str:
    return f"call({', '.join([repr(name), *map(encode, arguments)])})"


def _name(made: type) -> str:
    return f"{made.__module__}:{made.__qualname__}"


def _reference(value: Any) -> str:
    """``module:qualname`` of a class or function; "" if it is not to be found there."""
    module, qualname = getattr(value, "__module__", None), getattr(value, "__qualname__", "")
    if not isinstance(module, str) or not qualname:
        return ""
    found = reduce(lambda held, name: getattr(held, name, None), qualname.split("."), sys.modules.get(module))
    return f"{module}:{qualname}" if found is value else ""


# What is no part of anything else even if it is met twice.
_ATOMS = (type(None), bool, int, float, complex, str, bytes, range, type, FunctionType, BuiltinFunctionType, PurePath)


def _refuse_shared(value: object) -> None:
    """Raise Indescribable where a copy made of text would have two objects for one, or would have no end."""
    seen: dict[int, object] = {}
    pending: list[object] = [value]
    while pending:
        current = pending.pop()
        if isinstance(current, _ATOMS) or current is ... or not _is_changeable(current):
            pending += _members(current) if isinstance(current, tuple | frozenset) else ()
            continue
        if id(current) in seen:
            raise Indescribable
        # The object is kept, so that no other one gets its number.
        seen[id(current)] = current
        pending += _members(current)


def _is_changeable(value: object) -> bool:
    numpy = sys.modules.get("numpy")
    fixed = (tuple, frozenset, date, time, timedelta, timezone, Fraction, Decimal)
    return not isinstance(value, fixed) and (numpy is None or not isinstance(value, numpy.generic | numpy.dtype))


def _members(value: Any) -> Iterator[object]:
    if isinstance(value, dict) and type(value) in (dict, OrderedDict, Counter, defaultdict):
        for key, item in value.items():
            yield from (key, item)
    elif type(value) in (list, tuple, set, frozenset, deque):
        yield from value
    elif type(value) is not bytearray and not _of_numpy(value, repr):
        for part in _recipe(value)[1:]:
            # A list that was made just now is shared by nobody.
            yield from part if isinstance(part, list | tuple) else (part,)
