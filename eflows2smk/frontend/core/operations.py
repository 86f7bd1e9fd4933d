"""The core language: what a program's statements and expressions are lowered to.

A `Code` is the body of a module, function, lambda, class, comprehension or generator expression. Its body is a
`Block` of `Step`s, one for each statement in the source; a step has operations in A-normal form: every operand is a
*register* (a number, unique within its code), every intermediate value has one. Control flow stays structured, since a
branch or loop on a computed value becomes a domain of the workflow, and a statement left to the run is printed as the
user wrote it.

Registers are assigned once, but for those that both sides of a `Branch` assign with `Move`. What a pattern captures is
assigned in the branches of its tests, and read only where these were true. The program's own
variables are no registers: `Load` and `Store` name them, so that what is read, bound, unbound or captured by an inner
function stays visible.
"""

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


# Values ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Constant(Operation):
    """target = a literal: None, a truth value, a number, a text, bytes or Ellipsis."""

    target: Register
    value: object


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Move(Operation):
    """target = source. Serves expressions that branch: `and`, `or`, conditional expressions, chained comparisons."""

    target: Register
    source: Register


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Load(Operation):
    """target = the value of a name. NameError or UnboundLocalError where it has none."""

    target: Register
    name: str
    place: Place


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Store(Operation):
    name: str
    place: Place
    source: Register


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Delete(Operation):
    """``del name``."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Unary(Operation):
    """operator: ``-``, ``+``, ``~`` or ``not``."""

    target: Register
    operator: str
    operand: Register


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Binary(Operation):
    """operator as in the source (``+``, ``//``, ``@``, …)."""

    target: Register
    operator: str
    left: Register
    right: Register


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class InPlace(Operation):
    """An augmented assignment without its binding: ``__iadd__`` where there is one, else as `Binary`."""

    target: Register
    operator: str
    left: Register
    right: Register


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Compare(Operation):
    """operator: ``==``, ``!=``, ``<``, ``<=``, ``>``, ``>=``, ``in``, ``not in``, ``is`` or ``is not``."""

    target: Register
    operator: str
    left: Register
    right: Register


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Truth(Operation):
    """target = bool(operand)."""

    target: Register
    operand: Register


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class GetAttribute(Operation):
    target: Register
    object: Register
    name: str


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SetAttribute(Operation):
    object: Register
    name: str
    source: Register


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class DeleteAttribute(Operation):
    object: Register
    name: str


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class GetItem(Operation):
    target: Register
    object: Register
    key: Register


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SetItem(Operation):
    object: Register
    key: Register
    source: Register


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class DeleteItem(Operation):
    object: Register
    key: Register


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One item of a display. key: of an entry of a dictionary. starred: ``*value``, or ``**value`` without a key."""

    value: Register
    key: Register | None = None
    starred: bool = False


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Build(Operation):
    """A display. kind: "tuple", "list", "set", "dict", "slice" (three items), or "text" (the pieces of an f-string)."""

    target: Register
    kind: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Format(Operation):
    """One hole of an f-string: ``format(conversion(operand), specification)``.

    conversion: "", "r", "s" or "a". specification: a register with text, None without one. label: the source text of
    the expression in the hole.
    """

    target: Register
    operand: Register
    conversion: str = ""
    specification: Register | None = None
    label: str = ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Spread(Operation):
    """target = a list of what an iterable gives, or a dict of what a mapping holds (kind: "list" or "dict").

    Stands for ``*source`` and ``**source`` where something is evaluated behind it: Python iterates before that.
    """

    target: Register
    kind: str
    source: Register


@dataclass(frozen=True, slots=True, eq=False)
class Passed:
    """One argument at a call. keyword: its name. star: "" or "*" or "**"."""

    value: Register
    keyword: str = ""
    star: str = ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Call(Operation):
    """target = function(arguments…). For decorators too; ``super()`` without arguments is an ordinary call (the
    evaluation knows the code it stands in)."""

    target: Register
    function: Register
    arguments: tuple[Passed, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Unpack(Operation):
    """Spread an iterable over targets. star: which target is starred and takes a list of the rest, -1 for none."""

    targets: tuple[Register, ...]
    source: Register
    star: int = -1


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Gather(Operation):
    """Add to what a comprehension builds. kind: "list", "set" or "dict" (then with a key)."""

    kind: str
    collection: Register
    value: Register
    key: Register | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Annotate(Operation):
    """``__annotations__[name] = annotation``, of a variable of a module or class."""

    name: str
    annotation: Register


# Definitions ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Function(Operation):
    """target = a function with this code. defaults: in the order of `Parameters.with_defaults`. annotations: name of
    the parameter (or "return") and register; they are evaluated where the source says so, unless postponed."""

    target: Register
    code: Code
    defaults: tuple[Register, ...] = ()
    annotations: tuple[tuple[str, Register], ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Class(Operation):
    """target = a class, whose body is run now. arguments: bases and keywords."""

    target: Register
    code: Code
    arguments: tuple[Passed, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Comprehension(Operation):
    """Run a comprehension's code on an iterator (of the first iterable, which is evaluated outside).

    kind: "list", "set", "dict" or "generator"; for the last one target is a generator that has not begun, an
    asynchronous one where the code is a coroutine. The others are awaited then.
    """

    target: Register
    kind: str
    code: Code
    iterator: Register


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Import(Operation):
    """target = a module. names: () for ``import a.b`` (target is ``a``; with `leaf` it is ``a.b``), else what
    ``from module import names`` asks for, which `ImportName` takes out. level: number of leading dots."""

    target: Register
    module: str
    level: int = 0
    names: tuple[str, ...] = ()
    leaf: bool = False


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ImportName(Operation):
    """target = a name of an imported module, or its submodule of that name; ImportError where there is neither."""

    target: Register
    module: Register
    name: str


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ImportStar(Operation):
    """Bind all public names of a module in this code's namespace."""

    module: Register


# Control flow ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Branch(Operation):
    """condition: a register with a truth value. kind: "if" for a statement, "and", "or", "if-expression",
    "comparison", "assert", "case", "comprehension" for what is lowered to one."""

    condition: Register
    then: Block
    otherwise: Block
    kind: str = "if"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Iterate(Operation):
    """target = iter(operand), or its ``__aiter__``."""

    target: Register
    operand: Register
    is_async: bool = False


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class For(Operation):
    """For each value of the iterator: `item` = value, then the body, whose first step binds the targets.

    names: those of the targets, for wildcards. orelse: run where no `Break` of this loop was.
    """

    iterator: Register
    item: Register
    body: Block
    orelse: Block
    names: tuple[str, ...] = ()
    is_async: bool = False


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class While(Operation):
    """Run `head`, which leaves a truth value in `condition`, then the body as long as that is true."""

    head: Block
    condition: Register
    body: Block
    orelse: Block


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Break(Operation):
    pass


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Continue(Operation):
    pass


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Return(Operation):
    source: Register


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Raise(Operation):
    """exception: None for a bare ``raise``."""

    exception: Register | None = None
    cause: Register | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Handler:
    """head leaves what is caught in `caught` (None: everything). `error` gets the exception; the body's first step
    binds it where it has a name, and a step of its own unbinds it at the end, however the body is left."""

    head: Block
    caught: Register | None
    error: Register
    body: Block
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Try(Operation):
    """is_group: ``except*``."""

    body: Block
    handlers: tuple[Handler, ...] = ()
    orelse: Block = Block()
    final: Block = Block()
    is_group: bool = False


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class With(Operation):
    """One context manager; several in one statement are nested. `entered` gets what ``__enter__`` gives."""

    manager: Register
    entered: Register
    body: Block
    is_async: bool = False


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Yield(Operation):
    """target = what is sent in. is_from: ``yield from source``."""

    target: Register
    source: Register
    is_from: bool = False


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Await(Operation):
    target: Register
    source: Register


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class MatchTest(Operation):
    """What patterns ask that no expression of Python asks.

    kind: "sequence" or "mapping": target = whether `subject` is one. "length": target = ``len(subject)``. "keys":
    target = a tuple of the values of the keys in `operands`, or None. "class": target = a tuple of the attributes that
    the pattern ``operands[0](…)`` with `count` positional and the named sub-patterns looks at, or None where `subject`
    is no instance. "rest": target = a new dict of what is left of `subject` without the keys in `operands`.
    """

    target: Register
    kind: str
    subject: Register
    operands: tuple[Register, ...] = ()
    count: int = 0
    names: tuple[str, ...] = ()
