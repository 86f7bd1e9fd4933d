"""What the operations of a program look at: which of them would do something else for other values.

Serves the question which values of a configuration a workflow only hands on (`commands.following`). The program is
evaluated with values that stand nowhere else. An operation that only hands on what it gets, as an assignment, a
display, a call of the program's own function or a hole of an f-string, makes no difference between values. All others
are noted with what they look at.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from eflows2smk.diagnostics import Span
from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.operations import Code, Operation
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.values import Bound, ClassCell, FunctionCell, InstanceCell, Library, Method
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.workflow.text import Text

# Members that are looked through for the values of the configuration, for one operand.
MOST = 20_000
# Functions that hand on what they get, or what it holds, or how much of it there is.
_HANDING_ON = frozenset(
    "builtins.enumerate builtins.zip builtins.list builtins.tuple builtins.iter builtins.reversed"
    " builtins.len builtins.print builtins.open pathlib.Path pathlib.PosixPath os.path.join posixpath.join"
    " yaml.safe_load yaml.load yaml.full_load json.load json.loads io.open pathlib.PurePath pathlib.PurePosixPath"
    " copy.copy copy.deepcopy types.SimpleNamespace argparse.Namespace".split()
)
_METHODS = frozenset("append extend items values keys read_text open read join".split())
# What gives all of a value of these types.
_CONVERSIONS: Mapping[str, tuple[type, ...]] = {
    "builtins.float": (float,),
    "builtins.int": (int,),
    "builtins.str": (str, Text, int, float),
}
# A text with conversions that show all of a value.
_PLAIN_FORMAT = re.compile(r"(?:[^%]|%s|%%)*")
_ADDRESS = re.compile(" at 0x[0-9a-f]+")
# Of a container so many members are compared, and so deep.
_FEW, _DEEP = 8, 3
# What operations that hand on ask of an operand: nothing.
_SILENT: tuple[type[Operation], ...] = (
    core.Constant,
    core.Move,
    core.Load,
    core.Store,
    core.Delete,
    core.SetAttribute,
    core.Function,
    core.Class,
    core.Import,
    core.ImportName,
    core.ImportStar,
    core.Return,
    core.Annotate,
    core.Comprehension,
    core.For,
    core.With,
    core.Try,
    core.Break,
    core.Continue,
    core.Raise,
    core.While,
    core.Yield,
)

# Tasks are waited for, files opened and barriers set whatever the values are.
_OURS = ("eflows2smk.", "pycompss.")


@dataclass(frozen=True, slots=True)
class Place:
    """An operation of the program, the same one in each evaluation."""

    span: Span
    kind: str
    target: int


@dataclass(slots=True, eq=False)
class Observer:
    """values: numbers and texts of the configuration, as nothing else of the program has them, with their places.

    drawn: finds what may be one of them in a text, as its first group. asked: those that an operation looked at, each
    with the first place. keys: those by which something was found again. looks: how often each operation looked at
    which other values.
    """

    values: Mapping[Any, Any]
    drawn: re.Pattern[str]
    asked: dict[Any, Any] = field(default_factory=dict)
    keys: set[Any] = field(default_factory=set)
    looks: Counter[tuple[Place, tuple[Any, ...]]] = field(default_factory=Counter)
    texts: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.texts = {str(key): place for key, place in self.values.items()}

    def watched(self, code: Code, operation: Operation, closure: Callable[[Frame], Any]) -> Callable[[Frame], Any]:
        """The closure of an operation, which is noted before."""
        if isinstance(operation, _SILENT):
            return closure
        look = _LOOKS.get(type(operation), _everything)
        place = Place(code.module.span(operation.origin), type(operation).__name__, getattr(operation, "target", -1))

        def run(frame: Frame) -> Any:
            look(Looking(self, place), operation, frame)
            return closure(frame)

        return run

    def differs(self, other: Observer) -> Span | None:
        """Where the same program, with more members in the lists of its configuration, decides on something else."""
        mine, theirs = self._by_place(), other._by_place()
        for place in (*mine, *theirs):
            one, two = mine.get(place, {}), theirs.get(place, {})
            if one != two and not (len(one) == 1 and one.keys() == two.keys()):
                return place.span
        return None

    def _by_place(self) -> dict[Place, dict[Any, int]]:
        found: dict[Place, dict[Any, int]] = {}
        for (place, shown), count in self.looks.items():
            found.setdefault(place, {})[shown] = count
        return found

    def within(self, value: Any) -> Iterator[Any]:
        """The places of the configuration's values in a value, all the way down."""
        waiting, seen = [value], set[int]()
        while waiting:
            item = waiting.pop()
            if isinstance(item, str):
                yield from self.in_text(item)
            elif type(item) in (int, float):
                if item in self.values:
                    yield self.values[item]
            elif id(item) not in seen and len(seen) < MOST:
                seen.add(id(item))
                waiting += _members(item)

    def in_text(self, text: str) -> Iterator[Any]:
        for found in self.drawn.finditer(text):
            if found[1] in self.texts:
                yield self.texts[found[1]]


