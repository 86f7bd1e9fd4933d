"""Facts of blocks and codes: what they read, bind, change and call. Each operation is looked at once.

Enters the codes of a program's modules, leaves `Facts`. The facts of a block are those of its operations and of the
blocks inside of it, bodies of classes and comprehensions included; what functions do that it calls is added by the
questions about what can be *reached*. All is syntax: an operation of which nothing is known is not judged here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from eflows2smk.frontend.core.access import assigned, blocks, inner_code, runs_code, used
from eflows2smk.frontend.core.bindings import Bindings
from eflows2smk.frontend.core.implicit import implicit
from eflows2smk.frontend.core.operations import (
    Block,
    Break,
    Call,
    Code,
    Continue,
    Delete,
    DeleteAttribute,
    DeleteItem,
    For,
    GetAttribute,
    InPlace,
    Load,
    Operation,
    Raise,
    Register,
    Return,
    SetAttribute,
    SetItem,
    Store,
    While,
)
from eflows2smk.frontend.core.variables import Variable

_LEAVES: dict[type[Operation], str] = {Return: "return", Break: "break", Continue: "continue", Raise: "raise"}
_CHANGES = (SetAttribute, SetItem, DeleteAttribute, DeleteItem, InPlace)


@dataclass(frozen=True, slots=True)
class Change:
    """An operation that sets or deletes a part of an object, or changes it in place.

    root: the variable from which the object was taken, by attributes and items; None where it came from elsewhere.
    part: ``.name`` for an attribute, ``[]`` for an item, ``=`` for a change in place.
    """

    root: Variable | None
    part: str
    operation: Operation


@dataclass(frozen=True, slots=True)
class Called:
    """A call. variable: by what name, None for other expressions. attribute: of what name, where it is one.

    callees: the codes that run, where it is certain; empty for unknown ones.
    """

    operation: Call
    variable: Variable | None
    attribute: str
    callees: tuple[Code, ...]


@dataclass(slots=True, eq=False)
class BlockFacts:
    """mentions: all that is read, and all members of classes that an attribute or an operator may mean.

    leaves: by which of "return", "break", "continue" and "raise" the block may be left, written in it. registers: those
    assigned in the block that are read behind it.
    """

    reads: set[Variable] = field(default_factory=set)
    binds: set[Variable] = field(default_factory=set)
    mentions: set[Variable] = field(default_factory=set)
    leaves: set[str] = field(default_factory=set)
    changes: list[Change] = field(default_factory=list)
    calls: list[Called] = field(default_factory=list)
    makes: list[Code] = field(default_factory=list)
    registers: set[Register] = field(default_factory=set)

    def add(self, inner: BlockFacts) -> None:
        self.reads |= inner.reads
        self.binds |= inner.binds
        self.mentions |= inner.mentions
        self.leaves |= inner.leaves
        self.changes += inner.changes
        self.calls += inner.calls
        self.makes += inner.makes


class Facts:
    """The facts of some modules' codes. visits: how many operations were looked at, for tests of the costs."""

    def __init__(self, codes: Iterable[Code]) -> None:
        self.bindings = Bindings(codes)
        self.visits = 0
        self._blocks: dict[Block, BlockFacts] = {}
        self._codes: dict[Code, BlockFacts] = {}
        # Inner codes come behind those that hold them.
        for code in reversed(self.bindings.codes):
            self._codes[code] = _Reading(self, code).read()
        self._effects = _closed(self._codes, self._callees)

    @staticmethod
    def of(codes: Iterable[Code]) -> Facts:
        """The codes of the program's modules; those inside of them are found."""
        return Facts(codes)

    def block(self, block: Block) -> BlockFacts:
        """Of a block; an empty one may be shared and has no facts."""
        return self._blocks[block] if block.steps else BlockFacts()

    def code(self, code: Code) -> BlockFacts:
        return self._codes[code]

    def reached_binds(self, code: Code) -> frozenset[Variable]:
        """Variables outside of a code that it binds when it is run, or a function that it certainly calls does."""
        return self._effects[code]

    def reaching(self, is_task: Callable[[Variable], bool]) -> Reach:
        """From where a call of a task can be reached. is_task: whether what a variable names is one."""
        users: dict[Variable | Code, list[Variable | Code]] = {}
        variables: set[Variable] = set()
        for code, facts in self._codes.items():
            variables |= facts.mentions
            own: list[Variable | Code] = [*facts.mentions, *facts.makes]
            for each in own:
                users.setdefault(each, []).append(code)
        for variable, sources in self.bindings.sources():
            variables.add(variable)
            for each in sources:
                users.setdefault(each, []).append(variable)
        found: list[Variable | Code] = [each for each in variables if is_task(each)]
        reaching = set(found)
        while found:
            for user in users.get(found.pop(), ()):
                if user not in reaching:
                    reaching.add(user)
                    found.append(user)
        return Reach(self, frozenset(reaching))

    def reaches(self, code: Code, is_task: Callable[[Variable], bool]) -> bool:
        return self.reaching(is_task).code(code)

    def _callees(self, code: Code) -> list[Code]:
        return [callee for call in self._codes[code].calls for callee in call.callees]

    def keep(self, block: Block, facts: BlockFacts) -> None:
        self._blocks[block] = facts


