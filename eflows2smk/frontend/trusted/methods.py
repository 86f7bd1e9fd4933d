"""Which attributes of a static value a program may use while it is compiled, by the value's type.

`NAMES` is the table: everything public of harmless types, a list of names for the others. Below it is what
we supply ourselves: methods that keep provenance, are bounded, look at the outside, or are refused. Names
with underscores are out of reach, but for the few that are listed.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import decimal
import enum
import fractions
import functools
import io
import random
import re
import string
import sys
import types
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from configparser import RawConfigParser, SectionProxy
from pathlib import PurePath
from typing import Any

from eflows2smk.frontend.trusted import files, folders, limits, order, strings
from eflows2smk.frontend.trusted.environment import Environment
from eflows2smk.frontend.trusted.errors import Untrusted
from eflows2smk.frontend.trusted.functions import MISSING, OwnMethod, WorldFunction
from eflows2smk.frontend.trusted.paths import TracedPath
from eflows2smk.frontend.trusted.silent import SilentHandler, SilentLogger, SilentStream
from eflows2smk.workflow.text import Text

ALL = "*"

_PARSER = (
    "add_argument add_argument_group add_mutually_exclusive_group add_subparsers add_parser parse_args"
    " parse_known_args set_defaults get_default error exit format_help format_usage print_help print_usage"
    " prog description epilog"
)
_PURE_PATH = (
    "parts drive root anchor name suffix suffixes stem parent parents joinpath with_name with_stem"
    " with_suffix with_segments relative_to is_relative_to is_absolute match full_match as_posix as_uri"
    " __str__ __fspath__"
)

_BUFFER = "read readline readlines getvalue seek tell write writelines close closed __enter__ __exit__"

NAMES: dict[type, str] = {
    str: ALL,
    bytes: ALL,
    bytearray: ALL,
    int: ALL,
    float: ALL,
    complex: ALL,
    list: ALL,
    tuple: ALL,
    dict: ALL,
    set: ALL,
    frozenset: ALL,
    range: ALL,
    slice: ALL,
    deque: ALL,
    Counter: ALL,
    defaultdict: ALL,
    OrderedDict: ALL,
    ChainMap: ALL,
    types.MappingProxyType: ALL,
    datetime.date: ALL,
    datetime.datetime: ALL,
    datetime.time: ALL,
    datetime.timedelta: ALL,
    datetime.timezone: ALL,
    re.Pattern: ALL,
    re.Match: ALL,
    decimal.Decimal: ALL,
    fractions.Fraction: ALL,
    argparse.ArgumentParser: _PARSER,
    argparse._ArgumentGroup: _PARSER,
    argparse._SubParsersAction: _PARSER,
    argparse.Action: "dest default help choices required option_strings nargs",
    RawConfigParser: "read read_file read_string read_dict get getint getfloat getboolean sections options"
    " has_section has_option items keys values defaults set add_section remove_section remove_option"
    " optionxform pop setdefault update",
    SectionProxy: "get getint getfloat getboolean items keys values name",
    PurePath: _PURE_PATH,
    files.StaticFile: "read readline readlines seek tell readable writable close closed name mode write"
    " writelines flush __enter__ __exit__",
    folders.Entry: "name path",
    folders.Entries: "close __enter__ __exit__",
    io.StringIO: _BUFFER,
    io.BytesIO: _BUFFER,
    csv.DictReader: "fieldnames line_num restkey restval dialect",
    type(csv.reader(())): "line_num dialect",
    string.Template: "substitute safe_substitute template",
    functools.partial: "func args keywords",
    type(functools.lru_cache(len)): "cache_clear cache_info",
    random.Random: ALL,
    BaseException: "args with_traceback add_note",
    OSError: "args errno strerror filename filename2",
    StopIteration: "value",
    UnicodeError: "reason start end object encoding",
    ValueError: "msg doc pos lineno colno reason",
    Environment: ALL,
    SilentLogger: ALL,
    SilentHandler: ALL,
    SilentStream: ALL,
    type(sys.version_info): "major minor micro releaselevel serial",
    type(sys.float_info): ALL,
    type(sys.int_info): ALL,
}

# By the name of the class, for what may not be installed, and for classes that have no name to import.
NAMES_ELSEWHERE: dict[str, str] = {
    "numpy.ndarray": "shape size ndim dtype nbytes itemsize strides flat T real imag all any argmax argmin"
    " argsort astype clip compress conj conjugate copy cumprod cumsum diagonal dot fill"
    " flatten item max mean min nonzero prod ptp put ravel repeat reshape resize round"
    " searchsorted sort squeeze std sum swapaxes take tolist trace transpose var view"
    " __array__",
    "numpy.generic": "shape size ndim dtype nbytes itemsize T real imag all any astype clip conj conjugate"
    " copy item max mean min prod round sum tolist is_integer",
    "numpy.dtype": "name kind char num itemsize str shape names fields type base",
    "numpy.random._generator.Generator": "integers random choice bytes shuffle permutation permuted uniform"
    " normal standard_normal exponential poisson binomial beta gamma"
    " lognormal multivariate_normal triangular geometric",
    "numpy.random.mtrand.RandomState": "rand randn randint random random_sample choice shuffle permutation"
    " uniform normal standard_normal exponential poisson binomial beta"
    " gamma lognormal multivariate_normal seed",
    "_hashlib.HASH": "hexdigest digest update copy name digest_size block_size",
    "urllib.parse.ParseResult": "scheme netloc path params query fragment geturl hostname port username",
}

_NOW = "the time of day differs from run to run"
_ZONE = "it depends on the time zone of the machine"
_WRITES = "it changes the disk, which only plain Python in a statement without calls of tasks can do"

REFUSED: dict[type, dict[str, str]] = {
    datetime.date: {"today": _NOW, "fromtimestamp": _ZONE},
    datetime.datetime: {
        **dict.fromkeys(("now", "utcnow", "today"), _NOW),
        **dict.fromkeys(("timestamp", "fromtimestamp", "astimezone"), _ZONE),
    },
    PurePath: dict.fromkeys(
        [
            "write_text",
            "write_bytes",
            "touch",
            "unlink",
            "rmdir",
            "rename",
            "replace",
            "chmod",
            "lchmod",
            "symlink_to",
            "hardlink_to",
            "link_to",
        ],
        _WRITES,
    ),
    random.Random: dict.fromkeys(("getstate", "setstate"), "it exposes the generator's memory"),
}


# --- what we supply -------------------------------------------------------------------------------


def _trimming(name: str) -> Callable[..., Any]:
    plain = getattr(str, name)

    def run(text: str, *args: Any) -> str:
        return strings.trimmed(text, plain(text, *args))

    return run


def _padding(name: str) -> Callable[..., Any]:
    plain = getattr(str, name)

    def run(text: str, width: Any, *fill: Any) -> Any:
        limits.width(width)
        return plain(text, width, *fill)

    return run


def _bounded_replace(text: str, old: str, new: str, count: int = -1) -> str:
    if len(new) > 1 and len(text) * len(new) > limits.LENGTH * 10:
        limits.width(text.count(old) * len(new))
    return strings.replace(text, old, new, count)


_STRING: dict[str, Callable[..., Any]] = {
    "join": strings.join_method,
    "replace": _bounded_replace,
    **{name: _trimming(name) for name in ("strip", "lstrip", "rstrip", "removeprefix", "removesuffix")},
    **{name: _padding(name) for name in ("zfill", "ljust", "rjust", "center")},
}

_SUPPLIED: dict[type, dict[str, Callable[..., Any]]] = {
    str: _STRING,
    list: {"extend": order.extending(list, "extend")},
    deque: {name: order.extending(deque, name) for name in ("extend", "extendleft")},
    set: {"pop": order.pop},
}

_PATH: dict[str, Callable[..., Any]] = {
    "exists": files.exists,
    "is_file": files.isfile,
    "is_dir": files.isdir,
    "read_text": files.read_text,
    "read_bytes": files.read_bytes,
    "open": files.open_path,
    "iterdir": folders.iterdir,
    "glob": folders.path_glob,
    "rglob": folders.path_rglob,
    "walk": folders.path_walk,
    "absolute": folders.path_absolute,
    "resolve": folders.path_resolve,
    "expanduser": folders.path_expanduser,
    "mkdir": folders.path_mkdir,
}
_OF_CLASS: dict[type, dict[str, Callable[..., Any]]] = {
    TracedPath: {"cwd": folders.path_cwd, "home": folders.home},
}
_WORLD: dict[type, dict[str, Callable[..., Any]]] = {
    TracedPath: _PATH,
    RawConfigParser: {"read": files.read_configuration},
    folders.Entry: {
        "is_file": lambda world, entry, **_: files.isfile(world, entry.path),
        "is_dir": lambda world, entry, **_: files.isdir(world, entry.path),
    },
}


class _Access:
    """What one type allows: plain names, ours, those that look at the outside, those refused."""

    __slots__ = ("names", "supplied", "world", "refused", "open")

    def __init__(self, cls: type) -> None:
        self.names: set[str] = set()
        self.supplied: dict[str, Callable[..., Any]] = {}
        self.world: dict[str, Callable[..., Any]] = {}
        self.refused: dict[str, str] = {}
        for base in reversed(cls.__mro__):
            self._add(base)
        self.open = issubclass(cls, argparse.Namespace | types.SimpleNamespace)
        if issubclass(cls, tuple) and hasattr(cls, "_fields"):
            self.names.update(cls._fields, ("_fields", "_asdict", "_replace", "_make", "_field_defaults"))
        if issubclass(cls, enum.Enum):
            self.names.update(name for name in dir(cls) if not name.startswith("_"))
            self.names.update(("name", "value"))
        self.names.difference_update(self.refused)

    def _add(self, base: type) -> None:
        listed = NAMES.get(base) or NAMES_ELSEWHERE.get(f"{base.__module__}.{base.__qualname__}", "")
        if listed == ALL:
            self.names.update(name for name in dir(base) if not name.startswith("_"))
        else:
            self.names.update(listed.split())
        self.refused.update(REFUSED.get(base, {}))
        self.supplied = self.supplied | _SUPPLIED.get(base, {})
        self.world = self.world | _WORLD.get(base, {})


_access: dict[type, _Access] = {}


def access(cls: type) -> _Access:
    """What the attributes of this type's instances are; worked out once for each type."""
    found = _access.get(cls)
    if found is None:
        found = _access[cls] = _Access(cls)
    return found


