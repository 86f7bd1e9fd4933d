"""Whether a piece of the program can come to call a task.

What can't is taken as a whole when it turns out to be host code; what can is evaluated piece by piece. In doubt it
can: names that only might be tasks count.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import libcst as cst

from eflows2smk.frontend.api import ApiDecorator
from eflows2smk.frontend.scopes import Frame
from eflows2smk.frontend.tasks import Decoration, TaskFunction
from eflows2smk.frontend.values import MISSING, Bound, Descriptor, Function, Record, UserClass, UserModule

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator

Chain = tuple[str, ...]


class Reach:
    """Answers for one evaluation; what functions reach is worked out once for each."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self._mentioned: dict[cst.CSTNode, tuple[Chain, ...]] = {}
        self._functions: dict[cst.CSTNode, bool] = {}

    def tasks(self, node: cst.CSTNode, frame: Frame) -> bool:
        """Whether evaluating the node in this frame may record an invocation."""
        return any(self._chain(chain, frame) for chain in self.mentions(node))

    def called(self, function: cst.BaseExpression, frame: Frame) -> bool:
        """Whether what the expression denotes may be a task, and not only what it is taken from."""
        if not isinstance(function, cst.Attribute):
            return self.tasks(function, frame)
        return self._chain(_chain_of(function)[0], frame)

    def mentions(self, node: cst.CSTNode) -> tuple[Chain, ...]:
        """The dotted names in the node; the first part is "" where the rest is an attribute of something computed."""
        found = self._mentioned.get(node)
        if found is None:
            chains: dict[Chain, None] = {}
            _collect(node, chains)
            found = self._mentioned[node] = tuple(chains)
        return found

    def _chain(self, chain: Chain, frame: Frame) -> bool:
        first, *rest = chain
        value = lookup(frame, first) if first else MISSING
        for name in rest:
            if self.value(value):
                return True
            value = member(value, name)
            if value is MISSING:
                return self._methods(rest)
        return self.value(value)

    def _methods(self, names: list[str]) -> bool:
        """Whether a class of the program has a method of one of these names that reaches a task."""
        return any(self.value(cls.names.get(name, MISSING)) for cls in self.evaluator.classes for name in names)

    def value(self, value: Any) -> bool:
        """Whether calling the value, or what it holds, may record an invocation."""
        match value:
            case TaskFunction() | ApiDecorator() | Decoration():
                return True
            case Function():
                return self.function(value)
            case Bound() | Descriptor():
                return self.value(value.function)
            case UserClass():
                return any(self.value(value.lookup(name)) for name in ("__init__", "__post_init__"))
            case Record():
                return self.value(value.cls.lookup("__call__"))
            case functools.partial():
                return self.value(value.func)
            case list() | tuple():
                return any(self.value(item) for item in value[:100] if not isinstance(item, str | int | float))
            case dict():
                return any(self.value(item) for item in list(value.values())[:100])
            case _:
                return False

    def function(self, function: Function) -> bool:
        """Whether calling the function may record an invocation."""
        node = function.node
        known = self._functions.get(node)
        if known is None:
            # While it is worked out, a function that calls itself adds nothing.
            self._functions[node] = False
            defaults = any(self.value(value) for value in function.signature.defaults.values())
            known = self._functions[node] = defaults or self.tasks(node.body, function.closure)
        return known


def lookup(frame: Frame | None, name: str) -> Any:
    """What the name is bound to, from the frame outwards; MISSING for builtins and what is not bound yet."""
    start = frame
    while frame is not None:
        if name in frame.names:
            return frame.names[name]
        frame = frame.parent
    return start.globals.get(name, MISSING) if start is not None else MISSING


def member(value: Any, name: str) -> Any:
    """``value.name`` where that takes no computing; MISSING elsewhere."""
    match value:
        case UserModule():
            return value.names.get(name, MISSING)
        case UserClass():
            return value.lookup(name)
        case Record():
            return value.state[name] if name in value.state else value.cls.lookup(name)
        case _:
            return MISSING


def _collect(node: cst.CSTNode, found: dict[Chain, None]) -> None:
    match node:
        case cst.Name():
            found[(node.value,)] = None
            return
        case cst.Attribute():
            chain, inner = _chain_of(node)
            found[chain] = None
            if not isinstance(inner, cst.Name):
                _collect(inner, found)
            return
        case cst.Arg():
            _collect(node.value, found)
            return
        case cst.Annotation():
            return
    for child in node.children:
        _collect(child, found)


def _chain_of(node: cst.Attribute) -> tuple[Chain, cst.BaseExpression]:
    """The dotted name, and what stands to the left of all its dots."""
    chain: list[str] = []
    inner: cst.BaseExpression = node
    while isinstance(inner, cst.Attribute):
        chain.insert(0, inner.attr.value)
        inner = inner.value
    return (inner.value if isinstance(inner, cst.Name) else "", *chain), inner
