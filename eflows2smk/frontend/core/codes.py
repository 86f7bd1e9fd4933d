"""Codes, and the blocks and steps that they are made of. What a step does is in `operations`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import libcst as cst

from eflows2smk.source.modules import SourceModule

Register = int


class Place(StrEnum):
    """Where a name lives, decided by Python's scoping rules.

    LOCAL: in this code's own variables. CELL: there too, and inner codes read or bind it. FREE: in the variables of
    the nearest enclosing function that binds it. GLOBAL: in the module, then among the builtins. CLASS: in the
    namespace of the class body, then as GLOBAL. CLASS_FREE: read in the namespace of the class body, then as FREE;
    bound as FREE. BUILTIN: among the builtins, whatever the module binds, as the AssertionError of an ``assert``.
    """

    LOCAL = "local"
    CELL = "cell"
    FREE = "free"
    GLOBAL = "global"
    CLASS = "class"
    CLASS_FREE = "class free"
    BUILTIN = "builtin"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Operation:
    """origin: the expression or statement of the source that this operation does a part of."""

    origin: cst.CSTNode


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """The operations of one statement, or of an expression that stands in a branch of its own.

    node: the statement (`cst.SimpleStatementLine`'s single small statements, or a compound statement) or
    expression; in the blocks of one: a case, a handler, an item of a ``with``. The operation for a compound statement
    is the last of its step; those before it evaluate its head. Statements that do nothing (``pass``, ``global``) are
    steps without operations.
    """

    node: cst.CSTNode
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    steps: tuple[Step, ...] = ()

    def operations(self) -> Iterator[Operation]:
        for step in self.steps:
            yield from step.operations


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """The names of a function's parameters. `defaults` of `Function` hold the values, in the order of
    `with_defaults`."""

    positional_only: tuple[str, ...] = ()
    positional: tuple[str, ...] = ()
    variadic: str = ""
    keyword_only: tuple[str, ...] = ()
    keywords: str = ""
    with_defaults: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        last = [name for name in (self.variadic, *self.keyword_only, self.keywords) if name]
        return (*self.positional_only, *self.positional, *last)


class CodeKind(StrEnum):
    MODULE = "module"
    FUNCTION = "function"
    LAMBDA = "lambda"
    CLASS = "class"
    COMPREHENSION = "comprehension"


@dataclass(slots=True, eq=False)
class Code:
    """The lowered body of one scope.

    qualname: as Python's ``__qualname__``. variables: every name that this code itself binds, with its place (LOCAL or
    CELL; CLASS in a class body, whose ``__class__`` is a CELL where methods ask for it; GLOBAL in a module), parameters
    first. free: names that it, or an inner code, takes from enclosing functions. registers: how many there are. A
    comprehension has one parameter, ``.0``: the iterator of its first ``for``. is_generator: it has a ``yield``, or is
    a generator expression. is_coroutine: an ``async def``, or a comprehension that awaits. annotates: the namespace
    gets an empty ``__annotations__`` before the body begins. docstring: as written; Python 3.13 removes its
    indentation. parent: the enclosing code.
    """

    kind: CodeKind
    name: str
    qualname: str
    module: SourceModule
    node: cst.CSTNode
    parent: Code | None = None
    parameters: Parameters = field(default_factory=Parameters)
    body: Block = field(default_factory=Block)
    variables: dict[str, Place] = field(default_factory=dict)
    free: tuple[str, ...] = ()
    registers: int = 0
    is_generator: bool = False
    is_coroutine: bool = False
    annotates: bool = False
    docstring: str | None = None