class Asked(BaseException):
    """An operation looks at a whole number of the configuration: how long it takes with another one, nobody knows."""

    def __init__(self, place: Any, span: Span) -> None:
        super().__init__()
        self.place = place
        self.span = span


@dataclass(frozen=True, slots=True)
class Looking:
    """One operation, which is about to look at something."""

    observer: Observer
    place: Place

    def at(self, *operands: Any) -> None:
        """It would do something else for other operands."""
        observer = self.observer
        for operand in operands:
            if type(operand) is int and operand in observer.values:
                raise Asked(observer.values[operand], self.place.span)
            for found in observer.within(operand):
                observer.asked.setdefault(found, self.place.span)
        self.counts(*(_shown(operand, observer.values) for operand in operands))

    def counts(self, *shown: Any) -> None:
        self.observer.looks[self.place, shown] += 1

    def key(self, key: Any) -> None:
        """Something is put under a key, or found there."""
        observer = self.observer
        if not isinstance(key, str):
            self.at(key)
        elif key in observer.texts:
            observer.keys.add(observer.texts[key])
        elif any(True for _ in observer.in_text(key)):
            self.at(key)


def _members(item: Any) -> list[Any]:
    if isinstance(item, FunctionCell | ClassCell):
        return []
    if isinstance(item, InstanceCell) and not item.is_computed:
        return [*item.content.values(), item.base]
    if isinstance(item, Cell):
        content = item.content
        if isinstance(content, dict):
            return [*content.keys(), *content.values()] if item.kind != "module" else []
        return list(content) if isinstance(content, list | set | tuple | deque) else [str(content)]
    if isinstance(item, list | tuple | set | frozenset):
        return list(item)
    if isinstance(item, dict):
        return [*item.keys(), *item.values()]
    if isinstance(item, slice):
        return [item.start, item.stop, item.step]
    if isinstance(item, Bound | Method):
        return [item.owner]
    return [str(item)] if hasattr(item, "__fspath__") else []


def _shown(value: Any, values: Mapping[Any, Any], depth: int = 0) -> Any:
    """What is compared of an operand: a number or text itself, of a container how many members it has, and some."""
    if isinstance(value, Cell) and not value.is_computed and depth < _DEEP:
        content = value.content
        if isinstance(value, FunctionCell | ClassCell) or value.kind == "module":
            return value.kind
        if isinstance(content, list | dict | set | deque):
            members = [*content.keys(), *content.values()] if isinstance(content, dict) else list(content)
            return (value.kind, len(content), *(_shown(each, values, depth + 1) for each in members[:_FEW]))
        return (value.kind, _ADDRESS.sub("", repr(content)[:1_000]))
    if isinstance(value, Cell | Computed):
        return type(value).__name__
    if isinstance(value, tuple) and depth < _DEEP:
        return ("tuple", len(value), *(_shown(each, values, depth + 1) for each in value[:_FEW]))
    if type(value) in (int, float, str, Text) and value in values:
        return "configured"
    if isinstance(value, str):
        return str(value)
    return (type(value).__name__, repr(value)) if _is_plain(value) else type(value).__name__


def _is_plain(value: Any) -> bool:
    """Whether its text says what it is, and not where it lies."""
    return type(value).__module__ != __name__ and " object at 0x" not in repr(value)[:1_000]


# Operations -----------------------------------------------------------------------------------------------------------


def _everything(looking: Looking, operation: Any, frame: Frame) -> None:
    registers = frame.registers
    names = ("operand", "left", "right", "object", "key", "subject", "condition", "source", "manager", "collection")
    operands = [registers[getattr(operation, name)] for name in names if type(getattr(operation, name, None)) is int]
    operands += [registers[each] for each in getattr(operation, "operands", ())]
    looking.at(*operands)


def _call(looking: Looking, operation: core.Call, frame: Frame) -> None:
    registers = frame.registers
    function = registers[operation.function]
    given = [registers[each.value] for each in operation.arguments]
    for each in operation.arguments:
        if each.star and isinstance(registers[each.value], str):
            looking.at(registers[each.value])
    if isinstance(function, Library):
        if function.name in _HANDING_ON or function.name.startswith(_OURS):
            if function.name == "builtins.zip":
                _lengths(looking, given)
            return
        if len(given) == 1 and type(given[0]) in _CONVERSIONS.get(function.name, ()):
            return
        looking.at(*given)
    elif isinstance(function, Method):
        if function.name == "get" and _kind(function.owner) == "dict":
            _found(looking, function.owner, given[0] if given else None)
        elif function.name not in _METHODS and not _is_plain_format(function):
            looking.at(function.owner, *given)
    elif type(function).__name__ not in _OF_THE_PROGRAM and not getattr(function, "name", "").startswith(_OURS):
        looking.at(function, *given)