@dataclass(frozen=True, slots=True)
class Reach:
    """From which codes and blocks a task can be reached: called, handed on, or used by a function that is mentioned.

    A call of a parameter reaches what the caller mentions, and counts there. found: the variables and codes.
    """

    facts: Facts
    found: frozenset[Variable | Code]

    def code(self, code: Code) -> bool:
        return code in self.found

    def block(self, block: Block) -> bool:
        facts = self.facts.block(block)
        return not self.found.isdisjoint(facts.mentions) or not self.found.isdisjoint(facts.makes)


class _Reading:
    """Reads one code, its blocks on a stack."""

    def __init__(self, facts: Facts, code: Code) -> None:
        self.facts = facts
        self.current = code
        self.made: dict[Register, Operation] = {}
        # Where each register is assigned and last read, counted in operations.
        self.born: dict[Register, int] = {}
        self.last: dict[Register, int] = {}
        self.clock = 0
        # Blocks by their end; the registers assigned in each that no inner block has.
        self.ends: list[tuple[Block, list[Block], list[Register], int]] = []

    def read(self) -> BlockFacts:
        body = self.current.body
        whole = self._block(body)
        self._registers()
        return whole

    def _block(self, body: Block) -> BlockFacts:
        """Facts are added to those of the block around when a block is finished."""
        whole = BlockFacts()
        stack: list[tuple[Block, BlockFacts, Iterator[Operation], list[Block], list[Register], Operation | None]] = [
            (body, whole, body.operations(), [], [], None)
        ]
        # Operations with blocks, whose registers count when these are done.
        while stack:
            block, facts, operations, inside, registers, owner = stack[-1]
            operation = next(operations, None)
            if operation is not None:
                nested = [each for each in blocks(operation) if each.steps]
                self._operation(operation, facts, registers)
                if nested:
                    self._use(operation)
                    inside += nested
                    for each in reversed(nested):
                        stack.append((each, BlockFacts(), each.operations(), [], [], operation))
                else:
                    self._use(operation)
                continue
            stack.pop()
            self.facts.keep(block, facts)
            self.ends.append((block, inside, registers, self.clock))
            if stack and owner is not None:
                around = next(entry for entry in reversed(stack) if entry[5] is not owner)
                around[1].add(_outside(owner, block, facts))
                # Conditions of loops and what handlers catch are read behind the blocks that assign them.
                self._use(owner)
        return whole

    def _operation(self, operation: Operation, facts: BlockFacts, registers: list[Register]) -> None:
        self.facts.visits += 1
        self.clock += 1
        bindings = self.facts.bindings
        for register in assigned(operation):
            self.made[register] = operation
            if register not in self.born:
                self.born[register] = self.clock
            registers.append(register)
        if isinstance(operation, Load):
            variable = bindings.variable(self.current, operation.name, operation.place)
            facts.reads.add(variable)
            facts.mentions.add(variable)
        elif isinstance(operation, Store | Delete):
            facts.binds.add(bindings.variable(self.current, operation.name, operation.place))
        elif isinstance(operation, GetAttribute):
            facts.mentions.update(bindings.members.get(operation.name, ()))
            imported = bindings.of_module(self.current, operation, self.made)
            if imported is not None:
                facts.mentions.add(imported)
        for name in implicit(operation):
            facts.mentions.update(bindings.members.get(name, ()))
        if isinstance(operation, _CHANGES):
            facts.changes.append(self._change(operation))
        if isinstance(operation, Call):
            facts.calls.append(self._called(operation))
        leaves = _LEAVES.get(type(operation))
        if leaves is not None:
            facts.leaves.add(leaves)
        code = inner_code(operation)
        if code is not None:
            facts.makes.append(code)
            if runs_code(operation):
                inner = self.facts.code(code)
                facts.reads |= {each for each in inner.reads if each.owner is not code}
                facts.binds |= {each for each in inner.binds if each.owner is not code}
                facts.mentions |= inner.mentions
                facts.changes += inner.changes
                facts.calls += inner.calls

    def _use(self, operation: Operation) -> None:
        self.clock += 1
        for register in used(operation):
            self.last[register] = self.clock

    def _change(self, operation: Operation) -> Change:
        if isinstance(operation, InPlace):
            return Change(self._root(operation.left), "=", operation)
        if isinstance(operation, SetAttribute | DeleteAttribute):
            return Change(self._root(operation.object), f".{operation.name}", operation)
        assert isinstance(operation, SetItem | DeleteItem)
        return Change(self._root(operation.object), "[]", operation)

    def _root(self, register: Register) -> Variable | None:
        found = self.facts.bindings.root(self.made, register)
        return None if found is None else self.facts.bindings.variable(self.current, found.name, found.place)

    def _called(self, operation: Call) -> Called:
        made = self.made.get(operation.function)
        bindings = self.facts.bindings
        if isinstance(made, Load):
            variable = bindings.variable(self.current, made.name, made.place)
            return Called(operation, variable, "", bindings.certain(variable))
        if isinstance(made, GetAttribute):
            imported = bindings.of_module(self.current, made, self.made)
            return Called(operation, imported, made.name, () if imported is None else bindings.certain(imported))
        code = None if made is None else inner_code(made)
        return Called(operation, None, "", () if code is None or made is None or runs_code(made) else (code,))

    def _registers(self) -> None:
        """From inner blocks to outer ones: only what is read behind the inner one can be read behind the outer."""
        for block, inside, registers, end in self.ends:
            facts = self.facts.block(block)
            candidates = [*registers, *(each for inner in inside for each in self.facts.block(inner).registers)]
            facts.registers |= {each for each in candidates if self.last.get(each, -1) > end}


