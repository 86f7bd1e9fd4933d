"""Which objects a piece of host code may change, and which of its results may share parts with others.

An analysis of the syntax that follows no order: what may be an alias at one place is taken for one everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import libcst as cst

from eflows2smk.frontend.api import ApiFunction
from eflows2smk.frontend.host.knowledge import (
    CHANGING,
    DRAWING_METHODS,
    PURE_METHODS,
    RECEIVER_METHODS,
    WRITING_METHODS,
    is_harmless,
    state_of,
)
from eflows2smk.frontend.host.reach import lookup, member
from eflows2smk.frontend.scopes import target_names
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

_SCALARS = (int, float, str, bytes, bool, type(None), complex, tuple, frozenset, range)


@dataclass(slots=True)
class Changes:
    """changed: name -> whether what hangs below the object may change too, or only the object itself.
    aliases: name -> names of whose objects it may be, or hold, a part. copies: name -> names with whose objects it may
    have members in common, as ``xs + ys`` has. returns, returns_copy: the same for what a function returns.
    unknown: whether it calls something that may do anything (write files, print). raises: whether it says where the
    program shall fail. states: of libraries, that it reads and changes. globals: name of a module -> the function that
    changes it."""

    changed: dict[str, bool] = field(default_factory=dict)
    aliases: dict[str, set[str]] = field(default_factory=dict)
    copies: dict[str, set[str]] = field(default_factory=dict)
    returns: set[str] = field(default_factory=set)
    returns_copy: set[str] = field(default_factory=set)
    unknown: bool = False
    raises: bool = False
    states: set[str] = field(default_factory=set)
    globals: dict[str, str] = field(default_factory=dict)


Resolve = Callable[[str], Any]


class Analysis:
    """One piece of syntax, or the body of a function with its parameters as roots."""

    def __init__(self, resolve: Resolve, functions: dict[int, Changes]) -> None:
        self.resolve = resolve
        self.functions = functions
        self.found = Changes()

    def run(self, node: cst.CSTNode) -> Changes:
        before = -1
        # Aliases of aliases: again until nothing new comes.
        while (size := sum(map(len, (*self.found.aliases.values(), *self.found.copies.values())))) != before:
            before = size
            self._visit(node)
        return self.found

    # Aliases ----------------------------------------------------------------------------------------------------------

    def _roots(self, node: cst.CSTNode | None) -> set[str]:
        """Names whose objects the value of the expression may be, or share parts with."""
        match node:
            case cst.Name():
                return {node.value, *self.found.aliases.get(node.value, ())}
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
        return arguments

    # Walking ----------------------------------------------------------------------------------------------------------

    def _visit(self, node: cst.CSTNode) -> None:
        match node:
            case cst.Assign():
                for target in node.targets:
                    self._assign(target.target, node.value)
            case cst.AnnAssign() if node.value is not None:
                self._assign(node.target, node.value)
            case cst.AugAssign():
                self._change(node.target, deep=False)
                if isinstance(node.operator, cst.AddAssign | cst.BitOrAssign):
                    self._share(_first_name(node.target), self._roots(node.value) | self._copied(node.value))
            case cst.NamedExpr():
                self._assign(node.target, node.value)
            case cst.For() | cst.CompFor():
                for name in target_names(node.target):
                    self._link(name, self._roots(node.iter) | self._copied(node.iter))
            case cst.WithItem() if node.asname is not None and isinstance(node.asname.name, cst.BaseExpression):
                self._assign(node.asname.name, node.item)
            case cst.Del():
                if not isinstance(node.target, cst.Name):
                    self._change(node.target, deep=False)
            case cst.Return() if node.value is not None:
                self.found.returns |= self._roots(node.value)
                self.found.returns_copy |= self._copied(node.value)
            case cst.Raise() | cst.Assert():
                self.found.raises = True
            case cst.Call():
                self._call(node)
        for child in node.children:
            self._visit(child)

    def _assign(self, target: cst.BaseExpression, value: cst.BaseExpression) -> None:
        match target:
            case cst.Name():
                self._link(target.value, self._roots(value))
                self._share(target.value, self._copied(value))
            case cst.Tuple() | cst.List():
                for element in target.elements:
                    self._assign(element.value, value)
            case cst.StarredElement():
                self._assign(target.value, value)
            case cst.Attribute() | cst.Subscript():
                self._change(target, deep=False)
                for name in self._roots(target.value):
                    self._link(name, self._roots(value))
                    self._share(name, self._copied(value))

    def _link(self, name: str, roots: set[str]) -> None:
        roots = roots - {name}
        if name and roots:
            self.found.aliases.setdefault(name, set()).update(roots)

    def _share(self, name: str, others: set[str]) -> None:
        others = others - {name}
        if name and others:
            self.found.copies.setdefault(name, set()).update(others)
            for other in others:
                self.found.copies.setdefault(other, set()).add(name)

    def _change(self, target: cst.BaseExpression, *, deep: bool) -> None:
        """The object that the target is an element or attribute of changes, or the object itself for a name."""
        owner = target.value if isinstance(target, cst.Attribute | cst.Subscript) else target
        self._changed(owner, deep=deep)

    def _changed(self, node: cst.CSTNode, *, deep: bool) -> None:
        owner = self._owner(node) if isinstance(node, cst.Attribute) else MISSING
        if isinstance(owner, Opaque) and (state := state_of(owner.name)):
            # Settings of a library, such as ``plt.rcParams``.
            self.found.states.add(state)
        plain = isinstance(node, cst.Name)
        for name in self._roots(node):
            below = deep or not plain or name != node.value  # type: ignore[attr-defined]
            self.found.changed[name] = self.found.changed.get(name, False) or below
            if below:
                # A member of it, which others may have too.
                self.found.changed.update(dict.fromkeys(self.found.copies.get(name, ()), True))

    # Calls ------------------------------------------------------------------------------------------------------------

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

    def _call(self, node: cst.Call) -> None:
        kind, what = self._callee(node.func)
        match kind:
            case "library":
                self._library(node, what)
            case "method":
                self._method(node, what)
            case "function" | "class":
                changes = self.functions_changes(what)
                self.found.unknown = self.found.unknown or changes.unknown
                self.found.raises = self.found.raises or changes.raises
                self.found.states |= changes.states
                self.found.globals.update(changes.globals)
                for name, roots in self._bound(node, what):
                    if name in changes.changed:
                        for root in roots:
                            self.found.changed[root] = self.found.changed.get(root, False) or changes.changed[name]
            case _:
                self.found.unknown = True
                self._arguments_change(node)

    def _library(self, node: cst.Call, name: str) -> None:
        if state := state_of(name):
            self.found.states.add(state)
        positions = CHANGING.get(name)
        if positions is not None:
            for position in positions:
                if position < len(node.args):
                    self._changed(node.args[position].value, deep=False)
        elif not is_harmless(name):
            self.found.unknown = True
            self._arguments_change(node)
        for arg in node.args:
            if arg.keyword is not None and arg.keyword.value == "out":
                self._changed(arg.value, deep=False)

    def _method(self, node: cst.Call, name: str) -> None:
        assert isinstance(node.func, cst.Attribute)
        in_place = any(arg.keyword is not None and arg.keyword.value in ("inplace", "out") for arg in node.args)
        library = DRAWING_METHODS.get(name)
        if library and any(self.resolve(each) is not MISSING for each in library):
            self.found.states.add("numpy_random")
        if name in WRITING_METHODS:
            self.found.unknown = True
        if name in PURE_METHODS and not in_place:
            return
        receiver = node.func.value
        self._changed(receiver, deep=False)
        for root in self._roots(receiver):
            self._link(root, {r for arg in node.args for r in self._roots(arg.value)})
            self._share(root, {r for arg in node.args for r in self._copied(arg.value)})
        if name not in RECEIVER_METHODS:
            self._arguments_change(node)
            if not isinstance(receiver, cst.Name):
                self.found.unknown = True

    def _arguments_change(self, node: cst.Call) -> None:
        for arg in node.args:
            self._changed(arg.value, deep=False)

    def _bound(self, node: cst.Call, what: Any) -> Iterator[tuple[str, set[str]]]:
        """The roots of each argument, by parameter."""
        function, skip = _function_of(what)
        if function is None:
            return
        names = list(function.signature.positional[skip:])
        if skip and function.signature.positional and isinstance(node.func, cst.Attribute):
            yield function.signature.positional[0], self._roots(node.func.value)
        for position, arg in enumerate(a for a in node.args if a.keyword is None):
            name = names[position] if position < len(names) and not arg.star else function.signature.variadic
            yield name, self._roots(arg.value)
        for arg in node.args:
            if arg.keyword is not None:
                known = arg.keyword.value in function.signature.names
                yield arg.keyword.value if known else function.signature.keywords, self._roots(arg.value)

    def functions_changes(self, what: Any) -> Changes:
        """What a function of the program changes of its parameters and returns of them."""
        function, _ = _function_of(what)
        if function is None:
            return Changes()
        known = self.functions.get(id(function.node))
        if known is None:
            # A recursive call adds nothing to what the first one finds.
            self.functions[id(function.node)] = Changes()
            inner = Analysis(lambda name: _resolve_in(function, name), self.functions)
            found = inner.run(function.node.body)
            if isinstance(function.node, cst.Lambda):
                found.returns = inner._roots(function.node.body)
                found.returns_copy = inner._copied(function.node.body)
            for name in {*found.changed, *function.scope.global_names}:
                outside = name not in function.scope.names or name in function.scope.global_names
                value = _resolve_in(function, name)
                if value is MISSING and name not in function.scope.global_names:
                    # The variable of a comprehension.
                    continue
                if outside and not isinstance(value, Opaque | LibraryModule | UserModule | Function | UserClass):
                    found.globals[name] = function.name
            known = self.functions[id(function.node)] = found
        return known


def _resolve_in(function: Function, name: str) -> Any:
    return MISSING if name in function.scope.names else lookup(function.closure, name)


def _function_of(what: Any) -> tuple[Function | None, int]:
    """The function behind a callable, and how many parameters the caller does not give."""
    match what:
        case Function():
            return what, 0
        case Bound():
            return (what.function, 1) if isinstance(what.function, Function) else (None, 0)
        case Descriptor():
            return _function_of(what.function)
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


def _first_name(node: cst.CSTNode) -> str:
    while isinstance(node, cst.Attribute | cst.Subscript):
        node = node.value
    return node.value if isinstance(node, cst.Name) else ""


def extends(node: cst.CSTNode, name: str, needed: dict[str, Any]) -> bool:
    """Whether the step is a ``+=`` of what is known to be a list or the like, so that the name keeps its object."""
    return (
        isinstance(node, cst.AugAssign)
        and isinstance(node.target, cst.Name)
        and node.target.value == name
        and isinstance(needed.get(name), list | dict | set)
    )


def grown(node: cst.CSTNode) -> Iterator[str]:
    """Names of what ``+=`` may change in place: lists and arrays, while numbers and strings are made anew."""
    match node:
        case cst.AugAssign(value=cst.SimpleString() | cst.FormattedString() | cst.ConcatenatedString()):
            return
        case cst.AugAssign(target=cst.Name(value=name)):
            yield name
    for child in node.children:
        yield from grown(child)


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
_FRESH_METHODS = frozenset(
    "copy mean sum std var min max tolist astype item dot flatten cumsum cumprod round describe format join split"
    " strip lower upper replace startswith endswith count index predict to_numpy to_dict to_string".split()
)
