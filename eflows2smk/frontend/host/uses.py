"""Def-use analysis: which names a piece of syntax needs from outside, and which it binds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import libcst as cst

from eflows2smk.frontend.scopes import bound_names, target_names


@dataclass(slots=True)
class Uses:
    """needs: names that may be read before the piece itself binds them. binds: names that it may bind, in order.
    always: those of them that it binds on every way through."""

    needs: dict[str, None] = field(default_factory=dict)
    binds: dict[str, None] = field(default_factory=dict)
    always: set[str] = field(default_factory=set)


_known: dict[cst.CSTNode, Uses] = {}


def uses_of(node: cst.CSTNode) -> Uses:
    """The uses of a statement or an expression, worked out once."""
    found = _known.get(node)
    if found is None:
        walk = _Walk()
        found = walk.found
        found.always = walk.visit(node, set())
        _known[node] = found
    return found


class _Walk:
    def __init__(self) -> None:
        self.found = Uses()

    def visit(self, node: cst.CSTNode | None, defined: set[str]) -> set[str]:
        """Note what the node needs, given the names defined before it; returns those defined after it."""
        if node is None:
            return defined
        method = getattr(self, f"_{type(node).__name__}", None)
        if method is not None:
            result: set[str] = method(node, defined)
            return result
        for child in node.children:
            defined = self.visit(child, defined)
        return defined

    def _all(self, nodes: Iterable[cst.CSTNode], defined: set[str]) -> set[str]:
        for node in nodes:
            defined = self.visit(node, defined)
        return defined

    def _bind(self, name: str, defined: set[str]) -> set[str]:
        self.found.binds[name] = None
        return defined | {name}

    def _target(self, target: cst.CSTNode, defined: set[str]) -> set[str]:
        match target:
            case cst.Name():
                return self._bind(target.value, defined)
            case cst.Tuple() | cst.List():
                for element in target.elements:
                    defined = self._target(element.value, defined)
                return defined
            case cst.StarredElement():
                return self._target(target.value, defined)
            case _:
                return self.visit(target, defined)

    # Expressions ------------------------------------------------------------------------------------------------------

    def _Name(self, node: cst.Name, defined: set[str]) -> set[str]:
        if node.value not in defined and node.value not in ("None", "True", "False"):
            self.found.needs[node.value] = None
        return defined

    def _Attribute(self, node: cst.Attribute, defined: set[str]) -> set[str]:
        return self.visit(node.value, defined)

    def _Arg(self, node: cst.Arg, defined: set[str]) -> set[str]:
        return self.visit(node.value, defined)

    def _Annotation(self, node: cst.Annotation, defined: set[str]) -> set[str]:
        return defined

    def _NamedExpr(self, node: cst.NamedExpr, defined: set[str]) -> set[str]:
        return self._target(node.target, self.visit(node.value, defined))

    def _Lambda(self, node: cst.Lambda, defined: set[str]) -> set[str]:
        self._function(node.params, node.body, defined)
        return defined

    def _function(self, params: cst.Parameters, body: cst.CSTNode, defined: set[str]) -> None:
        every = [*params.posonly_params, *params.params, *params.kwonly_params]
        for param in every:
            self.visit(param.default, defined)
        stars = [p for p in (params.star_arg, params.star_kwarg) if isinstance(p, cst.Param)]
        own = {p.name.value for p in (*every, *stars)}
        if not isinstance(body, cst.BaseExpression):
            found = bound_names(body)
            own |= found.names - found.global_names
        inner = _Walk()
        inner.visit(body, own)
        for name in inner.found.needs:
            if name not in defined:
                self.found.needs[name] = None

    def _comprehension(self, node: cst.ListComp | cst.SetComp | cst.GeneratorExp, defined: set[str]) -> set[str]:
        self.visit(node.elt, self._loops(node.for_in, defined))
        return defined

    _ListComp = _SetComp = _GeneratorExp = _comprehension

    def _DictComp(self, node: cst.DictComp, defined: set[str]) -> set[str]:
        inside = self._loops(node.for_in, defined)
        self.visit(node.value, self.visit(node.key, inside))
        return defined

    def _loops(self, node: cst.CompFor | None, defined: set[str]) -> set[str]:
        while node is not None:
            self.visit(node.iter, defined)
            defined = defined | set(target_names(node.target))
            for condition in node.ifs:
                self.visit(condition.test, defined)
            node = node.inner_for_in
        return defined

    # Statements -------------------------------------------------------------------------------------------------------

    def _Assign(self, node: cst.Assign, defined: set[str]) -> set[str]:
        defined = self.visit(node.value, defined)
        for target in node.targets:
            defined = self._target(target.target, defined)
        return defined

    def _AnnAssign(self, node: cst.AnnAssign, defined: set[str]) -> set[str]:
        if node.value is None:
            return defined
        return self._target(node.target, self.visit(node.value, defined))

    def _AugAssign(self, node: cst.AugAssign, defined: set[str]) -> set[str]:
        self.visit(node.target, defined)
        return self._target(node.target, self.visit(node.value, defined))

    def _Del(self, node: cst.Del, defined: set[str]) -> set[str]:
        return self.visit(node.target, defined)

    def _For(self, node: cst.For, defined: set[str]) -> set[str]:
        before = self.visit(node.iter, defined)
        self.visit(node.body, self._target(node.target, before))
        self.visit(node.orelse, before)
        return before

    def _While(self, node: cst.While, defined: set[str]) -> set[str]:
        before = self.visit(node.test, defined)
        self.visit(node.body, before)
        self.visit(node.orelse, before)
        return before

    def _If(self, node: cst.If, defined: set[str]) -> set[str]:
        before = self.visit(node.test, defined)
        return self.visit(node.body, before) & self.visit(node.orelse, before)

    def _Try(self, node: cst.Try, defined: set[str]) -> set[str]:
        after = self.visit(node.orelse, self.visit(node.body, defined))
        for handler in node.handlers:
            after &= self.visit(handler, defined)
        return self.visit(node.finalbody, after)

    def _AsName(self, node: cst.AsName, defined: set[str]) -> set[str]:
        return self._target(node.name, defined)

    def _ImportAlias(self, node: cst.ImportAlias, defined: set[str]) -> set[str]:
        if node.asname is not None:
            return self._target(node.asname.name, defined)
        root: cst.BaseExpression = node.name
        while isinstance(root, cst.Attribute):
            root = root.value
        return self._target(root, defined)

    def _ImportFrom(self, node: cst.ImportFrom, defined: set[str]) -> set[str]:
        return defined if isinstance(node.names, cst.ImportStar) else self._all(node.names, defined)

    def _FunctionDef(self, node: cst.FunctionDef, defined: set[str]) -> set[str]:
        defined = self._all(node.decorators, defined)
        self._function(node.params, node.body, defined | {node.name.value})
        return self._bind(node.name.value, defined)

    def _ClassDef(self, node: cst.ClassDef, defined: set[str]) -> set[str]:
        defined = self._all([*node.decorators, *node.bases], defined)
        _inner = self.visit(node.body, set(defined))
        return self._bind(node.name.value, defined)

    def _Global(self, node: cst.CSTNode, defined: set[str]) -> set[str]:
        return defined

    _Nonlocal = _Global

    def _MatchAs(self, node: cst.MatchAs, defined: set[str]) -> set[str]:
        defined = self.visit(node.pattern, defined)
        return defined if node.name is None else self._bind(node.name.value, defined)

    def _MatchStar(self, node: cst.MatchStar, defined: set[str]) -> set[str]:
        return defined if node.name is None else self._bind(node.name.value, defined)

    def _MatchKeywordElement(self, node: cst.MatchKeywordElement, defined: set[str]) -> set[str]:
        return self.visit(node.pattern, defined)

    def _Match(self, node: cst.Match, defined: set[str]) -> set[str]:
        before = self.visit(node.subject, defined)
        for case in node.cases:
            self.visit(case, set(before))
        return before
