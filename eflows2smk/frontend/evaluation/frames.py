"""The execution of one code: its registers, its variables and those of the functions around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from eflows2smk.frontend.core.operations import Code, CodeKind
from eflows2smk.frontend.evaluation.values import ModuleCell
from eflows2smk.frontend.heap.cells import Cell


@dataclass(slots=True)
class Given:
    """sent: what may be sent to the generator."""

    sent: Any
    values: list[Any] = field(default_factory=list)


class Frame:
    """names: the cell of its own variables. outer: those of the enclosing functions, the nearest first.

    result: what a `RETURN` gives. handling: the exceptions that are being handled, the innermost last. pending: what is
    returned where only the run knows whether that is reached. given: what a generator may give, where all of that is
    asked for at once. caller: the frame that called, and with `origin` the place of the call.
    """

    __slots__ = (
        "code",
        "registers",
        "names",
        "outer",
        "module",
        "result",
        "handling",
        "pending",
        "given",
        "function",
        "caller",
        "origin",
        "_calls",
    )

    def __init__(
        self,
        code: Code,
        names: Cell,
        outer: tuple[Cell, ...],
        module: ModuleCell,
        caller: Frame | None = None,
        origin: Any = None,
        function: Any = None,
    ) -> None:
        self.code = code
        self.registers: list[Any] = [None] * code.registers
        self.names = names
        self.outer = outer
        self.module = module
        self.result: Any = None
        self.handling: list[Any] = caller.handling if caller is not None else []
        self.pending: list[Any] = []
        self.given: Given | None = None
        self.function = function
        self.caller = caller
        self.origin = origin
        self._calls: tuple[tuple[Frame, Any], ...] | None = None

    @property
    def calls(self) -> tuple[tuple[Frame, Any], ...]:
        """The calls that lead here, the outermost first: who calls, and where. A call that comes by again, of a
        function that calls itself, counts once, with what is between."""
        if self._calls is None:
            self._calls = tuple(_calls_to(self))
        return self._calls

    @property
    def around(self) -> tuple[Cell, ...]:
        """The namespaces that a function defined here finds around it; a class body is none of them."""
        if self.code.kind in (CodeKind.CLASS, CodeKind.MODULE):
            return self.outer
        return (self.names, *self.outer)


def _calls_to(frame: Frame) -> list[tuple[Frame, Any]]:
    inner: list[tuple[Frame, Any]] = []
    current = frame
    while current.caller is not None:
        if current.code.kind in (CodeKind.FUNCTION, CodeKind.LAMBDA):
            inner.append((current.caller, current.origin))
        current = current.caller
    chain: list[tuple[Frame, Any]] = []
    for caller, origin in reversed(inner):
        known = next((i for i, (_, seen) in enumerate(chain) if seen is origin), None)
        if known is None:
            chain.append((caller, origin))
        else:
            del chain[known + 1 :]
    return chain


def hops(code: Code, name: str) -> int:
    """Which of the namespaces around a code binds a free name: 0 for the nearest function."""
    distance = 0
    around = code.parent
    while around is not None:
        if around.kind not in (CodeKind.CLASS, CodeKind.MODULE):
            if name in around.variables:
                return distance
            distance += 1
        around = around.parent
    raise LookupError(name)
