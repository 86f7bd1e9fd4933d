"""What the code of a program mentions of the program: names of its modules, attributes, modules that it imports."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import all_operations, inner_code
from eflows2smk.frontend.core.operations import Block, Place
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import MISSING, Library, ModuleCell
from eflows2smk.source.modules import SourceModule

Key = tuple[SourceModule, str]

_GLOBAL = (Place.GLOBAL, Place.CLASS)
# What may get at any name of any module.
_ANYTHING = frozenset(("eval", "exec", "globals", "__import__", "importlib", "compile"))
# What gets at attributes by names that are texts.
_BY_TEXT = frozenset(("getattr", "hasattr", "vars", "dir", "attrgetter", "methodcaller", "__dict__"))
# Methods of arithmetic, by operator: Python calls them where the operator stands, libraries wherever they like.
_METHODS = {
    "+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "@": "matmul", "**": "pow",
    "<<": "lshift", ">>": "rshift", "&": "and", "|": "or", "^": "xor",
}  # fmt: skip
_UNARY = {"-": "__neg__", "+": "__pos__", "~": "__invert__"}
ARITHMETIC = frozenset((
    *(f"__{side}{name}__" for name in _METHODS.values() for side in ("", "r", "i")), *_UNARY.values(),
    "__abs__", "__round__", "__divmod__", "__rdivmod__", "__index__", "__int__", "__float__", "__complex__",
))  # fmt: skip
# Builtin functions that do no arithmetic with what they get.
_PLAIN = frozenset((
    "print", "len", "range", "str", "repr", "open", "isinstance", "issubclass", "type", "list", "tuple", "dict", "set",
    "frozenset", "enumerate", "zip", "map", "filter", "iter", "next", "super", "object", "property", "staticmethod",
    "classmethod", "reversed", "sorted", "min", "max", "any", "all", "bool", "callable", "id", "ord", "chr", "format",
))  # fmt: skip


# Packages that belong to no program, wherever they are installed.
_OURS = frozenset(("eflows2smk", "pycompss"))


@dataclass(slots=True)
class Mentions:
    """keys: names of modules. attributes: of whatever they are looked up in. wholes: modules that are used as a whole.
    passed: keys of what is handed on, and not only called. anything: whether any name of the program may be used.
    by_text: whether any attribute may be. calculates: whether libraries may do arithmetic with its objects."""

    keys: dict[Key, None] = field(default_factory=dict)
    attributes: set[str] = field(default_factory=set)
    wholes: dict[SourceModule, None] = field(default_factory=dict)
    passed: dict[Key, None] = field(default_factory=dict)
    anything: bool = False
    by_text: bool = False
    calculates: bool = False

    def add(self, other: Mentions) -> None:
        self.keys.update(other.keys)
        self.attributes |= other.attributes
        self.wholes.update(other.wholes)
        self.passed.update(other.passed)
        self.anything |= other.anything
        self.by_text |= other.by_text
        self.calculates |= other.calculates


def mentions(machine: Machine, body: Block, importer: SourceModule) -> Mentions:
    """What a block of a module mentions, and the codes inside of it."""
    found = Mentions()
    bodies = [body]
    for each in bodies:
        bodies += [code.body for operation in all_operations(each) if (code := inner_code(operation)) is not None]
    names = _names_of_modules(machine, bodies, importer)
    for each in bodies:
        walk = _Walk(machine, importer, found, names)
        for operation in all_operations(each):
            walk.operation(operation)
    return found


def _names_of_modules(machine: Machine, bodies: Sequence[Block], importer: SourceModule) -> dict[str, ModuleCell]:
    """The names that stand for one module of the program wherever they do: what is used of it is mentioned by itself.
    Names of a module that was evaluated are known from that."""
    held: dict[str, set[ModuleCell]] = {}
    for body in bodies:
        values: dict[int, ModuleCell | None] = {}
        for operation in all_operations(body):
            match operation:
                case core.Import(module=module) if module.partition(".")[0] not in _OURS or operation.level:
                    source = machine.program.find(module, operation.level, importer)
                    values[operation.target] = None if source is None else machine.modules.get(source)
                case core.ImportName(module=register, name=name) if values.get(register) is not None:
                    value = values[register].content.get(name)  # type: ignore[union-attr]
                    values[operation.target] = value if isinstance(value, ModuleCell) else None
                case core.Store(name=name, source=register) if operation.place is not Place.GLOBAL or (
                    importer not in machine.modules
                ):
                    value = values.get(register)
                    held.setdefault(name, set()).update([value] if isinstance(value, ModuleCell) else [])
    return {name: next(iter(modules)) for name, modules in held.items() if len(modules) == 1}


class _Walk:
    """Through the operations of one code."""

    def __init__(
        self, machine: Machine, importer: SourceModule, found: Mentions, modules: Mapping[str, ModuleCell]
    ) -> None:
        """modules: what names stand for."""
        self.machine = machine
        self.modules = modules
        self.importer = importer
        self.found = found
        # What registers of the code hold, and by which key they have it.
        self.values: dict[int, Any] = {}
        self.keys: dict[int, Key] = {}

    def operation(self, operation: core.Operation) -> None:
        found = self.found
        match operation:
            case core.Load(name=name, place=place) if self._is_module(name, place):
                self.values[operation.target] = self.modules[name]
            case core.Store(name=name, place=place, source=source) if self._is_module(name, place) and (
                self.values.get(source) is self.modules[name]
            ):
                return
            case core.Load(name=name, place=place) if place in _GLOBAL:
                self._named(operation.target, self.importer, name)
                if name in _ANYTHING:
                    found.anything = True
                found.by_text |= name in _BY_TEXT
            case core.Binary(operator=operator) | core.InPlace(operator=operator):
                found.attributes |= {f"__{side}{_METHODS[operator]}__" for side in ("", "r", "i")}
            case core.Unary(operator=operator) if operator in _UNARY:
                found.attributes.add(_UNARY[operator])
            case core.GetAttribute(name=name):
                owner = self.values.get(operation.object, MISSING)
                found.attributes.add(name)
                found.by_text |= name in _BY_TEXT
                if isinstance(owner, ModuleCell):
                    self._named(operation.target, owner.source, name)
                return
            case core.SetAttribute(name=name) | core.DeleteAttribute(name=name):
                found.attributes.add(name)
            case core.Import():
                self._imported(operation)
                return
            case core.ImportName():
                owner = self.values.get(operation.module, MISSING)
                if isinstance(owner, ModuleCell):
                    self._named(operation.target, owner.source, operation.name)
                elif isinstance(owner, SourceModule):
                    found.wholes[owner] = None
                return
        for register in _operands(operation):
            self._used(register)

    def _is_module(self, name: str, place: Place) -> bool:
        """Whether a name, as it is found from here, stands for one module of the program."""
        return name in self.modules and (place is not Place.GLOBAL or self.importer not in self.machine.modules)

    def _used(self, register: int) -> None:
        """What a register holds goes somewhere else."""
        value = self.values.get(register, MISSING)
        if isinstance(value, ModuleCell):
            self.found.wholes[value.source] = None
        if register in self.keys:
            self.found.passed[self.keys[register]] = None

    def _named(self, target: int, source: SourceModule, name: str) -> None:
        module = self.machine.modules.get(source)
        if module is None or name not in module.content:
            self.found.calculates |= not (hasattr(builtins, name) and name in _PLAIN) and not _is_exception(name)
            return
        key = (source, name)
        self.found.keys[key] = None
        self.values[target] = module.content[name]
        self.found.calculates |= isinstance(self.values[target], Library)
        self.keys[target] = key

    def _imported(self, operation: core.Import) -> None:
        """A module that a function imports when it is called."""
        if operation.module.partition(".")[0] == "importlib":
            self.found.anything = True
        is_ours = not operation.level and operation.module.partition(".")[0] in _OURS
        source = None if is_ours else self.machine.program.find(operation.module, operation.level, self.importer)
        if source is None:
            self.found.calculates = True
            return
        module = self.machine.modules.get(source)
        self.values[operation.target] = source if module is None else module
        is_root = "." in operation.module and not (operation.leaf or operation.names)
        if is_root or module is None or "*" in operation.names:
            self.found.wholes[source] = None


def _is_exception(name: str) -> bool:
    found = getattr(builtins, name, None)
    return isinstance(found, type) and issubclass(found, BaseException)


def _operands(operation: core.Operation) -> list[int]:
    """The registers that an operation reads, but the owner of an attribute."""
    match operation:
        case core.Store(source=source) | core.Return(source=source) | core.SetAttribute(source=source):
            return [source]
        case core.Call():
            return [each.value for each in operation.arguments]
        case core.Build():
            return [each.value for each in operation.items]
        case core.SetItem(source=source) | core.Move(source=source) | core.Yield(source=source):
            return [source]
        case core.Gather(value=value):
            return [value]
        case core.Function(defaults=defaults):
            return list(defaults)
        case core.Class():
            return [each.value for each in operation.arguments]
        case _:
            return []
