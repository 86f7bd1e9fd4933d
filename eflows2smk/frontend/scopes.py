"""Where a name lives: Python's scoping rules, decided once when code is prepared, and the frames of its execution."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import libcst as cst


class Scope:
    """A module, class, function or comprehension as the source shows it. `names`: what it binds itself."""

    __slots__ = ("kind", "parent", "names", "global_names", "qualname")

    def __init__(self, kind: str, parent: Scope | None, names: Iterable[str] = (), qualname: str = "") -> None:
        self.kind = kind
        self.parent = parent
        self.names = set(names)
        self.global_names: set[str] = set()
        self.qualname = qualname

    def hops(self, name: str) -> int:
        """How many frames up the name is bound: 0 here, -1 for the module's names and the builtins."""
        if self.kind == "module" or name in self.global_names:
            return -1
        if name in self.names:
            return 0
        distance = 1
        scope = self.parent
        while scope is not None and scope.kind != "module":
            if scope.kind != "class" and name in scope.names:
                return -1 if name in scope.global_names else distance
            distance += 1
            scope = scope.parent
        return -1


class Frame:
    """The names of one execution of a scope. `globals` are the names of its module."""

    __slots__ = ("names", "parent", "globals")

    def __init__(self, names: dict[str, Any], parent: Frame | None, module_names: dict[str, Any]) -> None:
        self.names = names
        self.parent = parent
        self.globals = module_names


def bound_names(body: cst.CSTNode) -> Scope:
    """A scope-like record (names, global_names) of what the statements of a body bind, nested functions left out."""
    found = Scope("function", None)
    _collect(body, found)
    return found


def target_names(target: cst.BaseExpression) -> Iterator[str]:
    """The plain names that an assignment target binds, in order; attributes and elements are none."""
    match target:
        case cst.Name():
            yield target.value
        case cst.Tuple() | cst.List():
            for element in target.elements:
                yield from target_names(element.value)
        case cst.StarredElement():
            yield from target_names(target.value)
        case _:
            return


def root_names(target: cst.BaseExpression) -> Iterator[str]:
    """As `target_names`, but ``a.b`` and ``a[0]`` count as ``a``: what an assignment may change."""
    match target:
        case cst.Attribute() | cst.Subscript():
            yield from root_names(target.value)
        case cst.Tuple() | cst.List():
            for element in target.elements:
                yield from root_names(element.value)
        case _:
            yield from target_names(target)


def _collect(node: cst.CSTNode, scope: Scope) -> None:
    match node:
        case cst.FunctionDef():
            scope.names.add(node.name.value)
            for decorator in node.decorators:
                _collect(decorator, scope)
            return
        case cst.ClassDef():
            scope.names.add(node.name.value)
            return
        case cst.Lambda() | cst.ListComp() | cst.SetComp() | cst.DictComp() | cst.GeneratorExp():
            for walrus in _walruses(node):
                scope.names.update(target_names(walrus.target))
            return
        case cst.AssignTarget() | cst.AnnAssign() | cst.AugAssign() | cst.NamedExpr() | cst.For() | cst.Del():
            bound = node.target
            if isinstance(bound, cst.BaseExpression):
                scope.names.update(target_names(bound))
        case cst.AsName():
            if isinstance(node.name, cst.BaseExpression):
                scope.names.update(target_names(node.name))
            return
        case cst.ImportAlias():
            if node.asname is None:
                root: cst.BaseExpression = node.name
                while isinstance(root, cst.Attribute):
                    root = root.value
                scope.names.update(target_names(root))
        case cst.Global():
            scope.global_names.update(item.name.value for item in node.names)
        case cst.Nonlocal():
            scope.global_names.update(())
        case cst.MatchAs() | cst.MatchStar():
            if node.name is not None:
                scope.names.add(node.name.value)
        case cst.MatchMapping():
            if node.rest is not None:
                scope.names.add(node.rest.value)
        case _:
            pass
    for child in node.children:
        _collect(child, scope)
    if isinstance(node, cst.BaseSuite):
        for child in node.children:
            for name in _nonlocals(child):
                scope.names.discard(name)


def _walruses(node: cst.CSTNode) -> Iterator[cst.NamedExpr]:
    if isinstance(node, cst.NamedExpr):
        yield node
    for child in node.children:
        yield from _walruses(child)


def _nonlocals(node: cst.CSTNode) -> Iterator[str]:
    if isinstance(node, cst.FunctionDef | cst.ClassDef | cst.Lambda):
        return
    if isinstance(node, cst.Nonlocal):
        for item in node.names:
            yield item.name.value
    for child in node.children:
        yield from _nonlocals(child)


class Level:
    """One loop that is running: its place, the names of its targets, and the iteration it is in."""

    __slots__ = ("node", "names", "frame", "index")

    def __init__(self, node: cst.CSTNode, names: tuple[str, ...], frame: Frame) -> None:
        self.node = node
        self.names = names
        self.frame = frame
        self.index: Any = 0
