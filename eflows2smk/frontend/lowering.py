"""From syntax to closures: each expression or statement is prepared once and then executed as often as loops ask.

Enters a LibCST node with the scope it stands in, leaves a function of a `Frame`. The kinds of node register themselves
in two tables, `EXPRESSIONS` and `STATEMENTS`; nothing here knows any of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, overload

import libcst as cst

from eflows2smk.diagnostics import Span
from eflows2smk.frontend.errors import Refusal
from eflows2smk.frontend.raised import judged
from eflows2smk.frontend.scopes import Frame, Scope

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator
    from eflows2smk.source.modules import SourceModule

Closure = Callable[[Frame], Any]


class Unit:
    """One module of the program while it is evaluated."""

    __slots__ = ("evaluator", "source", "names", "is_main", "in_guard", "guarding", "more_names")

    def __init__(self, evaluator: Evaluator, source: SourceModule, *, is_main: bool) -> None:
        self.evaluator = evaluator
        self.source = source
        self.names: dict[str, Any] = {}
        self.is_main = is_main
        # Whether the statements that are being prepared stand under ``if __name__ == "__main__"``.
        self.in_guard = False
        # Whether expressions that are being prepared become host code where they can't be evaluated.
        self.guarding = False
        # Why it may have more names than are known here.
        self.more_names: Refusal | None = None

    def text(self, node: cst.CSTNode) -> str:
        return self.source.text(node)

    def span(self, node: cst.CSTNode) -> Span:
        return self.source.span(node)

    def expression(self, node: cst.BaseExpression, scope: Scope) -> Closure:
        """Prepare an expression; what there is no entry for is refused when it is reached, not before."""
        if self.guarding and not isinstance(node, _NEVER_GUARDED):
            return self.evaluator.host.guard(self, node, scope)
        lower = EXPRESSIONS.get(type(node))
        if lower is None:
            return self.refuse(node, "E302", f"this kind of expression ({type(node).__name__}) can't be compiled")
        return lower(self, node, scope)

    def changes_global(self, name: str, node: cst.CSTNode, scope: Scope) -> Callable[[], None] | None:
        """What to do when the statement that is being prepared changes a name of its module; None if it does not,
        or if it stands at the top level itself."""
        if scope.hops(name) >= 0 or (scope.kind == "module" and not self.in_guard):
            return None
        changed, key = self.evaluator.globals.changed, (self.source, name)
        return lambda: changed(key, self, node)

    def refuse(self, node: cst.CSTNode, code: str, message: str, help: str = "") -> Closure:
        """A closure that refuses the node when it is executed."""

        def run(frame: Frame) -> Any:
            raise located(Refusal(code, message, help=help), self, node)

        return run


# Names that can't be evaluated are host code with what they stand in.
_NEVER_GUARDED = (cst.Integer, cst.Float, cst.Imaginary, cst.SimpleString, cst.Ellipsis)

Lower = Callable[[Unit, Any, Scope], Closure]
EXPRESSIONS: dict[type[cst.CSTNode], Lower] = {}
STATEMENTS: dict[type[cst.CSTNode], Lower] = {}

L = TypeVar("L", bound=Lower)


def expression(*kinds: type[cst.CSTNode]) -> Callable[[L], L]:
    """Registers the function below as what prepares these kinds of expression."""

    def register(lower: L) -> L:
        for kind in kinds:
            EXPRESSIONS[kind] = lower
        return lower

    return register


def statement(*kinds: type[cst.CSTNode]) -> Callable[[L], L]:
    """Registers the function below as what prepares these kinds of statement."""

    def register(lower: L) -> L:
        for kind in kinds:
            STATEMENTS[kind] = lower
        return lower

    return register


@overload
def located(error: Refusal, unit: Unit, node: cst.CSTNode, *involved: Any) -> Refusal: ...


@overload
def located(error: Exception, unit: Unit, node: cst.CSTNode, *involved: Any) -> Exception: ...


@overload
def located(error: BaseException, unit: Unit, node: cst.CSTNode, *involved: Any) -> BaseException: ...


def located(error: BaseException, unit: Unit, node: cst.CSTNode, *involved: Any) -> BaseException:
    """The exception with the innermost place that is known of it; spans are worked out only when one is shown.

    involved: what was called with its arguments, or the operands. Where these say that plain Python need not raise it,
    a refusal takes its place.
    """
    if "place" in error.__dict__:
        return error
    found = judged(error, involved, untouched=unit.evaluator.is_untouched())
    found.__dict__["place"] = (unit, node)
    return found


def place_of(error: BaseException) -> Span | None:
    """Where the exception came from, if `located` was told."""
    place = error.__dict__.get("place")
    if place is None:
        return None
    unit, node = place
    span: Span = unit.span(node)
    return span
