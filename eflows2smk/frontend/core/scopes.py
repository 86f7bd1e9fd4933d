"""Python's scoping rules: for each scope of a module, which names it binds and where each name lives.

Enters the tree of a module, leaves `Scopes`. Names are mangled already (``__x`` in a class ``C`` is ``_C__x``). As
CPython's ``symtable`` does it: names are collected first, scope by scope, and resolved when all are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import libcst as cst

from eflows2smk.diagnostics import Diagnostic, ProgramError
from eflows2smk.frontend.core.operations import CodeKind, Place
from eflows2smk.frontend.core.syntax import alias_name, all_parameters, is_simple, parts, postpones_annotations
from eflows2smk.source.modules import SourceModule

_CONSTANTS = frozenset({"None", "True", "False", "__debug__"})
CLASS_CELL = "__class__"
ITERATOR = ".0"


@dataclass(slots=True, eq=False)
class Scope:
    """One scope.

    private: the class by whose name private names are mangled. bound: names that are assigned here, or deleted,
    imported, defined. used: all others that are read. places: where each name lives that is bound or used here, after
    resolution. free: names that it, or a scope inside of it, takes from enclosing functions, sorted.
    """

    kind: CodeKind
    name: str
    node: cst.CSTNode
    parent: Scope | None
    private: str
    parameters: list[str] = field(default_factory=list)
    bound: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    stated_global: set[str] = field(default_factory=set)
    stated_nonlocal: dict[str, cst.CSTNode] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    cells: set[str] = field(default_factory=set)

    @property
    def is_function(self) -> bool:
        return self.kind not in (CodeKind.MODULE, CodeKind.CLASS)

    @property
    def free(self) -> tuple[str, ...]:
        return tuple(sorted(self.taken))

    def mangled(self, name: str) -> str:
        return mangled(name, self.private)

    def place(self, name: str) -> Place:
        """Where a name lives that is read here; it is mangled already."""
        return self.places[name]

    def variables(self) -> dict[str, Place]:
        """The names bound here, parameters first."""
        names = [*self.parameters, *sorted(self.bound - set(self.parameters))]
        own = (Place.LOCAL, Place.CELL, Place.CLASS) if self.kind is not CodeKind.MODULE else (Place.GLOBAL,)
        found = {name: self.places[name] for name in names if self.places[name] in own}
        if self.kind is CodeKind.CLASS and CLASS_CELL in self.cells:
            found[CLASS_CELL] = Place.CELL
        return found


def mangled(name: str, private: str) -> str:
    """The name that a private name has inside of a class, ``private``."""
    if not private or not name.startswith("__") or name.endswith("__") or "." in name:
        return name
    stripped = private.lstrip("_")
    return f"_{stripped}{name}" if stripped else name


class Scopes:
    """All scopes of a module, by the node that makes them: the module, a function, lambda, class, comprehension."""

    def __init__(self, module: SourceModule) -> None:
        reader = _Reader(module)
        reader.read()
        self._scopes = reader.scopes
        for scope in self._scopes.values():
            _resolve(scope, module)
        for scope in self._scopes.values():
            for name in scope.cells & scope.places.keys():
                if scope.places[name] is Place.LOCAL:
                    scope.places[name] = Place.CELL

    def __iter__(self) -> Iterator[Scope]:
        return iter(self._scopes.values())

    def of(self, node: cst.CSTNode) -> Scope:
        return self._scopes[node]


# Resolving ------------------------------------------------------------------------------------------------------------


def _resolve(scope: Scope, module: SourceModule) -> None:
    for name, node in scope.stated_nonlocal.items():
        if _owner(scope, name) is None:
            raise _invalid(module, node, f"no enclosing function binds '{name}', which is stated as nonlocal")
    for name in scope.bound | scope.used | set(scope.parameters):
        scope.places[name] = _place(scope, name)


def _place(scope: Scope, name: str) -> Place:
    if scope.kind is CodeKind.MODULE or name in scope.stated_global:
        return Place.GLOBAL
    in_class = scope.kind is CodeKind.CLASS
    if name not in scope.stated_nonlocal and name in scope.bound:
        return Place.CLASS if in_class else Place.LOCAL
    owner = _owner(scope, name)
    if owner is None:
        return Place.CLASS if in_class else Place.GLOBAL
    _take(scope, owner, name)
    return Place.CLASS_FREE if in_class else Place.FREE


def _owner(scope: Scope, name: str) -> Scope | None:
    """The nearest enclosing function that binds the name; for ``__class__`` the nearest class around a function."""
    above = scope.parent
    while above is not None:
        if above.is_function:
            if name in above.stated_global:
                return None
            if name in above.bound and name not in above.stated_nonlocal:
                return above
        elif name == CLASS_CELL and above.kind is CodeKind.CLASS:
            return above
        above = above.parent
    return None


def _take(scope: Scope, owner: Scope, name: str) -> None:
    owner.cells.add(name)
    between: Scope | None = scope
    while between is not None and between is not owner:
        if name in between.taken:
            return
        between.taken.add(name)
        between = between.parent


# Collecting -----------------------------------------------------------------------------------------------------------


class _Reader:
    """Goes through the tree with a stack of its own, since trees of long expressions are deep."""

    def __init__(self, module: SourceModule) -> None:
        self.module = module
        self.scopes: dict[cst.CSTNode, Scope] = {}
        self.postponed = postpones_annotations(module.tree)
        self._open: list[tuple[cst.CSTNode, Scope]] = []

    def read(self) -> None:
        tree = self.module.tree
        scope = self.scope(CodeKind.MODULE, "<module>", tree, None, "")
        self.later(tree.body, scope)
        while self._open:
            node, scope = self._open.pop()
            handler = _HANDLERS.get(type(node))
            if handler is None:
                self.later(parts(node), scope)
            else:
                handler(self, node, scope)

    def later(self, nodes: Iterable[cst.CSTNode | None], scope: Scope) -> None:
        self._open += [(node, scope) for node in reversed(list(nodes)) if node is not None]

    def scope(self, kind: CodeKind, name: str, node: cst.CSTNode, parent: Scope | None, private: str) -> Scope:
        made = self.scopes[node] = Scope(kind, name, node, parent, private)
        return made

    def bind(self, target: cst.BaseExpression, scope: Scope) -> None:
        if isinstance(target, cst.Name):
            scope.bound.add(scope.mangled(target.value))
        elif isinstance(target, cst.Tuple | cst.List):
            for element in target.elements:
                self.bind(element.value, scope)
        else:
            self.later([target], scope)

    def annotation(self, node: cst.Annotation | None, scope: Scope) -> None:
        if node is not None and not self.postponed:
            self.later([node.annotation], scope)

    def parameters(self, node: cst.Parameters, outer: Scope, inner: Scope) -> None:
        for parameter in all_parameters(node):
            name = inner.mangled(parameter.name.value)
            if name in inner.bound:
                raise _invalid(self.module, parameter.name, f"two parameters have the name '{parameter.name.value}'")
            inner.bound.add(name)
            inner.parameters.append(name)
            self.later([parameter.default], outer)
            self.annotation(parameter.annotation, outer)


def _invalid(module: SourceModule, node: cst.CSTNode, message: str) -> ProgramError:
    return ProgramError(Diagnostic("E100", f"this is not valid Python: {message}", module.span(node)))


def _name(reader: _Reader, node: cst.Name, scope: Scope) -> None:
    if node.value in _CONSTANTS:
        return
    if node.value == "super" and scope.is_function:
        scope.used.add(CLASS_CELL)
    scope.used.add(scope.mangled(node.value))


def _attribute(reader: _Reader, node: cst.Attribute, scope: Scope) -> None:
    reader.later([node.value], scope)


def _argument(reader: _Reader, node: cst.Arg, scope: Scope) -> None:
    reader.later([node.value], scope)


def _assign(reader: _Reader, node: cst.Assign, scope: Scope) -> None:
    reader.later([node.value], scope)
    for target in node.targets:
        reader.bind(target.target, scope)


def _augmented(reader: _Reader, node: cst.AugAssign, scope: Scope) -> None:
    reader.later([node.value], scope)
    reader.bind(node.target, scope)


def _annotated(reader: _Reader, node: cst.AnnAssign, scope: Scope) -> None:
    reader.later([node.value], scope)
    reader.annotation(node.annotation, scope)
    if is_simple(node.target) or node.value is not None or not isinstance(node.target, cst.Name):
        reader.bind(node.target, scope)


def _delete(reader: _Reader, node: cst.Del, scope: Scope) -> None:
    reader.bind(node.target, scope)


def _for(reader: _Reader, node: cst.For, scope: Scope) -> None:
    reader.later([node.iter, node.body, node.orelse], scope)
    reader.bind(node.target, scope)


def _with_item(reader: _Reader, node: cst.WithItem, scope: Scope) -> None:
    reader.later([node.item], scope)
    if node.asname is not None:
        reader.bind(node.asname.name, scope)


def _walrus(reader: _Reader, node: cst.NamedExpr, scope: Scope) -> None:
    assert isinstance(node.target, cst.Name)
    reader.later([node.value], scope)
    name = scope.mangled(node.target.value)
    inner = scope
    while inner.kind is CodeKind.COMPREHENSION:
        if name in inner.bound:
            raise _invalid(reader.module, node, f"'{node.target.value}' is the variable of a comprehension")
        inner.used.add(name)
        assert inner.parent is not None
        inner = inner.parent
    if inner is not scope and inner.kind is CodeKind.CLASS:
        raise _invalid(reader.module, node, "':=' can't stand in a comprehension of a class body")
    inner.bound.add(name)


def _import(reader: _Reader, node: cst.Import, scope: Scope) -> None:
    scope.bound.update(scope.mangled(alias_name(alias)) for alias in node.names)


def _import_from(reader: _Reader, node: cst.ImportFrom, scope: Scope) -> None:
    if isinstance(node.names, cst.ImportStar):
        if scope.kind is not CodeKind.MODULE:
            raise _invalid(reader.module, node, "'import *' can only stand at the top level of a module")
    else:
        scope.bound.update(scope.mangled(alias_name(alias)) for alias in node.names)


def _handler(reader: _Reader, node: cst.ExceptHandler | cst.ExceptStarHandler, scope: Scope) -> None:
    reader.later([node.type, node.body], scope)
    if node.name is not None:
        reader.bind(node.name.name, scope)


def _capture(reader: _Reader, node: cst.MatchAs | cst.MatchStar, scope: Scope) -> None:
    if node.name is not None:
        scope.bound.add(scope.mangled(node.name.value))
    if isinstance(node, cst.MatchAs):
        reader.later([node.pattern], scope)


def _match_mapping(reader: _Reader, node: cst.MatchMapping, scope: Scope) -> None:
    reader.later(node.elements, scope)
    if node.rest is not None:
        scope.bound.add(scope.mangled(node.rest.value))


def _match_keyword(reader: _Reader, node: cst.MatchKeywordElement, scope: Scope) -> None:
    reader.later([node.pattern], scope)


def _global(reader: _Reader, node: cst.Global, scope: Scope) -> None:
    for item in node.names:
        name = scope.mangled(item.name.value)
        if name in scope.parameters:
            raise _invalid(reader.module, item, f"'{item.name.value}' is a parameter and stated as global")
        scope.stated_global.add(name)
        scope.used.add(name)


def _nonlocal(reader: _Reader, node: cst.Nonlocal, scope: Scope) -> None:
    for item in node.names:
        name = scope.mangled(item.name.value)
        if name in scope.parameters:
            raise _invalid(reader.module, item, f"'{item.name.value}' is a parameter and stated as nonlocal")
        scope.stated_nonlocal[name] = item
        scope.used.add(name)


def _function(reader: _Reader, node: cst.FunctionDef, scope: Scope) -> None:
    _without_type_parameters(reader, node.type_parameters)
    scope.bound.add(scope.mangled(node.name.value))
    inner = reader.scope(CodeKind.FUNCTION, node.name.value, node, scope, scope.private)
    reader.later([node.body], inner)
    reader.later(node.decorators, scope)
    reader.annotation(node.returns, scope)
    reader.parameters(node.params, scope, inner)


def _lambda(reader: _Reader, node: cst.Lambda, scope: Scope) -> None:
    inner = reader.scope(CodeKind.LAMBDA, "<lambda>", node, scope, scope.private)
    reader.later([node.body], inner)
    reader.parameters(node.params, scope, inner)


def _class(reader: _Reader, node: cst.ClassDef, scope: Scope) -> None:
    _without_type_parameters(reader, node.type_parameters)
    scope.bound.add(scope.mangled(node.name.value))
    inner = reader.scope(CodeKind.CLASS, node.name.value, node, scope, node.name.value)
    reader.later([node.body], inner)
    reader.later([*node.decorators, *node.bases, *node.keywords], scope)


def _comprehension(
    reader: _Reader, node: cst.ListComp | cst.SetComp | cst.DictComp | cst.GeneratorExp, scope: Scope
) -> None:
    inner = reader.scope(CodeKind.COMPREHENSION, COMPREHENSIONS[type(node)], node, scope, scope.private)
    inner.parameters.append(ITERATOR)
    inner.bound.add(ITERATOR)
    loop: cst.CompFor | None = node.for_in
    reader.later([node.for_in.iter], scope)
    inside: list[cst.CSTNode] = []
    while loop is not None:
        reader.bind(loop.target, inner)
        inside += [each.test for each in loop.ifs]
        loop = loop.inner_for_in
        if loop is not None:
            inside.append(loop.iter)
    element = [node.key, node.value] if isinstance(node, cst.DictComp) else [node.elt]
    reader.later([*inside, *element], inner)


def _type_alias(reader: _Reader, node: cst.TypeAlias, scope: Scope) -> None:
    raise ProgramError(
        Diagnostic(
            "E302", "'type' statements can't be compiled", reader.module.span(node), "assign the type to a name instead"
        )
    )


def _without_type_parameters(reader: _Reader, node: cst.TypeParameters | None) -> None:
    if node is not None:
        raise ProgramError(
            Diagnostic(
                "E302",
                "type parameters in square brackets can't be compiled",
                reader.module.span(node),
                "declare a typing.TypeVar instead",
            )
        )


COMPREHENSIONS: dict[type[cst.CSTNode], str] = {
    cst.ListComp: "<listcomp>",
    cst.SetComp: "<setcomp>",
    cst.DictComp: "<dictcomp>",
    cst.GeneratorExp: "<genexpr>",
}

_HANDLERS: dict[type[cst.CSTNode], Callable[[_Reader, Any, Scope], None]] = {
    cst.Name: _name,
    cst.Attribute: _attribute,
    cst.Arg: _argument,
    cst.Assign: _assign,
    cst.AugAssign: _augmented,
    cst.AnnAssign: _annotated,
    cst.Del: _delete,
    cst.For: _for,
    cst.WithItem: _with_item,
    cst.NamedExpr: _walrus,
    cst.Import: _import,
    cst.ImportFrom: _import_from,
    cst.ExceptHandler: _handler,
    cst.ExceptStarHandler: _handler,
    cst.MatchAs: _capture,
    cst.MatchStar: _capture,
    cst.MatchMapping: _match_mapping,
    cst.MatchKeywordElement: _match_keyword,
    cst.Global: _global,
    cst.Nonlocal: _nonlocal,
    cst.FunctionDef: _function,
    cst.Lambda: _lambda,
    cst.ClassDef: _class,
    cst.ListComp: _comprehension,
    cst.SetComp: _comprehension,
    cst.DictComp: _comprehension,
    cst.GeneratorExp: _comprehension,
    cst.TypeAlias: _type_alias,
}
