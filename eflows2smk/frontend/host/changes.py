"""Which objects a piece of host code may change, and which of its results may share parts with others.

An analysis of the syntax that follows no order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import libcst as cst

from eflows2smk.frontend.globals import is_mutable
from eflows2smk.frontend.host.aliases import Aliases, Changes, Resolve, function_of
from eflows2smk.frontend.host.knowledge import (
    CHANGING,
    DRAWING_METHODS,
    DRAWS,
    PURE_METHODS,
    RECEIVER_METHODS,
    WRITING_METHODS,
    is_harmless,
    state_of,
)
from eflows2smk.frontend.host.reach import lookup
from eflows2smk.frontend.scopes import target_names
from eflows2smk.frontend.values import (
    MISSING,
    Function,
    Future,
    LibraryModule,
    Opaque,
    UserClass,
    UserModule,
    below,
)

# Methods that change their object alone, and none that hangs below it.
_CONTAINER_METHODS = frozenset(
    "append appendleft extend extendleft insert remove pop popleft popitem clear update setdefault add discard sort"
    " reverse".split()
)


# Methods of tables that draw into the current figure, and those of axes that may be in it.
_PLOTTING = ("plot", "hist", "boxplot")


class Analysis(Aliases):
    """One piece of syntax, or the body of a function with its parameters as roots."""

    def __init__(self, resolve: Resolve, functions: dict[int, Changes]) -> None:
        super().__init__(resolve)
        self.functions = functions

    def run(self, node: cst.CSTNode) -> Changes:
        before = -1
        # Aliases of aliases: again until nothing new comes.
        while (size := self._size()) != before:
            before = size
            self._visit(node)
        return self.found

    def _size(self) -> int:
        found = self.found
        relations = (found.aliases, found.copies, found.same, found.held, found.part)
        return sum(len(names) for relation in relations for names in relation.values())

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
                    self._be_whole(name, self._held(node.iter), self._held(node.iter), self._roots(node.iter))
            case cst.WithItem() if node.asname is not None and isinstance(node.asname.name, cst.BaseExpression):
                self._assign(node.asname.name, node.item)
            case cst.Del():
                if not isinstance(node.target, cst.Name):
                    self._change(node.target, deep=False)
            case cst.Return() if node.value is not None:
                self._return(node.value)
            case cst.Yield() if node.value is not None:
                self._yield(node.value)
            case cst.Raise() | cst.Assert():
                self.found.raises = True
            case cst.Call():
                self._call(node)
        for child in node.children:
            self._visit(child)

    def _assign(self, target: cst.BaseExpression, value: cst.BaseExpression, *, member: bool = False) -> None:
        """Bind a target to a value, or to a member of it."""
        match target:
            case cst.Name():
                self._link(target.value, self._roots(value))
                self._share(target.value, self._copied(value))
                held = self._held(value)
                if member:
                    self._be_whole(target.value, held, held, self._roots(value))
                else:
                    self._be_whole(target.value, self._same(value), held, self._part(value))
            case cst.Tuple() | cst.List():
                literal = value.elements if isinstance(value, cst.Tuple | cst.List) and not member else ()
                exact = len(literal) == len(target.elements) and not any(
                    isinstance(element, cst.StarredElement) for element in (*literal, *target.elements)
                )
                for position, element in enumerate(target.elements):
                    if exact:
                        self._assign(element.value, literal[position].value)
                    else:
                        self._assign(element.value, value, member=True)
            case cst.StarredElement():
                self._assign(target.value, value, member=True)
            case cst.Attribute() | cst.Subscript():
                self._change(target, deep=False)
                for name in self._roots(target.value):
                    self._link(name, self._roots(value))
                    self._share(name, self._copied(value))
                    self._be_whole(name, set(), (set() if member else self._same(value)) | self._held(value), set())

    def _be_whole(self, name: str, same: set[str], held: set[str], part: set[str]) -> None:
        found = self.found
        for relation, others in ((found.same, same), (found.held, held), (found.part, part)):
            if others - {name}:
                relation.setdefault(name, set()).update(others - {name})

    def _yield(self, value: cst.BaseExpression | cst.From) -> None:
        item = value.item if isinstance(value, cst.From) else value
        self.found.returns |= self._roots(item)
        self.found.returns_copy |= self._copied(item)
        self.found.returns_part |= self._part(item)
        self.found.returns_held |= self._held(item) | (set() if isinstance(value, cst.From) else self._same(item))

    def _return(self, value: cst.BaseExpression) -> None:
        self.found.returns |= self._roots(value)
        self.found.returns_copy |= self._copied(value)
        self.found.returns_same |= self._same(value)
        self.found.returns_held |= self._held(value)
        self.found.returns_part |= self._part(value)

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

    def _changed(self, node: cst.CSTNode, *, deep: bool, reach: bool = False) -> None:
        """The object changes. deep: what hangs below it may change too; reach: what is known to, does."""
        owner = self._owner(node) if isinstance(node, cst.Attribute) else MISSING
        if isinstance(owner, Opaque) and (state := state_of(owner.name)):
            # Settings of a library, such as ``plt.rcParams``.
            self.found.states.add(state)
        plain = isinstance(node, cst.Name)
        part = self._part(node)
        for name in self._roots(node) if deep or reach else self._same(node) | part:
            below = deep or not plain or name in part
            self.found.changed[name] = self.found.changed.get(name, False) or below
            if below:
                # A member of it, which others may have too.
                self.found.changed.update(dict.fromkeys(self.found.copies.get(name, ()), True))

    # Calls ------------------------------------------------------------------------------------------------------------

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
                self.found.lent.update(changes.lent)
                self.found.apart.update(changes.apart)
                if changes.lent and not isinstance(what, Function):
                    self.found.apart.update(dict.fromkeys(changes.lent, self._name_of(what)))
                for name, value in self._passed(node, what):
                    if name in changes.changed:
                        self._changed(value, deep=changes.changed[name])
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
        if name in _PLOTTING and self.resolve("plt") is not MISSING:
            self.found.states.add("pyplot")
        for arg in node.args:
            if arg.keyword is not None and arg.keyword.value in ("ax", "axes", "fig"):
                self._changed(arg.value, deep=True)
        library = DRAWING_METHODS.get(name)
        if library and any(self.resolve(each) is not MISSING for each in library):
            self.found.states.add("numpy_random")
        if name in WRITING_METHODS:
            self.found.unknown = True
        if name in PURE_METHODS and not in_place and not _is_of_array(node):
            return
        receiver = node.func.value
        self._changed(receiver, deep=False, reach=name not in _CONTAINER_METHODS)
        for root in self._roots(receiver) if name not in DRAWS else ():
            self._link(root, {r for arg in node.args for r in self._roots(arg.value)})
            below = {r for arg in node.args for r in (*self._same(arg.value), *self._held(arg.value))}
            self._be_whole(root, set(), below, set())
            self._share(root, {r for arg in node.args for r in self._copied(arg.value)})
        if name not in RECEIVER_METHODS:
            self._arguments_change(node)
            if not isinstance(receiver, cst.Name):
                self.found.unknown = True

    def _arguments_change(self, node: cst.Call) -> None:
        for arg in node.args:
            self._changed(arg.value, deep=False, reach=True)

    def functions_changes(self, what: Any) -> Changes:
        """What a function of the program changes of its parameters and returns of them."""
        function, _ = function_of(what)
        if function is None:
            return Changes()
        known = self.functions.get(id(function.node))
        if known is None:
            # A recursive call adds nothing to what the first one finds.
            self.functions[id(function.node)] = Changes()
            inner = Analysis(lambda name: _resolve_in(function, name), self.functions)
            found = inner.run(function.node.body)
            if isinstance(function.node, cst.Lambda):
                inner._return(function.node.body)
            for name in {*found.changed, *function.scope.global_names}:
                outside = name not in function.scope.names or name in function.scope.global_names
                value = _resolve_in(function, name)
                if value is MISSING and name not in function.scope.global_names:
                    # The variable of a comprehension.
                    continue
                if outside and not isinstance(value, Opaque | LibraryModule | UserModule | Function | UserClass):
                    found.globals[name] = function.name
            found.lent = dict(self._lent_by(function, found))
            known = self.functions[id(function.node)] = found
        return known

    def _lent_by(self, function: Function, found: Changes) -> Iterator[tuple[str, Any]]:
        """The globals of which the function's result may be or hold a part that can change."""
        whole = found.returns_same | found.returns_held
        for name in sorted(found.returns | found.returns_copy | found.returns_part | whole):
            value = _resolve_in(function, name)
            if name in function.scope.names and name not in function.scope.global_names:
                continue
            if value is MISSING:
                value = found.lent.get(name, MISSING)
            if value is MISSING or not is_mutable(value):
                continue
            if name in whole or isinstance(value, Future) or any(is_mutable(each) for each in below(value)):
                yield name, value

    def _name_of(self, what: Any) -> str:
        function, _ = function_of(what)
        return function.name if function is not None else ""


def _resolve_in(function: Function, name: str) -> Any:
    return MISSING if name in function.scope.names else lookup(function.closure, name)


def _is_of_array(node: cst.Call) -> bool:
    """``array.partition(3)`` changes its array, ``text.partition(":")`` does not."""
    assert isinstance(node.func, cst.Attribute)
    first = node.args[0].value if node.args else None
    return node.func.attr.value == "partition" and not isinstance(first, cst.SimpleString | cst.FormattedString)


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
