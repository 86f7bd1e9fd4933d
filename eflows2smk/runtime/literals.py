"""Static values on the command line of a job: Python literals, and calls of the few names below for the rest.

`encode` runs in the compiler, `decode` in the job. The text is written by us into the Snakefile, which is itself
code, so a job may evaluate it; it sees no names but those of the table at the end of this module.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any


class Unencodable(ValueError):
    """A value that no command line can carry."""


# Compile time --------------------------------------------------------------------------------------------------------


def encode(value: object) -> str:
    """Text from which `decode` makes an equal value; the same value always gives the same text.

    Raises Unencodable for what can't be pickled either.
    """
    return _encode(value, None)


def encode_skeleton(value: object, is_hole: Callable[[object], bool]) -> str:
    """Like `encode`, with ``...`` in place of every member for which `is_hole` is true, for `fill`."""
    return _encode(value, is_hole)


def _encode(value: object, is_hole: Callable[[object], bool] | None) -> str:
    if is_hole is not None and is_hole(value):
        return "..."
    write = _WRITERS.get(type(value))
    if write is not None:
        return write(value, is_hole)
    if isinstance(value, str) and type(value).__module__ != "numpy":
        # Strings that carry provenance are plain strings for a job.
        return _with_symbols(repr(str(value)))
    if hasattr(value, "__symbol__"):
        return str(value.__symbol__())
    return _encode_object(value, is_hole)


def _with_symbols(text: str) -> str:
    """Symbols of loop variables (`workflow.text.symbol`) stay readable, for what writes them as wildcards."""
    return text.replace("\\ue000", "\ue000").replace("\\ue001", "\ue001") if "\\ue00" in text else text


def _write_float(value: float, _: object) -> str:
    return repr(value)


def _write_complex(value: complex, _: object) -> str:
    return f"complex({value.real!r}, {value.imag!r})"


def _joined(items: Iterable[object], is_hole: Callable[[object], bool] | None) -> str:
    return ", ".join([_encode(item, is_hole) for item in items])


def _write_tuple(value: tuple[object, ...], is_hole: Callable[[object], bool] | None) -> str:
    return f"({_joined(value, is_hole)}{',' if len(value) == 1 else ''})"


def _pairs(value: dict[Any, Any], is_hole: Callable[[object], bool] | None) -> str:
    pairs = [f"{_encode(key, None)}: {_encode(item, is_hole)}" for key, item in value.items()]
    return "{" + ", ".join(pairs) + "}"


def _members(value: Iterable[object]) -> str:
    # Sets have no order of their own; the text must not change from run to run.
    return "{" + ", ".join(sorted(_encode(item, None) for item in value)) + "}"


def _write_set(value: set[object], _: object) -> str:
    return _members(value) if value else "set()"


def _write_frozenset(value: frozenset[object], _: object) -> str:
    return f"frozenset({_members(value)})" if value else "frozenset()"


def _encode_object(value: Any, is_hole: Callable[[object], bool] | None) -> str:
    from eflows2smk.runtime.describing import Indescribable, describe
    from eflows2smk.workflow.model import Artefact, Constant

    if isinstance(value, Artefact):
        raise Unencodable("it holds what another job computes")
    if isinstance(value, Constant):
        if value.how == "reference":
            return f"reference({value.cls!r})"
        if value.how == "call":
            return f"made({value.cls!r}, [{_joined(value.state.values(), is_hole)}])"
        return f"Constant({value.cls!r}, {_pairs(dict(value.state), is_hole)})"
    try:
        return describe(value, encode)
    except Indescribable:
        # Only a pickle tells that two parts of it are one object.
        return f"unpickled({_pickled(value)!r})"


def _pickled(value: object) -> bytes:
    import pickle

    try:
        return pickle.dumps(value, protocol=5)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise Unencodable(f"a value of type '{type(value).__name__}' can't be passed to a job: {error}") from error


_WRITERS: dict[type, Callable[[Any, Any], str]] = {
    str: lambda value, _: _with_symbols(repr(value)),
    int: lambda value, _: repr(value),
    bool: lambda value, _: repr(value),
    bytes: lambda value, _: repr(value),
    range: lambda value, _: repr(value),
    slice: lambda value, _: f"slice({encode(value.start)}, {encode(value.stop)}, {encode(value.step)})",
    type(None): lambda value, _: "None",
    type(...): lambda value, _: "Ellipsis",
    float: _write_float,
    complex: _write_complex,
    list: lambda value, is_hole: f"[{_joined(value, is_hole)}]",
    tuple: _write_tuple,
    dict: _pairs,
    set: _write_set,
    frozenset: _write_frozenset,
}


# In the job ----------------------------------------------------------------------------------------------------------


class _StaticEllipsis:
    """Stands for a member that is ``...`` itself until the holes of a skeleton are filled."""


_STATIC_ELLIPSIS = _StaticEllipsis()


def decode(text: str) -> object:
    """The value that `encode` wrote."""
    return fill(text, iter(()))


def fill(text: str, members: Iterator[object]) -> object:
    """The value of a skeleton, with the next of `members` for every ``...`` from left to right."""
    return _filled(eval(text, {"__builtins__": {}}, _NAMES), members)


def _filled(value: object, members: Iterator[object]) -> object:
    kind = type(value)
    if value is ...:
        return next(members)
    if value is _STATIC_ELLIPSIS:
        return ...
    if kind is list:
        items: list[object] = value  # type: ignore[assignment]
        for position, item in enumerate(items):
            items[position] = _filled(item, members)
        return items
    if kind is tuple:
        return tuple([_filled(item, members) for item in value])  # type: ignore[attr-defined]
    if kind is dict:
        return {_filled(key, members): _filled(item, members) for key, item in value.items()}  # type: ignore[attr-defined]
    if kind is _Pending or kind is _Call:
        return value.build(members)  # type: ignore[attr-defined]
    return value


class _Pending:
    """An object of a class of the user's, made once the holes among its attributes are filled."""

    __slots__ = ("cls", "state")

    def __init__(self, cls: str, state: dict[str, object]) -> None:
        self.cls = cls
        self.state = state

    def build(self, members: Iterator[object]) -> object:
        cls = _reference(self.cls)
        made = cls.__new__(cls)
        unittest = sys.modules.get("unittest")
        if unittest is not None and "_testMethodName" in self.state and isinstance(made, unittest.TestCase):
            # What the compiler has evaluated in its place knows less of itself.
            unittest.TestCase.__init__(made, self.state["_testMethodName"])
        for name, value in self.state.items():
            # Past __setattr__, which frozen dataclasses and properties refuse.
            object.__setattr__(made, name, _filled(value, members))
        return made


