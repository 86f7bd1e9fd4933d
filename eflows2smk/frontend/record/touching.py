"""What functions of the program may do when it is not known on what they run: read files, write some, or speak."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from pathlib import PurePath
from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import all_operations
from eflows2smk.frontend.core.operations import Code, Place
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import ClassCell, FunctionCell, Library, ModuleCell
from eflows2smk.frontend.library.facts import Action, Facts
from eflows2smk.frontend.library.library import Library as Known
from eflows2smk.frontend.record.reading import bare, mentioned

_READING = frozenset({Action.READS, Action.ASKS, Action.LISTS})
_OPENING = frozenset({Action.READS, Action.OPENS})
# What puts paths together.
_JOINING = frozenset({"os.path.join", "pathlib.Path", "pathlib.PurePath"})
_THROUGH = frozenset({Action.READS_THROUGH, Action.WRITES_THROUGH})


@dataclass(frozen=True, slots=True)
class Touch:
    """reads: files of which the paths are not known for sure, or it looks which there are. writes: files. speaks: it
    prints, or does what nothing is known of. sources, targets: paths of what it reads and writes that stand in its code
    and in what names of its module hold."""

    reads: bool = False
    writes: bool = False
    speaks: bool = False
    sources: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()

    def __or__(self, other: Touch) -> Touch:
        return Touch(
            self.reads or other.reads,
            self.writes or other.writes,
            self.speaks or other.speaks,
            self.sources | other.sources,
            self.targets | other.targets,
        )


NOTHING = Touch()


class _OfName(str):
    """What a name of the module holds now; the program may bind it anew."""

    __slots__ = ()


@dataclass(slots=True, eq=False)
class Touching:
    """What each function or class may do."""

    machine: Machine
    known: Known
    _found: dict[Any, Touch] = field(default_factory=dict)
    _own: dict[FunctionCell, Touch] = field(default_factory=dict)

    def by(self, value: Any) -> Touch:
        """What a function may do, or a method of a class, itself and through what it calls."""
        value = bare(value)
        if value not in self._found:
            every = (each for code, module in self._codes(value) for each in self._effects(code, module))
            self._found[value] = reduce(or_, every, NOTHING)
        return self._found[value]

    def by_itself(self, function: FunctionCell) -> Touch:
        """The same without what it calls."""
        if function not in self._own:
            self._own[function] = reduce(or_, self._effects(function.code, function.module), NOTHING)
        return self._own[function]

    def by_methods(self, name: str) -> Touch:
        """What a method or property of this name may do, of any class of the program."""
        every = (self.by(cls.content[name]) for cls in self.machine.classes if name in cls.content)
        return reduce(or_, every, NOTHING)

    def _codes(self, value: Any) -> Iterator[tuple[Code, ModuleCell]]:
        seen: set[Any] = set()
        pending = [value]
        while pending:
            current = bare(pending.pop())
            if not isinstance(current, FunctionCell | ClassCell) or current in seen:
                continue
            seen.add(current)
            if isinstance(current, ClassCell):
                pending += [each for cls in current.mro if isinstance(cls, ClassCell) for each in cls.content.values()]
            else:
                yield current.code, current.module
                pending += mentioned(self.machine, current.code, current.module)

    def _effects(self, code: Code, module: ModuleCell) -> Iterator[Touch]:
        """Of all that the code names of libraries, and of methods of objects of which nothing is known."""
        names: dict[int, str] = {}
        constants: dict[int, Any] = {}
        methods: dict[int, str] = {}
        owners: dict[int, int] = {}
        for operation in all_operations(code.body):
            match operation:
                case core.Constant():
                    constants[operation.target] = operation.value
                case core.Load(place=place, name=name) if place in (Place.GLOBAL, Place.CLASS, Place.BUILTIN):
                    value = module.content.get(name)
                    if isinstance(value, Library):
                        names[operation.target] = value.name
                    elif isinstance(value, str | PurePath):
                        constants[operation.target] = _OfName(value)
                    elif name not in module.content:
                        names[operation.target] = name
                case core.Import(module=name, names=imported):
                    names[operation.target] = name if imported or operation.leaf else name.partition(".")[0]
                case core.ImportName(module=source, name=name) if source in names:
                    names[operation.target] = f"{names[source]}.{name}"
                case core.GetAttribute(object=owner, name=name) if owner in names:
                    names[operation.target] = f"{names[owner]}.{name}"
                case core.GetAttribute(name=name, object=owner):
                    methods[operation.target] = name
                    owners[operation.target] = owner
                case core.Binary(operator="/", left=left, right=right):
                    _join(constants, operation.target, (left, right))
                case core.Call(function=function) if function in names or function in methods:
                    if names.get(function) in _JOINING:
                        _join(constants, operation.target, [each.value for each in operation.arguments])
                    if function in names:
                        facts = self.known.function(names[function])
                    else:
                        facts = self.known.method_of_any(methods[function])
                    if facts is not None:
                        yield _of_call(facts, operation, owners.get(function), constants)
                    elif function in names:
                        yield Touch(speaks=True)
                case core.Function() | core.Class() | core.Comprehension():
                    yield from self._effects(operation.code, module)


def _of_call(facts: Facts, call: core.Call, owner: int | None, constants: dict[int, Any]) -> Touch:
    """Whether a call may read files, and write some, and which. owner: the register of what a method belongs to."""
    if facts.unknown_code:
        return Touch(True, True, True)
    reads = writes = False
    sources: set[Any] = set()
    targets: set[Any] = set()
    for effect in facts.files:
        if effect.action in _THROUGH:
            continue
        is_reading = effect.action in _READING
        if effect.action is Action.OPENS:
            mode = effect.mode or _constant(facts, effect.mode_parameter, call, owner, constants, "r")
            is_reading = isinstance(mode, str) and not set(mode) & set("wax+")
        path = _constant(facts, effect.path, call, owner, constants, None)
        is_exact = type(path) is str and effect.action in _OPENING
        reads, writes = reads or (is_reading and not is_exact), writes or not is_reading
        (sources if is_reading else targets).add(path)
        targets.add(_constant(facts, effect.target, call, owner, constants, None))
    return Touch(reads, writes, facts.prints, _paths(sources), _paths(targets))


def _paths(found: Iterable[Any]) -> frozenset[str]:
    return frozenset(each for each in found if isinstance(each, str) and each)


def _join(constants: dict[int, Any], target: int, parts: Sequence[int]) -> None:
    """A path that is put together of known parts is known."""
    known = [found for part in parts if isinstance(found := constants.get(part), str)]
    if known and len(known) == len(parts):
        joined = posixpath.join(*known)
        constants[target] = joined if all(type(each) is str for each in known) else _OfName(joined)


def _constant(
    facts: Facts, parameter: str, call: core.Call, owner: int | None, constants: dict[int, Any], default: Any
) -> Any:
    """What a parameter gets, as a path or the mode in which a file is opened; None where that is not known. owner: the
    register of what a method belongs to."""
    if any(each.star for each in call.arguments):
        return None
    before = [] if owner is None else [owner]
    positional = before + [each.value for each in call.arguments if not each.keyword]
    keywords = {each.keyword: each.value for each in call.arguments if each.keyword}
    for place in facts.bind(len(positional), list(keywords)).arguments(parameter):
        return constants.get(keywords[place] if isinstance(place, str) else positional[place])
    return default
