"""What functions of the program may do when it is not known on what they run: read files, write some, or speak."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
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
_THROUGH = frozenset({Action.READS_THROUGH, Action.WRITES_THROUGH})


@dataclass(frozen=True, slots=True)
class Touch:
    """reads, writes: files, of which the paths are not known. speaks: it prints, or does what nothing is known of."""

    reads: bool = False
    writes: bool = False
    speaks: bool = False

    def __or__(self, other: Touch) -> Touch:
        return Touch(self.reads or other.reads, self.writes or other.writes, self.speaks or other.speaks)


NOTHING = Touch()


@dataclass(slots=True, eq=False)
class Touching:
    """What each function or class may do."""

    machine: Machine
    known: Known
    _found: dict[Any, Touch] = field(default_factory=dict)

    def by(self, value: Any) -> Touch:
        """What a function may do, or a method of a class, itself and through what it calls."""
        value = bare(value)
        if value not in self._found:
            every = (each for code, module in self._codes(value) for each in self._effects(code, module))
            self._found[value] = reduce(or_, every, NOTHING)
        return self._found[value]

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
        for operation in all_operations(code.body):
            match operation:
                case core.Constant():
                    constants[operation.target] = operation.value
                case core.Load(place=place, name=name) if place in (Place.GLOBAL, Place.CLASS, Place.BUILTIN):
                    value = module.content.get(name)
                    if isinstance(value, Library):
                        names[operation.target] = value.name
                    elif name not in module.content:
                        names[operation.target] = name
                case core.Import(module=name, names=imported):
                    names[operation.target] = name if imported or operation.leaf else name.partition(".")[0]
                case core.ImportName(module=source, name=name) if source in names:
                    names[operation.target] = f"{names[source]}.{name}"
                case core.GetAttribute(object=owner, name=name) if owner in names:
                    names[operation.target] = f"{names[owner]}.{name}"
                case core.GetAttribute(name=name):
                    methods[operation.target] = name
                case core.Call(function=function) if function in names or function in methods:
                    if function in names:
                        facts, first = self.known.function(names[function]), 0
                    else:
                        facts, first = self.known.method_of_any(methods[function]), 1
                    if facts is not None:
                        yield _of_call(facts, operation, first, constants)
                    elif function in names:
                        yield Touch(speaks=True)
                case core.Function() | core.Class() | core.Comprehension():
                    yield from self._effects(operation.code, module)


def _of_call(facts: Facts, call: core.Call, first: int, constants: dict[int, Any]) -> Touch:
    """Whether a call may read files, and write some. first: how many arguments stand before those of the call."""
    if facts.unknown_code:
        return Touch(True, True, True)
    reads = writes = False
    for effect in facts.files:
        if effect.action in _THROUGH:
            continue
        is_reading = effect.action in _READING
        if effect.action is Action.OPENS:
            mode = effect.mode or _mode(facts, effect.mode_parameter, call, first, constants)
            is_reading = isinstance(mode, str) and not set(mode) & set("wax+")
        reads, writes = reads or is_reading, writes or not is_reading
    return Touch(reads, writes, facts.prints)


def _mode(facts: Facts, parameter: str, call: core.Call, first: int, constants: dict[int, Any]) -> Any:
    """The mode in which a file is opened; None where it is not known."""
    if any(each.star for each in call.arguments):
        return None
    positional = [each.value for each in call.arguments if not each.keyword]
    keywords = {each.keyword: each.value for each in call.arguments if each.keyword}
    binding = facts.bind(first + len(positional), list(keywords))
    for place in binding.arguments(parameter):
        return constants.get(keywords[place] if isinstance(place, str) else positional[place - first])
    return "r"