class _Call:
    """What a class makes when it is called, once the holes among the arguments are filled."""

    __slots__ = ("cls", "arguments")

    def __init__(self, cls: str, arguments: list[object]) -> None:
        self.cls = cls
        self.arguments = arguments

    def build(self, members: Iterator[object]) -> object:
        return _reference(self.cls)(*[_filled(item, members) for item in self.arguments])


def _reference(name: str) -> Any:
    from eflows2smk.runtime.importing import find

    return find(name)


def _path(text: str) -> object:
    from pathlib import Path

    return Path(text)


def _pure_path(text: str) -> object:
    from pathlib import PurePath

    return PurePath(text)


def _array(items: object, dtype: str, shape: tuple[int, ...]) -> object:
    import numpy

    return numpy.array(items, dtype=dtype).reshape(shape)


def _call(name: str, /, *arguments: object, **named: object) -> object:
    return _reference(name)(*_built(arguments), **_built(named))


def _built(held: Any) -> Any:
    """What may have objects of the user's classes in it, with these made."""
    return _filled(held, iter(()))


def _reduced(
    name: str, arguments: tuple[object, ...], state: Any, items: Iterable[Any] = (), pairs: Iterable[Any] = ()
) -> object:
    """What Python's own way of copying makes of its parts."""
    made = _reference(name)(*_built(arguments))
    state = _built(state)
    if hasattr(made, "__setstate__") and state is not None:
        made.__setstate__(state)
    elif state is not None:
        attributes, slots = state if isinstance(state, tuple) else (state, None)
        made.__dict__.update(attributes or {})
        for slot, value in (slots or {}).items():
            setattr(made, slot, value)
    if items:
        made.extend(_built(items))
    for key, value in _built(pairs):
        made[key] = value
    return made


def _unpickled(data: bytes) -> object:
    import pickle

    return pickle.loads(data)


def _generator(state: dict[str, Any]) -> object:
    import numpy

    made = getattr(numpy.random, state["bit_generator"])()
    made.state = state
    return numpy.random.Generator(made)


class _Module:
    """``datetime.date(2026, 1, 1)`` as `repr` writes it, importing the module only when it is there."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(__import__(self._name), name)


_NAMES: dict[str, object] = {
    "inf": float("inf"),
    "nan": float("nan"),
    "complex": complex,
    "set": set,
    "frozenset": frozenset,
    "range": range,
    "slice": slice,
    "Ellipsis": _STATIC_ELLIPSIS,
    "Constant": _Pending,
    "made": _Call,
    "reference": _reference,
    "Path": _path,
    "PurePath": _pure_path,
    "array": _array,
    "generator": _generator,
    "unpickled": _unpickled,
    "datetime": _Module("datetime"),
    "numpy": _Module("numpy"),
    "call": _call,
    "reduced": _reduced,
}
