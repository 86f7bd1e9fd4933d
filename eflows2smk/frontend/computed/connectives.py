"""``and``, ``or`` and ``not`` with computed operands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import libcst as cst

from eflows2smk.frontend.errors import Poisoned, Refusal
from eflows2smk.frontend.host.reach import lookup
from eflows2smk.frontend.lowering import Unit
from eflows2smk.frontend.scopes import Frame, Scope
from eflows2smk.frontend.values import MISSING, Future

if TYPE_CHECKING:
    from eflows2smk.frontend.computed.loops import Body

# Functions of Python itself that change nothing, however often they are called.
_HARMLESS = ("abs", "bool", "float", "int", "isinstance", "len", "max", "min", "str")


def connected(unit: Unit, node: cst.BooleanOperation, frame: Frame, first: Future, right: Body) -> Any:
    """``first and right``, where `first` is computed, and tasks are called on the right: only if it is needed."""
    loops = unit.evaluator.loops
    stops = isinstance(node.operator, cst.Or)
    sides = (lambda: first, right) if stops else (right, lambda: first)
    return loops.either(unit, node, frame, first, *sides)


def certain(unit: Unit, node: cst.BaseExpression, scope: Scope, frame: Frame) -> bool | None:
    """The truth of a condition that has computed parts but does not depend on them; else None."""
    match node:
        case cst.UnaryOperation(operator=cst.Not()):
            inner = certain(unit, node.expression, scope, frame)
            return None if inner is None else not inner
        case cst.BooleanOperation():
            stops = isinstance(node.operator, cst.Or)
            sides = [certain(unit, side, scope, frame) for side in (node.left, node.right)]
            return stops if stops in sides else None if None in sides else not stops
    if not _is_harmless(node, frame):
        return None
    evaluator = unit.evaluator
    try:
        return bool(evaluator.host.attempt(lambda: unit.expression(node, scope)(frame)))
    except (Refusal, Poisoned):
        return None


def _is_harmless(node: cst.CSTNode, frame: Frame) -> bool:
    """Whether nobody would notice that the expression is evaluated once more."""
    match node:
        case cst.Call(func=cst.Name(value=name)) if name not in _HARMLESS or lookup(frame, name) is not MISSING:
            return False
        case cst.Call(func=cst.BaseExpression() as function) if not isinstance(function, cst.Name):
            return False
        case cst.NamedExpr() | cst.Await() | cst.Yield():
            return False
    return all(_is_harmless(child, frame) for child in node.children)