def _outside(owner: Operation, block: Block, facts: BlockFacts) -> BlockFacts:
    """A loop's own ``break`` and ``continue`` leave nothing around it."""
    if isinstance(owner, For | While) and block is owner.body and facts.leaves & {"break", "continue"}:
        outside = BlockFacts()
        outside.add(facts)
        outside.leaves -= {"break", "continue"}
        return outside
    return facts


def _closed(codes: dict[Code, BlockFacts], callees: Callable[[Code], list[Code]]) -> dict[Code, frozenset[Variable]]:
    """What each code binds outside of itself, with those that it calls: functions that call each other are one."""
    found: dict[Code, frozenset[Variable]] = {}
    for component in _components(list(codes), callees):
        members = set(component)
        binds: set[Variable] = set()
        for code in component:
            binds |= {each for each in codes[code].binds if each.owner is not code}
            for callee in callees(code):
                if callee not in members:
                    binds |= {each for each in found[callee] if each.owner is not code}
        for code in component:
            found[code] = frozenset(each for each in binds if each.owner is not code)
    return found


def _components(codes: list[Code], following: Callable[[Code], list[Code]]) -> Iterator[list[Code]]:
    """Strongly connected components, those that are called first (Tarjan's algorithm, with a stack of its own)."""
    index: dict[Code, int] = {}
    low: dict[Code, int] = {}
    path: list[Code] = []
    on_path: set[Code] = set()
    for start in codes:
        if start in index:
            continue
        index[start] = low[start] = len(index)
        path.append(start)
        on_path.add(start)
        stack = [(start, iter(following(start)))]
        while stack:
            code, calls = stack[-1]
            callee = next(calls, None)
            if callee is None:
                stack.pop()
                if stack:
                    low[stack[-1][0]] = min(low[stack[-1][0]], low[code])
                if low[code] == index[code]:
                    component: list[Code] = []
                    while not component or component[-1] is not code:
                        component.append(path.pop())
                    on_path -= set(component)
                    yield component
            elif callee not in index:
                index[callee] = low[callee] = len(index)
                path.append(callee)
                on_path.add(callee)
                stack.append((callee, iter(following(callee))))
            elif callee in on_path:
                low[code] = min(low[code], index[callee])
