"""Between the values of the evaluation and Python's own: cells become real lists and dictionaries, and back.

Only Python's own values meet Python's own functions (law 3): `Plain` gives them, all the way down, or says that there
are none. Parts that a function hands back, or changed, are found again in the cells that they came from.
"""

from __future__ import annotations

import copy
import datetime
import decimal
import enum
import fractions
import pathlib
import re
import types
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterator
from typing import Any

from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import MISSING, Bound, InstanceCell, Library, Own, Partial
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.heap import Heap
from eflows2smk.frontend.heap.values import Computed, with_members
from eflows2smk.frontend.trusted.errors import ProgramExit, TrustError
from eflows2smk.frontend.trusted.files import StaticFile
from eflows2smk.frontend.trusted.limits import joined_length
from eflows2smk.frontend.trusted.paths import TracedPath
from eflows2smk.workflow.text import Text, has_symbol

# Values of which nobody can tell two equal ones apart, but by `is`.
SCALARS = frozenset({int, float, complex, bool, str, Text, bytes, type(None), type(...), type(NotImplemented), range})
_IMMUTABLE: tuple[type, ...] = (
    datetime.date,
    datetime.time,
    datetime.timedelta,
    datetime.tzinfo,
    decimal.Decimal,
    fractions.Fraction,
    pathlib.PurePath,
    re.Pattern,
    re.Match,
    enum.Enum,
    types.MappingProxyType,
    BaseException,
    type,
)
# Of NumPy's classes those whose objects change, beside arrays.
_CHANGING = frozenset({"Generator", "RandomState", "BitGenerator", "SeedSequence", "poly1d"})
# Content of cells by kind, as real types.
KINDS: dict[type, str] = {
    list: "list",
    dict: "dict",
    OrderedDict: "dict",
    defaultdict: "dict",
    Counter: "dict",
    set: "set",
    deque: "deque",
}


class NotPlain(Exception):
    """There is no real value for this one: it is, or holds, what only the program or the run has."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value


class Plain:
    """Real values for cells, each cell once, and the way back.

    A real value that was made of a cell is known again by its identity, so that what a function returns, or puts
    somewhere else, is the same object for the program.
    """

    def __init__(self, call: Callable[[Any, list[Any]], Any] | None = None) -> None:
        """call: calls a function of the program, where a real one may call it back."""
        self._call = call
        self._real: dict[Cell, Any] = {}
        self._cells: dict[int, Cell] = {}
        # How many members there are for a function that goes through all of them, those of an object that stands in
        # several places as often as it stands there.
        self._seen = 0
        self._sizes: dict[Cell, int] = {}

    def of(self, value: Any) -> Any:
        """The real value. Raises NotPlain."""
        kind = type(value)
        if kind in SCALARS:
            return self.symbolic(value) if (kind is Text or kind is str) and has_symbol(value) else value
        if kind is tuple:
            self._count(len(value))
            return tuple([self.of(item) for item in value])
        if kind is frozenset:
            return frozenset([self.of(item) for item in value])
        if kind is slice:
            return slice(self.of(value.start), self.of(value.stop), self.of(value.step))
        if kind is Library:
            if value.real is MISSING:
                raise NotPlain(value)
            return value.real
        if isinstance(value, Cell):
            return self._of_cell(value)
        if isinstance(value, pathlib.PurePath) and has_symbol(str(value)):
            return self.symbolic(value)
        if isinstance(value, BaseException) and "computed" in value.__dict__:
            raise NotPlain(value)
        if _is_named_tuple(value):
            return _with(value, [self.of(item) for item in value])
        if isinstance(value, _IMMUTABLE):
            return value
        if kind.__module__.partition(".")[0] == "numpy":
            return value
        if self._call is not None and isinstance(value, Bound | Partial | Own):
            return self._called_back(value)
        raise NotPlain(value)

    def symbolic(self, value: Any) -> Any:
        """The real value of a text that holds the number of an iteration: there is none."""
        raise NotPlain(value)

    def _called_back(self, function: Any) -> Callable[..., Any]:
        """A real function that calls one of the program on the program's values, and gives a real value."""
        call = self._call
        assert call is not None

        def run(*args: Any) -> Any:
            return Plain().of(call(function, list(args)))

        return run

    def _count(self, members: int) -> None:
        self._seen += members
        joined_length(self._seen)

    def _of_cell(self, cell: Cell) -> Any:
        if cell in self._real:
            self._count(self._sizes.get(cell, 0))
            return self._real[cell]
        before = self._seen
        made = self._made(cell)
        if isinstance(cell.content, list | dict | set | deque):
            self._count(len(cell.content))
        self._sizes[cell] = self._seen - before
        return made

    def _made(self, cell: Cell) -> Any:
        content = cell.content
        if isinstance(content, Computed):
            raise NotPlain(cell)
        made: Any
        match cell.kind:
            case "list":
                made = self._note(cell, [])
                made.extend([self.of(item) for item in content])
            case "dict":
                made = self._note(cell, content.copy())
                made.clear()
                if type(content) is defaultdict:
                    made.default_factory = None if content.default_factory is None else self.of(content.default_factory)
                for key, item in content.items():
                    made[self.of(key)] = self.of(item)
            case "set":
                made = self._note(cell, set())
                made.update([self.of(item) for item in content])
            case "deque":
                made = self._note(cell, deque((), content.maxlen))
                made.extend([self.of(item) for item in content])
            case "object" | "array":
                made = self._note(cell, content)
            case "function" if self._call is not None:
                made = self._called_back(cell)
            case _:
                raise NotPlain(cell)
        return made

    def _note(self, cell: Cell, made: Any) -> Any:
        self._real[cell] = made
        self._cells[id(made)] = cell
        return made

    def back(self, heap: Heap, value: Any) -> Any:
        """The program's value for what a real function gave."""
        return known(heap, value, self._cells)

    def write_back(self, heap: Heap, cell: Cell) -> None:
        """After a real function changed the real value of a cell: the cell has what that holds now."""
        made = self._real[cell]
        if cell.kind in ("object", "array"):
            return
        items: Any
        if isinstance(made, dict):
            items = made.copy()
            items.clear()
            for key, item in made.items():
                items[known(heap, key, self._cells)] = known(heap, item, self._cells)
        elif isinstance(made, set):
            items = {known(heap, item, self._cells) for item in made}
        else:
            items = [known(heap, item, self._cells) for item in made]
            if isinstance(made, deque):
                items = deque(items, made.maxlen)
        heap.replace(cell, items)


