"""Which objects an expression of host code may be, hold or be a part of.

In doubt it may: what is an alias at one place of a piece of code is taken for one everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import libcst as cst

from eflows2smk.frontend.api import ApiFunction
from eflows2smk.frontend.host.reach import member
from eflows2smk.frontend.trusted.functions import Denied, OwnMethod, WorldFunction
from eflows2smk.frontend.values import (
    MISSING,
    Bound,
    Descriptor,
    Dropped,
    Function,
    LibraryModule,
    Opaque,
    UserClass,
    UserModule,
)


@dataclass(slots=True)
class Changes:
    """changed: name -> whether what hangs below the object may change too, or only the object itself.
    aliases: name -> names of whose objects it may be, or hold, a part; same: of these, the ones that it may be as a
    whole; held: those that it may hold as a whole; part: those that it may be a part of. copies: name -> names with
    whose objects it may have members in common, as ``xs + ys`` has. returns and the like: the same for what a function
    returns. unknown: whether it calls something that may do anything (write files, print). raises: whether it says
    where the program shall fail. states: of libraries, that it reads and changes. globals: name of a module -> the
    function that changes it. lent: name of a module -> its object, of which a function gives parts; apart: those of a
    function that the script can't define itself, with that function's name."""

    changed: dict[str, bool] = field(default_factory=dict)
    aliases: dict[str, set[str]] = field(default_factory=dict)
    same: dict[str, set[str]] = field(default_factory=dict)
    held: dict[str, set[str]] = field(default_factory=dict)
    part: dict[str, set[str]] = field(default_factory=dict)
    copies: dict[str, set[str]] = field(default_factory=dict)
    returns: set[str] = field(default_factory=set)
    returns_same: set[str] = field(default_factory=set)
    returns_held: set[str] = field(default_factory=set)
    returns_part: set[str] = field(default_factory=set)
    returns_copy: set[str] = field(default_factory=set)
    unknown: bool = False
    raises: bool = False
    states: set[str] = field(default_factory=set)
    globals: dict[str, str] = field(default_factory=dict)
    lent: dict[str, Any] = field(default_factory=dict)
    apart: dict[str, str] = field(default_factory=dict)


Resolve = Callable[[str], Any]


class Aliases:
    """The relations between the names of one piece of syntax, as far as they are found."""

    def __init__(self, resolve: Resolve) -> None:
        self.resolve = resolve
        self.found = Changes()

    def functions_changes(self, what: Any) -> Changes:
        """What a function of the program changes of its parameters and returns of them."""
        raise NotImplementedError

    def names_of(self, node: cst.CSTNode, name: str) -> Changes:
        """What is found of the value of an expression, as if it were bound to the name."""
        made = Changes()
        made.aliases[name], made.copies[name] = self._roots(node), self._copied(node)
        made.same[name], made.held[name], made.part[name] = self._same(node), self._held(node), self._part(node)
        return made

    # Values -----------------------------------------------------------------------------------------------------------

    def _roots(self, node: cst.CSTNode | None) -> set[str]:
        """Names whose objects the value of the expression may be, or share parts with."""
        match node:
            case cst.Name():
                return {node.value, *self.found.aliases.get(node.value, ()), *self._lent(node.value)}
            case cst.Await():
                return self._roots(node.expression)
            case cst.Attribute() | cst.Subscript():
                return self._roots(node.value) | self._copied(node.value)
            case cst.StarredElement():
                return self._roots(node.value)
            case cst.Call():
                return self._call_roots(node)
            case cst.IfExp():
                return self._roots(node.body) | self._roots(node.orelse)
            case cst.BooleanOperation():
                return self._roots(node.left) | self._roots(node.right)
            case cst.NamedExpr():
                return self._roots(node.value)
            case cst.List() | cst.Tuple() | cst.Set():
                return {root for element in node.elements for root in self._roots(element.value)}
            case cst.Dict():
                return {root for element in node.elements for root in self._roots(element.value)}
            case cst.ListComp() | cst.SetComp() | cst.GeneratorExp():
                return self._roots(node.elt)
            case cst.DictComp():
                return self._roots(node.value)
            case _:
                return set()

    def _copied(self, node: cst.CSTNode | None) -> set[str]:
        """Names whose members the value of the expression may have as its own."""
        match node:
            case cst.Name():
                return {each for name in self._roots(node) for each in self.found.copies.get(name, ())}
            case cst.BinaryOperation(operator=cst.Add() | cst.Multiply() | cst.BitOr()):
                return {each for side in (node.left, node.right) for each in self._roots(side) | self._copied(side)}
            case cst.Call():
                return self._call_copied(node)
            case cst.IfExp():
                return self._copied(node.body) | self._copied(node.orelse)
            case cst.BooleanOperation():
                return self._copied(node.left) | self._copied(node.right)
            case cst.Attribute() | cst.Subscript() | cst.StarredElement() | cst.NamedExpr():
                return self._copied(node.value)
            case cst.List() | cst.Tuple() | cst.Set() | cst.Dict():
                return {each for element in node.elements for each in self._copied(element.value)}
            case cst.ListComp() | cst.SetComp() | cst.GeneratorExp():
                return self._copied(node.elt)
            case cst.DictComp():
                return self._copied(node.value)
            case _:
                return set()

    def _part(self, node: cst.CSTNode | None) -> set[str]:
        """Names of whose objects the value of the expression may be a part."""
        match node:
            case cst.Name():
                return set(self.found.part.get(node.value, ()))
            case cst.NamedExpr():
                return self._part(node.value)
            case cst.IfExp():
                return self._part(node.body) | self._part(node.orelse)
            case cst.BooleanOperation():
                return self._part(node.left) | self._part(node.right)
            case cst.Call():
                return self._call_part(node)
            case cst.BaseList() | cst.Tuple() | cst.BaseSet() | cst.BaseDict() | cst.BaseComp():
                return set()
            case _:
                return self._roots(node)

    def _call_part(self, node: cst.Call) -> set[str]:
        kind, what = self._callee(node.func)
        if kind == "library" and what in _LISTING:
            return set()
        if kind != "function":
            return self._roots(node)
        changes = self.functions_changes(what)
        found: set[str] = set()
        for name, value in self._passed(node, what):
            if name in changes.returns_part:
                found |= self._roots(value)
            elif name in changes.returns_same:
                found |= self._part(value)
        return found

    def _lent(self, name: str) -> set[str]:
        """The globals of which a function gives parts: whoever has it may call it."""
        value = self.resolve(name)
        if not isinstance(value, Function):
            return set()
        lent = self.functions_changes(value).lent
        self.found.lent.update(lent)
        return set(lent)

    # Wholes -----------------------------------------------------------------------------------------------------------

    def _same(self, node: cst.CSTNode | None) -> set[str]:
        """Names whose object, as a whole, the value of the expression may be."""
        match node:
            case cst.Name():
                return {node.value, *self.found.same.get(node.value, ()), *self._lent(node.value)}
            case cst.Await():
                return self._same(node.expression)
            case cst.Attribute() | cst.Subscript():
                return self._held(node.value)
            case cst.NamedExpr():
                return self._same(node.value)
            case cst.IfExp():
                return self._same(node.body) | self._same(node.orelse)
            case cst.BooleanOperation():
                return self._same(node.left) | self._same(node.right)
            case cst.Call():
                return self._call_whole(node)[0]
            case _:
                return set()

    def _held(self, node: cst.CSTNode | None) -> set[str]:
        """Names whose object, as a whole, may hang below the value of the expression."""
        match node:
            case cst.Name():
                return set(self.found.held.get(node.value, ()))
            case cst.Await():
                return self._held(node.expression)
            case cst.Attribute() | cst.Subscript() | cst.NamedExpr() | cst.StarredElement():
                return self._held(node.value)
            case cst.IfExp():
                return self._held(node.body) | self._held(node.orelse)
            case cst.BooleanOperation() | cst.BinaryOperation():
                return self._held(node.left) | self._held(node.right)
            case cst.List() | cst.Tuple() | cst.Set() | cst.Dict():
                return {name for element in node.elements for name in self._member(element)}
            case cst.ListComp() | cst.SetComp() | cst.GeneratorExp():
                return self._same(node.elt) | self._held(node.elt)
            case cst.DictComp():
                return self._same(node.value) | self._held(node.value)
            case cst.Call():
                return self._call_whole(node)[1]
            case _:
                return set()

    def _member(self, element: cst.BaseElement | cst.BaseDictElement) -> set[str]:
        starred = isinstance(element, cst.StarredElement | cst.StarredDictElement)
        return self._held(element.value) | (set() if starred else self._same(element.value))

    def _call_whole(self, node: cst.Call) -> tuple[set[str], set[str]]:
        """`_same` and `_held` of a call's value."""
        kind, what = self._callee(node.func)
        held = {name for arg in node.args for name in self._held(arg.value)}
        same = {name for arg in node.args if not arg.star for name in self._same(arg.value)}
        if kind == "function":
            return self._returned_whole(node, what)
        if kind == "method":
            assert isinstance(node.func, cst.Attribute)
            name = node.func.attr.value
            held |= self._held(node.func.value)
            if name in _FRESH_METHODS - {"copy"}:
                return set(), set()
            if name in _PICKING_METHODS:
                return held | same, held | same
            return held | same | self._same(node.func.value), held | same | self._same(node.func.value)
        if kind == "library":
            if what in _FRESH:
                return set(), set()
            if what in _LISTING:
                return set(), held
            if what in _PICKING and sum(arg.keyword is None for arg in node.args) == 1:
                return held, held
        return held | same, held | same

    def _returned_whole(self, node: cst.Call, what: Any) -> tuple[set[str], set[str]]:
        changes = self.functions_changes(what)
        same: set[str] = set()
        held: set[str] = set()
        for name, value in self._passed(node, what):
            if name not in changes.returns | changes.returns_copy:
                continue
            below = self._held(value)
            if name in changes.returns_same:
                same |= self._same(value)
            if name in changes.returns_held:
                held |= self._same(value)
            same |= below
            held |= below
        return same, held

    def _call_copied(self, node: cst.Call) -> set[str]:
        kind, what = self._callee(node.func)
        if kind == "function":
            copied = self.functions_changes(what).returns_copy
            return {root for name, value in self._bound(node, what) if name in copied for root in value}
        if kind == "method" and isinstance(node.func, cst.Attribute) and node.func.attr.value == "copy":
            return self._roots(node.func.value) | self._copied(node.func.value)
        if kind == "library" and what in _FRESH:
            return set()
        return {each for arg in node.args for each in self._copied(arg.value)}

    def _call_roots(self, node: cst.Call) -> set[str]:
        kind, what = self._callee(node.func)
        arguments = {root for arg in node.args for root in self._roots(arg.value)}
        if kind == "function":
            changes = self.functions_changes(what)
            return {root for name, value in self._bound(node, what) if name in changes.returns for root in value}
        if kind == "library" and what in _FRESH:
            return set()
        if kind == "method":
            assert isinstance(node.func, cst.Attribute)
            if node.func.attr.value in _FRESH_METHODS:
                return set()
            return self._roots(node.func.value) | arguments
        return arguments | self._roots(node.func) if kind == "unknown" else arguments

    # Functions --------------------------------------------------------------------------------------------------------

    def _callee(self, node: cst.BaseExpression) -> tuple[str, Any]:
        """("function" or "class", it), ("library", dotted name), ("method", its name) or ("unknown", "")."""
        if isinstance(node, cst.Name):
            value = self.resolve(node.value)
            if value is MISSING:
                return ("library", f"builtins.{node.value}") if node.value in _BUILTINS else ("unknown", "")
            return _kind(value)
        if isinstance(node, cst.Attribute):
            owner = self._owner(node.value)
            if isinstance(owner, Opaque | LibraryModule | Dropped):
                return "library", f"{owner.name}.{node.attr.value}"
            if isinstance(owner, UserModule | UserClass):
                return _kind(member(owner, node.attr.value))
            found = member(owner, node.attr.value) if owner is not MISSING else MISSING
            if isinstance(found, Function):
                return "function", Bound(found, None)
            return "method", node.attr.value
        return "unknown", ""

    def _owner(self, node: cst.BaseExpression) -> Any:
        if isinstance(node, cst.Name):
            return self.resolve(node.value)
        if isinstance(node, cst.Attribute):
            owner = self._owner(node.value)
            if isinstance(owner, Opaque | LibraryModule):
                return Opaque(f"{owner.name}.{node.attr.value}")
            return member(owner, node.attr.value) if owner is not MISSING else MISSING
        return MISSING

    def _bound(self, node: cst.Call, what: Any) -> Iterator[tuple[str, set[str]]]:
        """The roots of each argument, by parameter."""
        for name, value in self._passed(node, what):
            yield name, self._roots(value)

    def _passed(self, node: cst.Call, what: Any) -> Iterator[tuple[str, cst.BaseExpression]]:
        """Each argument, by parameter."""
        function, skip = function_of(what)
        if function is None:
            return
        names = list(function.signature.positional[skip:])
        if skip and function.signature.positional and isinstance(node.func, cst.Attribute):
            yield function.signature.positional[0], node.func.value
        for position, arg in enumerate(a for a in node.args if a.keyword is None):
            name = names[position] if position < len(names) and not arg.star else function.signature.variadic
            yield name, arg.value
        for arg in node.args:
            if arg.keyword is not None:
                known = arg.keyword.value in function.signature.names
                yield arg.keyword.value if known else function.signature.keywords, arg.value
        for name in self.functions_changes(what).lent:
            yield name, cst.Name(name)