def read_attribute(value: Any, name: str) -> Any:
    """An attribute of a plain value. Raises AttributeError, Untrusted."""
    found = method(value, name)
    if found is MISSING:
        raise AttributeError(f"'{type(value).__name__}' object has no attribute '{name}'")
    return found


def method(value: Any, name: str) -> Any:
    """The attribute `name` of a static value, MISSING if it has none, `Untrusted` if it must not be used."""
    cls = type(value)
    allowed = _access.get(cls) or access(cls)
    if name in allowed.names:
        if name in allowed.supplied:
            return OwnMethod(value, allowed.supplied[name])
        if name in allowed.world:
            return WorldFunction(name, allowed.world[name], (value,))
        return getattr(value, name, MISSING)
    if name in allowed.world:
        return WorldFunction(name, allowed.world[name], (value,))
    if allowed.open and not name.startswith("_"):
        return getattr(value, name, MISSING)
    if isinstance(value, type):
        return _of_class(value, name)
    return _refused(value, cls, name, allowed.refused)


def _of_class(cls: type, name: str) -> Any:
    """An attribute of a class: the method before it is bound, a class method, a member of an enumeration."""
    if name == "__name__":
        return str.__name__ if cls is Text else "PosixPath" if cls is TracedPath else cls.__name__
    for base in cls.__mro__:
        if name in _OF_CLASS.get(base, ()):
            return WorldFunction(name, _OF_CLASS[base][name])
    allowed = access(cls)
    if name in allowed.world:
        return WorldFunction(name, allowed.world[name])
    if name in allowed.names:
        found = allowed.supplied.get(name)
        return getattr(cls, name, MISSING) if found is None else found
    return _refused(cls, cls, name, allowed.refused)


def _refused(value: Any, cls: type, name: str, refused: dict[str, str]) -> Any:
    shown = f"{cls.__name__}.{name}"
    if name in refused:
        raise Untrusted(shown, refused[name])
    if not hasattr(value, name):
        return MISSING
    if name.startswith("_"):
        raise Untrusted(shown, "it belongs to the inside of Python")
    raise Untrusted(shown, "it is not among the attributes that are known to be safe")