def known(heap: Heap, value: Any, cells: dict[int, Cell]) -> Any:
    """The program's value for a real one: what can be changed becomes a cell. cells: by the identity of real values
    that are known already."""
    kind = type(value)
    if kind in SCALARS:
        return value
    if id(value) in cells:
        return cells[id(value)]
    if kind is tuple:
        return tuple([known(heap, item, cells) for item in value])
    if kind is frozenset:
        return frozenset([known(heap, item, cells) for item in value])
    if kind is pathlib.PosixPath:
        return TracedPath(value)
    name = KINDS.get(kind)
    if name is not None:
        cell = heap.allocate(name, kind() if kind is not deque else deque((), value.maxlen))
        cells[id(value)] = cell
        if name == "dict":
            content = value.copy()
            content.clear()
            if kind is defaultdict and value.default_factory is not None:
                content.default_factory = library_of(value.default_factory)
            for key, item in value.items():
                content[known(heap, key, cells)] = known(heap, item, cells)
        elif name == "set":
            content = {known(heap, item, cells) for item in value}
        else:
            content = kind([known(heap, item, cells) for item in value])
            if name == "deque":
                content = deque(content, value.maxlen)
        heap.replace(cell, content)
        return cell
    if isinstance(value, type) or callable(value) and hasattr(value, "__qualname__"):
        return library_of(value)
    if _is_named_tuple(value):
        return _with(value, [known(heap, item, cells) for item in value])
    if isinstance(value, (*_IMMUTABLE, slice)):
        return value
    if kind.__module__.partition(".")[0] == "numpy":
        if kind.__name__ == "ndarray":
            return heap.allocate("array", value)
        if not any(base.__name__ in _CHANGING for base in kind.__mro__):
            return value
    if kind.__name__ in ("dict_keys", "dict_values", "dict_items"):
        return heap.allocate("list", [known(heap, item, cells) for item in value])
    if hasattr(value, "__next__") and not hasattr(value, "__enter__"):
        # Known functions give iterators over known values, which nobody sees before they are used.
        return heap.allocate("iterator", _each(heap, value, cells))
    return heap.allocate("object", value)


def _each(heap: Heap, iterator: Iterator[Any], cells: dict[int, Cell]) -> Iterator[Any]:
    while True:
        try:
            item = next(iterator)
        except StopIteration:
            return
        except (TrustError, NotPlain, Raised):
            raise
        except Exception as error:
            raise Raised(error) from None
        yield known(heap, item, cells)


_NAMED: dict[int, Library] = {}


def library_of(real: Any) -> Library:
    """The one name of a real function or class."""
    found = _NAMED.get(id(real))
    if found is None:
        module = getattr(real, "__module__", None) or "builtins"
        found = _NAMED[id(real)] = Library(f"{module}.{real.__qualname__}", real)
    return found


def name_library(name: str, real: Any) -> Library:
    """A real function or class under the name by which the program knows it."""
    found = _NAMED.get(id(real))
    if found is None:
        found = _NAMED[id(real)] = Library(name, real)
    return found


def _is_named_tuple(value: Any) -> bool:
    return isinstance(value, tuple) and hasattr(value, "_fields")


def _with(value: Any, members: list[Any]) -> Any:
    """The same named tuple where its members are the same."""
    is_same = all(one is other for one, other in zip(value, members, strict=True))
    return value if is_same else with_members(value, members)


def is_known(value: Any) -> bool:
    """Whether it is known all the way down; what it holds of the program's functions and instances counts as known."""
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Computed):
            return False
        if type(item) in SCALARS or id(item) in seen:
            continue
        seen.add(id(item))
        if isinstance(item, Cell):
            content = item.content
            if isinstance(content, Computed):
                return False
            if isinstance(content, dict):
                waiting += [*content.keys(), *content.values()] if item.kind == "dict" else content.values()
            elif item.kind in ("list", "set", "deque"):
                waiting += content
            if isinstance(item, InstanceCell) and item.base is not MISSING:
                waiting.append(item.base)
        elif isinstance(item, tuple | frozenset):
            waiting += item
    return True


def copied(content: Any) -> Any:
    """A copy of a real object, to which the heap can go back; an open file goes on where it is."""
    return content if isinstance(content, StaticFile) else copy.deepcopy(content)


def really(run: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What a real function gives for real values; what it raises is an exception of the program."""
    try:
        return run(*args, **kwargs)
    except (TrustError, ProgramExit, Raised, Refused, NotPlain, MemoryError, RecursionError):
        # The last two are ours: how far the evaluation got by then.
        raise
    except Exception as error:
        raise Raised(error) from None
