"""Functions, lambdas and classes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import libcst as cst

from eflows2smk.frontend.core.lowering.assignments import annotation
from eflows2smk.frontend.core.lowering.builder import Builder
from eflows2smk.frontend.core.lowering.calls import arguments
from eflows2smk.frontend.core.lowering.strings import joined
from eflows2smk.frontend.core.operations import (
    Call,
    Class,
    CodeKind,
    Function,
    Parameters,
    Passed,
    Register,
    Return,
)
from eflows2smk.frontend.core.syntax import parts


def function(b: Builder, node: cst.FunctionDef) -> None:
    decorators = _decorators(b, node.decorators)
    parameters = _parameters(b, node.params)
    defaults = _defaults(b, node.params)
    annotations = _annotations(b, node)
    inner = b.inner(CodeKind.FUNCTION, node, parameters)
    inner.code.is_coroutine = node.asynchronous is not None
    inner.code.docstring = docstring(node.body)
    code = inner.finished(inner.block(node.body, node.body))
    target = b.new()
    b.emit(Function(origin=node, target=target, code=code, defaults=defaults, annotations=annotations))
    b.store(node, node.name.value, _decorated(b, decorators, target))


def anonymous(b: Builder, node: cst.Lambda) -> Register:
    parameters = _parameters(b, node.params)
    defaults = _defaults(b, node.params)
    inner = b.inner(CodeKind.LAMBDA, node, parameters)
    inner.open(node.body)
    inner.emit(Return(origin=node.body, source=inner.expression(node.body)))
    code = inner.finished(inner.close())
    target = b.new()
    b.emit(Function(origin=node, target=target, code=code, defaults=defaults))
    return target


def class_(b: Builder, node: cst.ClassDef) -> None:
    decorators = _decorators(b, node.decorators)
    given = arguments(b, [*node.bases, *node.keywords])
    inner = b.inner(CodeKind.CLASS, node, Parameters())
    inner.code.docstring = docstring(node.body)
    inner.code.annotates = annotates(node.body)
    code = inner.finished(inner.block(node.body, node.body))
    target = b.new()
    b.emit(Class(origin=node, target=target, code=code, arguments=given))
    b.store(node, node.name.value, _decorated(b, decorators, target))


def docstring(suite: cst.BaseSuite | cst.Module) -> str | None:
    first: cst.CSTNode | None = next(iter(suite.body), None)
    if isinstance(first, cst.SimpleStatementLine):
        first = first.body[0]
    if not isinstance(first, cst.Expr):
        return None
    value = joined(first.value)
    return value if isinstance(value, str) else None


def annotates(suite: cst.BaseSuite | cst.Module) -> bool:
    """Whether an annotation of a variable stands in the body, outside of functions and classes in it."""
    waiting: list[cst.CSTNode] = list(suite.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, cst.AnnAssign):
            return True
        if (
            isinstance(node, cst.BaseCompoundStatement)
            and not isinstance(node, cst.FunctionDef | cst.ClassDef)
            or isinstance(node, _HOLDERS)
        ):
            waiting += parts(node)
    return False


_HOLDERS = (
    cst.SimpleStatementLine,
    cst.BaseSuite,
    cst.Else,
    cst.Finally,
    cst.ExceptHandler,
    cst.ExceptStarHandler,
    cst.MatchCase,
)


def _decorators(b: Builder, nodes: Sequence[cst.Decorator]) -> list[tuple[cst.Decorator, Register]]:
    return [(each, b.expression(each.decorator)) for each in nodes]


def _decorated(b: Builder, decorators: list[tuple[cst.Decorator, Register]], value: Register) -> Register:
    for node, decorator in reversed(decorators):
        target = b.new()
        b.emit(Call(origin=node, target=target, function=decorator, arguments=(Passed(value),)))
        value = target
    return value


def _parameters(b: Builder, node: cst.Parameters) -> Parameters:
    mangled = b.scope.mangled
    star = node.star_arg
    return Parameters(
        tuple(mangled(each.name.value) for each in node.posonly_params),
        tuple(mangled(each.name.value) for each in node.params),
        mangled(star.name.value) if isinstance(star, cst.Param) else "",
        tuple(mangled(each.name.value) for each in node.kwonly_params),
        mangled(node.star_kwarg.name.value) if node.star_kwarg is not None else "",
        tuple(mangled(each.name.value) for each in _with_defaults(node)),
    )


def _with_defaults(node: cst.Parameters) -> list[cst.Param]:
    named = [*node.posonly_params, *node.params, *node.kwonly_params]
    return [each for each in named if each.default is not None]


def _defaults(b: Builder, node: cst.Parameters) -> tuple[Register, ...]:
    return tuple(b.expression(each.default) for each in _with_defaults(node) if each.default is not None)


def _annotations(b: Builder, node: cst.FunctionDef) -> tuple[tuple[str, Register], ...]:
    """In CPython's order: those of positional-only parameters are second."""
    given = node.params
    named = [*given.params, *given.posonly_params]
    if isinstance(given.star_arg, cst.Param):
        named.append(given.star_arg)
    named += given.kwonly_params
    if given.star_kwarg is not None:
        named.append(given.star_kwarg)
    found = [
        (b.scope.mangled(each.name.value), _annotation(b, each.annotation))
        for each in named
        if each.annotation is not None
    ]
    if node.returns is not None:
        found.append(("return", annotation(b, node.returns)))
    return tuple(found)


def _annotation(b: Builder, node: cst.Annotation) -> Register:
    """Of a parameter; ``*args: *Ts`` is annotated with the only item of ``Ts``."""
    if isinstance(node.annotation, cst.StarredElement):
        raise b.refusal(node.annotation, "E302", "starred annotations can't be compiled", "leave it out")
    return annotation(b, node)


EXPRESSIONS: dict[type[cst.CSTNode], Callable[[Builder, Any], Register]] = {cst.Lambda: anonymous}
STATEMENTS: dict[type[cst.CSTNode], Callable[[Builder, Any], None]] = {
    cst.FunctionDef: function,
    cst.ClassDef: class_,
}