_OF_THE_PROGRAM = frozenset({"FunctionCell", "ClassCell", "Bound", "TaskValue"})


def _lengths(looking: Looking, given: list[Any]) -> None:
    """What goes through several lists at a time ends with the shortest one."""
    lengths = {len(each.content) for each in given if isinstance(each, Cell) and isinstance(each.content, list | dict)}
    others = sum(not isinstance(each, Cell) or not isinstance(each.content, list | dict) for each in given)
    if len(lengths) + others > 1:
        looking.at(*sorted(lengths))


def _is_plain_format(method: Method) -> bool:
    """Whether ``text.format(…)`` shows all of what it gets."""
    return method.name == "format" and isinstance(method.owner, str) and not set(":![.") & set(method.owner)


def _kind(value: Any) -> str:
    return value.kind if isinstance(value, Cell) and isinstance(value.content, dict | list) else ""


def _found(looking: Looking, owner: Cell, key: Any) -> None:
    """Whether there is something under a key."""
    within = looking.observer.within
    keys = [each for each in owner.content if any(True for _ in within(each))]
    looking.at(key, *keys)
    looking.counts("found", len(owner.content))


def _compare(looking: Looking, operation: core.Compare, frame: Frame) -> None:
    left, right = frame.registers[operation.left], frame.registers[operation.right]
    if operation.operator in ("in", "not in") and _kind(right) == "dict":
        _found(looking, right, left)
    else:
        looking.at(left, right)


def _attribute(looking: Looking, operation: core.GetAttribute, frame: Frame) -> None:
    """Parts of a path; objects of the program hand on what they hold."""
    owner = frame.registers[operation.object]
    if hasattr(owner, "__fspath__"):
        looking.at(owner)


def _item(looking: Looking, operation: Any, frame: Frame) -> None:
    looking.key(frame.registers[operation.key])


def _format(looking: Looking, operation: core.Format, frame: Frame) -> None:
    if operation.conversion or operation.specification is not None:
        _everything(looking, operation, frame)


def _binary(looking: Looking, operation: Any, frame: Frame) -> None:
    left, right = frame.registers[operation.left], frame.registers[operation.right]
    if operation.operator == "+" and isinstance(left, str) and isinstance(right, str):
        return
    if operation.operator == "+" and _is_sequence(left) and _is_sequence(right):
        return
    if operation.operator == "%" and isinstance(left, str) and _PLAIN_FORMAT.fullmatch(left):
        return
    if operation.operator == "/" and (hasattr(left, "__fspath__") or hasattr(right, "__fspath__")):
        return
    looking.at(left, right)


def _is_sequence(value: Any) -> bool:
    return isinstance(value, tuple) or (isinstance(value, Cell) and value.kind == "list")


def _build(looking: Looking, operation: core.Build, frame: Frame) -> None:
    registers = frame.registers
    if operation.kind in ("set", "slice"):
        looking.at(*(registers[each.value] for each in operation.items))
    for each in operation.items:
        if operation.kind == "dict" and each.key is not None:
            looking.key(registers[each.key])


def _gather(looking: Looking, operation: core.Gather, frame: Frame) -> None:
    if operation.kind == "set":
        looking.at(frame.registers[operation.value])
    if operation.key is not None:
        looking.key(frame.registers[operation.key])


def _iterate(looking: Looking, operation: core.Iterate, frame: Frame) -> None:
    value = frame.registers[operation.operand]
    if isinstance(value, str):
        looking.at(value)


def _spread(looking: Looking, operation: core.Spread, frame: Frame) -> None:
    value = frame.registers[operation.source]
    if isinstance(value, str):
        looking.at(value)


def _unpack(looking: Looking, operation: core.Unpack, frame: Frame) -> None:
    value = frame.registers[operation.source]
    if isinstance(value, str):
        looking.at(value)
    else:
        content = value.content if isinstance(value, Cell) else value
        looking.counts(len(content) if isinstance(content, tuple | list | dict | set | deque) else "")


def _truth(looking: Looking, operation: Any, frame: Frame) -> None:
    """What is true or not already was looked at where it came from."""
    value = frame.registers[operation.operand]
    if type(value) is not bool:
        looking.at(value)


def _branch(looking: Looking, operation: core.Branch, frame: Frame) -> None:
    value = frame.registers[operation.condition]
    if type(value) is not bool:
        looking.at(value)


_LOOKS: Mapping[type[Operation], Callable[[Looking, Any, Frame], None]] = {
    core.Call: _call,
    core.Compare: _compare,
    core.GetAttribute: _attribute,
    core.GetItem: _item,
    core.SetItem: _item,
    core.Format: _format,
    core.Binary: _binary,
    core.InPlace: _binary,
    core.Build: _build,
    core.Gather: _gather,
    core.Iterate: _iterate,
    core.Unpack: _unpack,
    core.Spread: _spread,
    core.Truth: _truth,
    core.Branch: _branch,
}