def function_of(what: Any) -> tuple[Function | None, int]:
    """The function behind a callable, and how many parameters the caller does not give."""
    match what:
        case Function():
            return what, 0
        case Bound():
            return (what.function, 1) if isinstance(what.function, Function) else (None, 0)
        case Descriptor():
            return function_of(what.function)
        case UserClass():
            made = what.lookup("__init__")
            return (made, 1) if isinstance(made, Function) else (None, 0)
        case _:
            return None, 0


def _kind(value: Any) -> tuple[str, Any]:
    match value:
        case Function() | Bound() | Descriptor():
            return "function", value
        case UserClass():
            return "class", value
        case Opaque() | Dropped():
            return "library", value.name
        case WorldFunction() | Denied():
            name = value.name.removesuffix("()")
            return "library", name if "." in name else f"builtins.{name}"
        case OwnMethod() | ApiFunction():
            return "library", "builtins.api"
        case _ if callable(value) and hasattr(value, "__module__"):
            return "library", f"{value.__module__}.{getattr(value, '__qualname__', '')}"
        case _:
            return "unknown", ""


_BUILTINS = frozenset(dir(__builtins__) if not isinstance(__builtins__, dict) else __builtins__)

# Functions whose result shares nothing with their arguments.
_FRESH = frozenset(
    "builtins.len builtins.sum builtins.str builtins.int builtins.float builtins.bool builtins.abs builtins.round"
    " builtins.range builtins.print builtins.repr builtins.format builtins.isinstance builtins.hash builtins.any"
    " builtins.all builtins.open copy.deepcopy numpy.array numpy.copy numpy.mean numpy.std numpy.sum numpy.dot"
    " numpy.concatenate numpy.vstack numpy.hstack numpy.stack numpy.column_stack numpy.load numpy.loadtxt numpy.zeros"
    " numpy.ones numpy.empty numpy.linspace numpy.arange numpy.var numpy.median numpy.percentile numpy.linalg.norm"
    " numpy.linalg.svd numpy.linalg.solve numpy.linalg.inv numpy.exp numpy.log numpy.sqrt numpy.abs numpy.where"
    " numpy.cumsum numpy.sort numpy.argsort numpy.unique numpy.matmul numpy.outer numpy.cov numpy.corrcoef"
    " pandas.concat pandas.read_csv json.dumps json.loads json.load".split()
)
# Functions whose result holds the members of their arguments, not the arguments.
_LISTING = frozenset(
    "builtins.list builtins.tuple builtins.set builtins.frozenset builtins.dict builtins.sorted builtins.reversed"
    " builtins.iter builtins.enumerate builtins.zip builtins.filter copy.copy collections.deque collections.Counter"
    " collections.OrderedDict itertools.product itertools.combinations itertools.permutations random.sample"
    " heapq.nlargest heapq.nsmallest".split()
)
# Functions that give a member of what is their only argument.
_PICKING = frozenset("builtins.max builtins.min builtins.next random.choice heapq.heappop".split())
# Methods that give a member of their object, or hold only members of it.
_PICKING_METHODS = frozenset("pop popleft popitem get setdefault items keys values copy choice most_common".split())
_FRESH_METHODS = frozenset(
    "copy mean sum std var min max tolist astype item dot flatten cumsum cumprod round describe format join split"
    " strip lower upper replace startswith endswith count index predict to_numpy to_dict to_string".split()
)
