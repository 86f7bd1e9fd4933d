"""Definitions of functions and lambdas."""

from __future__ import annotations

from typing import Any

import libcst as cst

from eflows2smk.frontend.calls import call_function
from eflows2smk.frontend.lowering import Closure, Unit, expression, located, statement
from eflows2smk.frontend.scopes import Frame, Scope, bound_names
from eflows2smk.frontend.statements import Part, Returned, suite
from eflows2smk.frontend.values import Function, Signature, Unknown


class _Parameters:
    """The parameters of a definition, with the closures of their defaults."""

    def __init__(self, unit: Unit, node: cst.Parameters, scope: Scope) -> None:
        first = [*node.posonly_params, *node.params]
        self.positional = tuple(p.name.value for p in first)
        self.keyword_only = tuple(p.name.value for p in node.kwonly_params)
        self.variadic = node.star_arg.name.value if isinstance(node.star_arg, cst.Param) else ""
        self.keywords = node.star_kwarg.name.value if node.star_kwarg is not None else ""
        self.defaults = [
            (p.name.value, unit.expression(p.default, scope))
            for p in [*first, *node.kwonly_params]
            if p.default is not None
        ]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in (*self.positional, *self.keyword_only, self.variadic, self.keywords) if name)

    def signature(self, unit: Unit, frame: Frame) -> Signature:
        defaults: dict[str, Any] = {}
        for name, default in self.defaults:
            try:
                defaults[name] = default(frame)
            except Exception as error:
                # A default of an unknown library is no problem before somebody uses it.
                defaults[name] = Unknown(unit.evaluator.diagnostic_of(error, unit.source.tree))
        return Signature(self.positional, self.keyword_only, self.variadic, self.keywords, defaults)


def _contains_yield(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.FunctionDef | cst.Lambda | cst.ClassDef):
        return False
    return isinstance(node, cst.Yield | cst.From) or any(_contains_yield(child) for child in node.children)


@statement(cst.FunctionDef)
def function_definition(unit: Unit, node: cst.FunctionDef, scope: Scope) -> Closure:
    parameters = _Parameters(unit, node.params, scope)
    found = bound_names(node.body)
    inner = Scope("function", scope, found.names | set(parameters.names), _qualified(scope, node.name.value))
    inner.global_names = found.global_names
    decorators = [(unit.expression(d.decorator, scope), d) for d in reversed(node.decorators)]
    # The body is prepared when it is first evaluated: bodies of tasks never are.
    prepared: list[Closure] = []

    def body(frame: Frame) -> Any:
        if not prepared:
            if node.asynchronous is not None or _contains_yield(node.body):
                prepared.append(
                    unit.refuse(
                        node.name,
                        "E302",
                        "generators and coroutines of the main program can't be compiled",
                        help="build a list in the function and return it",
                    )
                )
            else:
                prepared.append(suite(unit, node.body, inner, Part.FUNCTION))
        signal = prepared[0](frame)
        return signal.value if type(signal) is Returned else None

    def run(frame: Frame) -> None:
        qualname = _qualified(scope, node.name.value)
        own = Function(
            node.name.value,
            qualname,
            unit.source,
            parameters.signature(unit, frame),
            body,
            frame,
            node,
            inner,
            call_function,
        )
        function: Any = own
        for decorator, where in decorators:
            try:
                function = unit.evaluator.decorate(decorator(frame), function, unit, where, own)
            except Exception as error:
                raise located(error, unit, where) from None
        if scope.hops(node.name.value) < 0:
            frame.globals[node.name.value] = function
        else:
            frame.names[node.name.value] = function

    return run


def _qualified(scope: Scope, name: str) -> str:
    if not scope.qualname:
        return name
    return f"{scope.qualname}.{name}" if scope.kind == "class" else f"{scope.qualname}.<locals>.{name}"


@expression(cst.Lambda)
def lambda_(unit: Unit, node: cst.Lambda, scope: Scope) -> Closure:
    parameters = _Parameters(unit, node.params, scope)
    inner = Scope("function", scope, parameters.names, _qualified(scope, "<lambda>"))
    body = unit.expression(node.body, inner)

    def run(frame: Frame) -> Any:
        return Function(
            "<lambda>",
            inner.qualname,
            unit.source,
            parameters.signature(unit, frame),
            body,
            frame,
            node,
            inner,
            call_function,
        )

    return run
