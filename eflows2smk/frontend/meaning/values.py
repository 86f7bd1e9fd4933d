"""The text of a value that a name of a module holds, where the compiler knows the value."""

from __future__ import annotations

import datetime
import decimal
import fractions
import hashlib
import re
import sys
import uuid
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from eflows2smk.frontend.evaluation.conversion import library_of
from eflows2smk.frontend.evaluation.functions.managers import ContextMaker
from eflows2smk.frontend.evaluation.functions.objects import Cached
from eflows2smk.frontend.evaluation.values import (
    MISSING,
    Bound,
    ClassCell,
    Descriptor,
    FunctionCell,
    InstanceCell,
    Library,
    ModuleCell,
    Partial,
)
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.record.api import ApiDecorator, ApiFunction, ApiModule, StoreModule
from eflows2smk.frontend.record.tasks import TaskValue
from eflows2smk.parameters import Direction

# Types whose `repr` tells all of a value, in every Python.
_PLAIN = (type(None), bool, int, float, complex, str, bytes, range, type(Ellipsis), PurePath)
# What the decorators' package gives the program.
API = (ApiDecorator, ApiFunction, ApiModule, StoreModule, Direction)
_PRINTED = (datetime.date, datetime.time, datetime.timedelta, decimal.Decimal, fractions.Fraction, uuid.UUID)


class Opaque(Exception):
    """The compiler does not know all of the value."""


class Texts:
    """The text of one value. code: the functions, classes and modules that it holds. places: what stands for folders in
    paths: a program means the same wherever it lies."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self.places = places
        self.code: list[FunctionCell | ClassCell | ModuleCell] = []
        self._seen: dict[int, int] = {}
        # As long as they are looked at, their numbers must not be given to others.
        self._kept: list[Any] = []

    def of(self, value: Any) -> str:
        """Raises Opaque."""
        kind = type(value)
        if kind is str or isinstance(value, PurePath):
            return self._anywhere(ascii(value))
        if kind in _PLAIN:
            return ascii(value)
        if isinstance(value, _PRINTED):
            return ascii(value)
        if isinstance(value, FunctionCell | ClassCell | ModuleCell):
            self.code.append(value)
            return f"<code {name_of(value)}>"
        if isinstance(value, TaskValue | Descriptor | ContextMaker | Cached):
            return f"<{kind.__name__} {self.of(value.function)}>"
        if isinstance(value, Library):
            if not _is_of_library(value.real):
                raise Opaque
            return f"<library {value.name}>"
        if isinstance(value, API):
            return f"<api {value.name}>"
        if isinstance(value, Bound):
            return f"<bound {self.of(value.function)} {self.of(value.owner)}>"
        if isinstance(value, Partial):
            return f"<partial {self.of(value.function)} {self.of(value.args)} {self.of(dict(value.keywords))}>"
        if id(value) in self._seen:
            return f"<again {self._seen[id(value)]}>"
        self._seen[id(value)] = len(self._seen)
        self._kept.append(value)
        return self._holding(value)

    def _anywhere(self, text: str) -> str:
        for place, shown in self.places.items():
            text = text.replace(place, shown)
        return text

    def _holding(self, value: Any) -> str:
        if isinstance(value, InstanceCell):
            self.code.append(value.cls)
            base = "" if value.base is MISSING else self.of(value.base)
            return f"<{name_of(value.cls)} {base} {self._entries(value.content)}>"
        if isinstance(value, Cell):
            if isinstance(value.content, Computed):
                raise Opaque
            return f"<{value.kind} {self._content(value.content)}>"
        return self._content(value)

    def _content(self, content: Any) -> str:
        kind = type(content)
        if kind in (dict, OrderedDict, Counter):
            return f"{kind.__name__} {self._entries(content)}"
        if kind is defaultdict:
            factory = content.default_factory
            made = self.of(library_of(factory) if isinstance(factory, type) else getattr(factory, "function", factory))
            return f"defaultdict {made} {self._entries(content)}"
        if kind in (set, frozenset):
            return f"{{{' '.join(sorted(map(self.of, content)))}}}"
        if kind is deque:
            return f"deque {content.maxlen} [{self._each(content)}]"
        if kind in (tuple, list):
            return f"{kind.__name__}[{self._each(content)}]"
        if isinstance(content, re.Pattern):
            return f"<pattern {content.pattern!a} {content.flags}>"
        if type(content).__module__ == "numpy" and hasattr(content, "tobytes") and not content.dtype.hasobject:
            data = hashlib.sha256(content.tobytes()).hexdigest()
            return f"<array {content.dtype.str} {content.shape} {data}>"
        if type(content) in _PLAIN or isinstance(content, _PRINTED):
            return ascii(content)
        raise Opaque

    def _entries(self, content: Any) -> str:
        return "{" + " ".join(f"{self.of(key)}: {self.of(held)}" for key, held in content.items()) + "}"

    def _each(self, content: Iterable[Any]) -> str:
        return " ".join(map(self.of, content))


def _is_of_library(real: Any) -> bool:
    """Whether its name says all of a real object; what a library made for the program has names like those, too."""
    if real is MISSING or not isinstance(real, type):
        return True
    found: Any = sys.modules.get(real.__module__)
    for part in real.__qualname__.split("."):
        found = getattr(found, part, None)
    return found is real


def name_of(value: FunctionCell | ClassCell | ModuleCell) -> str:
    """Under which name the program has a piece of code."""
    if isinstance(value, ModuleCell):
        return value.source.name
    return f"{value.module.source.name}:{value.code.qualname}"
