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

from dataclasses import dataclass

from eflows2smk.frontend.core.codes import Block as Block
from eflows2smk.frontend.core.codes import Code as Code
from eflows2smk.frontend.core.codes import CodeKind as CodeKind
from eflows2smk.frontend.core.codes import Operation as Operation
from eflows2smk.frontend.core.codes import Parameters as Parameters
from eflows2smk.frontend.core.codes import Place as Place
from eflows2smk.frontend.core.codes import Register as Register
from eflows2smk.frontend.core.codes import Step as Step

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
