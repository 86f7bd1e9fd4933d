"""Which variables a program has, and what is bound to them: functions, as far as syntax tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from eflows2smk.frontend.core.access import assigned, blocks, inner_code
from eflows2smk.frontend.core.operations import (
    Block,
    Branch,
    Code,
    CodeKind,
    Delete,
    Function,
    GetAttribute,
    GetItem,
    Import,
    ImportName,
    ImportStar,
    Load,
    Operation,
    Place,
    Register,
    SetAttribute,
    Store,
)
from eflows2smk.frontend.core.variables import Variable, module_of, variable_of

_EXPRESSIONS = frozenset({"and", "or", "if-expression", "comparison"})


@dataclass(slots=True)
class _Bound:
    """times: how often something is bound to a variable. function: the code of the plain function that was bound last.
    other: what an import binds to it, in another module of the program. sources: variables and codes whose values may
    have become, or become parts of, what is bound."""

    times: int = 0
    function: Code | None = None
    other: Variable | None = None
    sources: set[Variable | Code] = field(default_factory=set)


class Bindings:
    """codes: all codes, outer ones first. members: the variables of classes, by name."""

    def __init__(self, codes: Iterable[Code]) -> None:
        self.codes: list[Code] = []
        self.members: dict[str, list[Variable]] = {}
        self._bound: dict[Variable, _Bound] = {}
        self._set_attributes: set[str] = set()
        self._modules: dict[Variable, Code] = {}
        modules = list(codes)
        self._by_name = {code.module.name: code for code in modules}
        waiting = modules
        while waiting:
            code = waiting.pop()
            self.codes.append(code)
            waiting += self._read(code)

    def variable(self, code: Code, name: str, place: Place) -> Variable:
        return variable_of(code, name, place)

    def sources(self) -> Iterator[tuple[Variable, set[Variable | Code]]]:
        """For each variable what may have become its value, or a part of it."""
        for variable, bound in self._bound.items():
            yield variable, bound.sources

    def certain(self, variable: Variable) -> tuple[Code, ...]:
        """The function that runs when the variable is called, where nothing else can: it is bound once, and no
        attribute of that name is ever set, which might be the module's."""
        bound = self._bound.get(variable)
        if bound is None or bound.times != 1 or variable.name in self._set_attributes:
            return ()
        if bound.other is not None:
            return self.certain(bound.other)
        return () if bound.function is None else (bound.function,)

    def of_module(self, code: Code, operation: GetAttribute, made: Mapping[Register, Operation]) -> Variable | None:
        """The variable that an attribute of an imported module of the program means."""
        loaded = made.get(operation.object)
        if not isinstance(loaded, Load):
            return None
        named: Variable | None = self.variable(code, loaded.name, loaded.place)
        passed: set[Variable] = set()
        while named is not None and named not in passed:
            if named in self._modules:
                return Variable(self._modules[named], operation.name)
            passed.add(named)
            bound = self._bound.get(named)
            named = None if bound is None else bound.other
        return None

    @staticmethod
    def root(made: Mapping[Register, Operation], register: Register) -> Load | None:
        """The name from which an object was taken, by attributes and items."""
        operation = made.get(register)
        while isinstance(operation, GetAttribute | GetItem):
            operation = made.get(operation.object)
        return operation if isinstance(operation, Load) else None

    def _read(self, code: Code) -> list[Code]:
        inner: list[Code] = []
        made: dict[Register, Operation] = {}
        for name in code.parameters.names:
            self._at(Variable(code, name)).times += 1
        waiting: list[tuple[Block, set[Variable | Code]]] = [(code.body, set())]
        while waiting:
            block, inherited = waiting.pop()
            for place, step in enumerate(block.steps):
                around = inherited if place == 0 else set()
                sources = around | self._sources(code, step.operations)
                for operation in step.operations:
                    waiting += [(each, sources) for each in blocks(operation)]
                    for register in assigned(operation):
                        made[register] = operation
                    found = inner_code(operation)
                    if found is not None:
                        inner.append(found)
                    self._note(code, operation, made, sources)
        return inner

    def _sources(self, code: Code, operations: Iterable[Operation]) -> set[Variable | Code]:
        """What is read or made in a step, also in branches of its expressions."""
        found: set[Variable | Code] = set()
        waiting = list(operations)
        while waiting:
            operation = waiting.pop()
            if isinstance(operation, Load):
                found.add(self.variable(code, operation.name, operation.place))
            elif isinstance(operation, Branch) and operation.kind in _EXPRESSIONS:
                waiting += [each for block in blocks(operation) for each in block.operations()]
            else:
                made = inner_code(operation)
                if made is not None:
                    found.add(made)
        return found

    def _note(
        self, code: Code, operation: Operation, made: Mapping[Register, Operation], sources: set[Variable | Code]
    ) -> None:
        if isinstance(operation, Store):
            variable = self.variable(code, operation.name, operation.place)
            value = made.get(operation.source)
            self._bind(code, variable, value)
            if isinstance(value, ImportName) and isinstance(source := made.get(value.module), Import):
                self._bind_name(code, variable, source, value.name)
            self._bound[variable].sources |= sources
        elif isinstance(operation, SetAttribute):
            # Of whatever object: all attributes of a name are one.
            self._set_attributes.add(operation.name)
            variable = Variable(module_of(code), f".{operation.name}")
            self._member(operation.name, variable)
            self._at(variable).sources |= sources
        elif isinstance(operation, Delete):
            self._at(self.variable(code, operation.name, operation.place)).times += 2
        elif isinstance(operation, ImportStar):
            self._bind_all(code, made.get(operation.module))

    def _at(self, variable: Variable) -> _Bound:
        return self._bound.setdefault(variable, _Bound())

    def _member(self, name: str, variable: Variable) -> None:
        known = self.members.setdefault(name, [])
        if variable not in self._bound:
            known.append(variable)

    def _bind(self, code: Code, variable: Variable, value: Operation | None) -> None:
        if variable.owner.kind is CodeKind.CLASS:
            self._member(variable.name, variable)
        bound = self._at(variable)
        bound.times += 1
        bound.function = value.code if isinstance(value, Function) else None
        if isinstance(value, Import):
            module = self._module(code, value)
            if module is not None and (value.leaf or "." not in value.module):
                self._modules[variable] = module

    def _bind_name(self, code: Code, variable: Variable, source: Import, name: str) -> None:
        module = self._module(code, source)
        if module is not None:
            bound = self._at(variable)
            bound.other = Variable(module, name)
            bound.sources.add(bound.other)
        submodule = self._submodule(code, source, name)
        if submodule is not None:
            self._modules[variable] = submodule

    def _bind_all(self, code: Code, source: Operation | None) -> None:
        """``from module import *``: the names of the other module, as far as they do not stand here."""
        module = self._module(code, source) if isinstance(source, Import) else None
        if module is None:
            return
        for name in module.variables:
            bound = self._at(Variable(code, name))
            bound.times += 1
            bound.other = Variable(module, name)
            bound.sources.add(bound.other)

    def _module(self, code: Code, operation: Import) -> Code | None:
        return self._by_name.get(_absolute(code, operation))

    def _submodule(self, code: Code, operation: Import, name: str) -> Code | None:
        base = _absolute(code, operation)
        return self._by_name.get(f"{base}.{name}" if base else name)


def _absolute(code: Code, operation: Import) -> str:
    if not operation.level:
        return operation.module
    package = code.module.name.split(".")
    if not code.module.is_package:
        package = package[:-1]
    package = package[: len(package) - operation.level + 1]
    return ".".join([*package, operation.module] if operation.module else package)
