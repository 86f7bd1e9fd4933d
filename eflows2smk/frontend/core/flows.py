"""Where values get to in a program: who may be the same value as whom, told by its code.

A value is named by what it is (the code of a function or class, a display), by the variable or attribute that has it,
or by how it is got from another one: what calling that gives, what it holds, what it is called with. Attributes of a
name are one, whatever they are attributes of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import libcst as cst

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import all_operations, inner_blocks
from eflows2smk.frontend.core.operations import Block, Code, CodeKind, Operation, Register
from eflows2smk.frontend.core.variables import Variable, variable_of


@dataclass(frozen=True, slots=True)
class Attribute:
    """Of objects, classes and modules."""

    name: str


@dataclass(frozen=True, slots=True)
class Result:
    """What calling a value gives; of a class, its instances."""

    of: Value


@dataclass(frozen=True, slots=True)
class Element:
    """What a value holds."""

    of: Value


@dataclass(frozen=True, slots=True)
class Argument:
    """What a value is called with. key: the position or the keyword; None: all of them."""

    of: Value
    key: int | str | None


Value = Variable | Attribute | Code | Operation | Result | Element | Argument
Values = frozenset[Value]

_NOTHING: Values = frozenset()
# How often one value can be got from another by the three ways above.
_DEPTH = 3
_MAKERS = frozenset(("__init__", "__new__", "__post_init__", "__call__"))
# Functions that call the first one of what they get, and give what that gives, or take something by it.
_APPLYING = frozenset(("map", "filter", "reduce", "starmap", "accumulate"))
_FILLING = frozenset("append appendleft add insert extend extendleft update setdefault put".split())
_TAKING = frozenset("get pop popleft popitem setdefault items values keys copy".split())


class Flows:
    """mentions: for each value the codes that mention it. touched: values from which there are new ways, until somebody
    empties it."""

    def __init__(self) -> None:
        self.mentions: dict[Value, set[Code]] = defaultdict(set)
        self._flows: dict[Value, set[Value]] = defaultdict(set)
        self._sources: dict[Value, set[Value]] = defaultdict(set)
        self._codes: dict[core.Step, Code] = {}
        self.touched: set[Value] = set()

    def is_touched(self, value: Value) -> bool:
        """Whether there are new ways from a value."""
        while value not in self.touched:
            if not isinstance(value, Result | Element | Argument):
                return False
            value = value.of
        return True

    def flow(self, target: Value, sources: Iterable[Value]) -> None:
        """The target may be one of the sources."""
        for source in sources:
            if source != target and target not in self._flows[source]:
                self._flows[source].add(target)
                self._sources[target].add(source)
                self.touched |= {source, target}

    def targets(self, value: Value, depth: int = 0) -> set[Value]:
        """What may be this value, a step further."""
        found = set(self._flows.get(value, ()))
        if depth >= _DEPTH:
            return found
        match value:
            case Result():
                found.update(map(Result, self.targets(value.of, depth + 1)))
            case Element():
                found.update(map(Element, self.targets(value.of, depth + 1)))
            case Argument():
                found.update(Argument(source, value.key) for source in self._sources_of(value.of, depth + 1))
        return found

    def _sources_of(self, value: Value, depth: int) -> set[Value]:
        found = set(self._sources.get(value, ()))
        if depth >= _DEPTH:
            return found
        match value:
            case Result():
                found.update(map(Result, self._sources_of(value.of, depth + 1)))
            case Element():
                found.update(map(Element, self._sources_of(value.of, depth + 1)))
            case Argument():
                found.update(Argument(target, value.key) for target in self.targets(value.of, depth + 1))
        return found

    def add(self, code: Code, *, is_main: bool) -> None:
        """All that a module tells, with what is inside of it."""
        has_stars = any(isinstance(each, core.ImportStar) for each in all_operations(code.body))
        waiting = [code]
        while waiting:
            each = waiting.pop()
            reading = _Reading(self, each, is_main, has_stars)
            reading.read()
            waiting += reading.inner

    def note(self, code: Code, block: Block) -> None:
        for step in block.steps:
            self._codes[step] = code

    def mentioned(self, block: Block) -> Iterator[Value]:
        """The variables and attributes that a block mentions, and the codes in it."""
        for step in block.steps:
            code = self._codes.get(step)
            for operation in step.operations:
                if code is not None:
                    yield from mentioned(code, operation)
                for inner in inner_blocks(operation):
                    yield from self.mentioned(inner)


def mentioned(code: Code, operation: Operation) -> Values:
    match operation:
        case core.Load():
            return frozenset((variable_of(code, operation.name, operation.place),))
        case core.GetAttribute():
            return frozenset((Attribute(operation.name),))
        case core.Comprehension() | core.Function() | core.Class():
            return frozenset((operation.code,))
    return _NOTHING


class _Reading:
    """Reads one code. has_stars: whether its module has names from ``import *``. inner: the codes in it."""

    def __init__(self, flows: Flows, code: Code, is_main: bool, has_stars: bool) -> None:
        self.flows = flows
        self.code = code
        self.inner: list[Code] = []
        self._is_main = is_main
        self._registers: dict[Register, Values] = {}
        # The objects of methods that are called.
        self._owners: dict[Register, tuple[str, Values]] = {}
        self._has_stars = has_stars

    def read(self) -> None:
        self._parameters()
        self._block(self.code.body)

    def _block(self, block: Block) -> None:
        self.flows.note(self.code, block)
        for operation in block.operations():
            for value in mentioned(self.code, operation):
                self.flows.mentions[value].add(self.code)
                self.flows.touched.add(value)
            self._operation(operation)
            for inner in inner_blocks(operation):
                self._block(inner)

    def _parameters(self) -> None:
        code, parameters = self.code, self.code.parameters
        positional = (*parameters.positional_only, *parameters.positional)
        is_method = code.parent is not None and code.parent.kind is CodeKind.CLASS
        for position, name in enumerate(positional):
            keys: tuple[int | str | None, ...] = (position, name, "*")
            self.flows.flow(Variable(code, name), [Argument(code, key) for key in ((None,) if is_method else keys)])
        for name in parameters.keyword_only:
            self.flows.flow(Variable(code, name), [Argument(code, name), Argument(code, "*")])
        for name in filter(None, (parameters.variadic, parameters.keywords)):
            self.flows.flow(Element(Variable(code, name)), [Argument(code, None)])
            self.flows.flow(Variable(code, name), [Argument(code, None)])
        if is_method and positional and code.parent is not None:
            self.flows.flow(Variable(code, positional[0]), [Result(code.parent)])

    def _of(self, register: Register | None) -> Values:
        return _NOTHING if register is None else self._registers.get(register, _NOTHING)

    def _held(self, values: Values) -> Values:
        return frozenset(map(Element, values))

    def _set(self, register: Register, values: Iterable[Value]) -> None:
        self._registers[register] = self._of(register) | frozenset(values)

    def _fill(self, containers: Values, values: Values) -> None:
        """Values are put into containers."""
        for container in containers:
            self.flows.flow(Element(container), values)
            self.flows.flow(container, values)

    def _operation(self, operation: Operation) -> None:
        code = self.code
        match operation:
            case core.Load():
                variable = variable_of(code, operation.name, operation.place)
                if self._has_stars and variable.owner.kind is CodeKind.MODULE:
                    self.flows.flow(variable, [Attribute(operation.name)])
                self._set(operation.target, [variable])
            case core.Store():
                self._store(variable_of(code, operation.name, operation.place), self._of(operation.source))
            case core.GetAttribute():
                self._set(operation.target, [Attribute(operation.name)])
                self._owners[operation.target] = operation.name, self._of(operation.object)
            case core.SetAttribute():
                self.flows.flow(Attribute(operation.name), self._of(operation.source))
            case core.ImportName():
                self._set(operation.target, [Attribute(operation.name)])
            case core.Move():
                self._set(operation.target, self._of(operation.source))
            case core.Call():
                self._call(operation)
            case core.Return():
                self.flows.flow(Result(code), self._of(operation.source))
            case core.Yield():
                self._fill(frozenset((Result(code),)), self._of(operation.source))
            case core.Function() | core.Class() | core.Comprehension():
                self.inner.append(operation.code)
                self._definition(operation)
            case core.Annotate() if code.kind is CodeKind.CLASS:
                # A field, if it is a dataclass.
                self.flows.flow(Attribute(operation.name), [Argument(code, None)])
            case _:
                self._container(operation)

    def _container(self, operation: Operation) -> None:
        match operation:
            case core.Build() if operation.kind not in ("slice", "text"):
                self._set(operation.target, [operation])
                for item in operation.items:
                    values = self._of(item.value)
                    self._fill(self._of(operation.target), values | self._held(values) if item.starred else values)
            case core.Gather():
                self._fill(self._of(operation.collection), self._of(operation.value))
            case core.SetItem():
                self._fill(self._of(operation.object), self._of(operation.source))
            case core.GetItem():
                self._set(operation.target, self._held(self._of(operation.object)))
            case core.Iterate():
                self._set(operation.target, self._of(operation.operand))
            case core.For():
                self._set(operation.item, self._held(self._of(operation.iterator)))
            case core.Unpack():
                source = self._of(operation.source)
                for target in operation.targets:
                    self._set(target, source | self._held(source))
            case core.Spread():
                self._set(operation.target, self._of(operation.source))
            case core.InPlace():
                right = self._of(operation.right)
                self._fill(self._of(operation.left), self._held(right))
                self._set(operation.target, self._of(operation.left))

    def _store(self, variable: Variable, values: Values) -> None:
        self.flows.flow(variable, values)
        owner = variable.owner
        # Nobody asks the main module for an attribute.
        if owner.kind is CodeKind.CLASS or (owner.kind is CodeKind.MODULE and not self._is_main):
            self.flows.flow(Attribute(variable.name), [variable])
        if owner.kind is not CodeKind.CLASS:
            return
        if variable.name in _MAKERS:
            self.flows.flow(Argument(variable, None), [Argument(owner, None)])
        elif variable.name.startswith("__"):
            # What operators, ``with`` and loops call of an instance.
            self.flows.flow(Result(owner), [variable])
        if variable.name == "__call__":
            self.flows.flow(Result(owner), [variable])

    def _definition(self, operation: core.Function | core.Class | core.Comprehension) -> None:
        inner = operation.code
        match operation:
            case core.Function():
                self._set(operation.target, [inner])
                for name, default in zip(inner.parameters.with_defaults, operation.defaults, strict=True):
                    self.flows.flow(Variable(inner, name), self._of(default))
            case core.Class():
                bases = (value for each in operation.arguments for value in self._of(each.value))
                self._set(operation.target, [inner, *bases])
            case core.Comprehension():
                self._set(operation.target, [Result(inner)])
                for name in inner.parameters.names:
                    self.flows.flow(Variable(inner, name), self._of(operation.iterator))

    def _call(self, operation: core.Call) -> None:
        """What a function gives may be one of its arguments."""
        called = self._called(operation)
        is_applied = any(isinstance(each, Variable) and each.name in _APPLYING for each in called)
        given: set[Value] = set()
        for position, each in enumerate(operation.arguments):
            values = self._of(each.value)
            if each.star:
                values |= self._held(values)
            # A function that is only called comes back as its results.
            given |= set(map(Result, values)) if is_applied and position == 0 else values
            key = "*" if each.star else each.keyword or position
            for function in called:
                self.flows.flow(Argument(function, key), values)
                self.flows.flow(Argument(function, None), values)
        if not any(map(self._is_of_program, called)):
            self._call_back([self._of(each.value) for each in operation.arguments])
        name, owners = self._owners.get(operation.function, ("", _NOTHING))
        if name in _FILLING:
            self._fill(owners, frozenset(given))
        taken = owners | self._held(owners) if name in _TAKING else _NOTHING
        self._set(operation.target, [*map(Result, called), *given, *taken])

    def _called(self, operation: core.Call) -> Values:
        """What a call may call. A decorator is what a function makes, and none of what that is told: the class in
        ``@task(returns=Model)`` is not called with what stands below. Only `partial` hands its argument on."""
        called = self._of(operation.function)
        if not isinstance(operation.origin, cst.Decorator):
            return called
        made = frozenset(each for each in called if isinstance(each, Result))
        hands_on = any(getattr(each.of, "name", "") == "partial" for each in made)
        return called if hands_on or not made else made

    @staticmethod
    def _is_of_program(function: Value) -> bool:
        """Whether the program has bound what is called, so that what it does is told by its code."""
        return not isinstance(function, Attribute | Variable) or (
            isinstance(function, Variable) and function.name in function.owner.variables
        )

    def _call_back(self, given: list[Values]) -> None:
        """A function that is passed to `map` may be called with what is passed beside it."""
        for position, functions in enumerate(given):
            others = frozenset[Value]().union(*given[:position], *given[position + 1 :])
            for function in functions:
                for key in ("*", None):
                    self.flows.flow(Argument(function, key), others | self._held(others))
