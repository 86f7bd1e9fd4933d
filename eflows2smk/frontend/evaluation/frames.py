"""The execution of one code: its registers, its variables and those of the functions around it."""

from __future__ import annotations

from typing import Any

from eflows2smk.frontend.core.operations import Code, CodeKind
from eflows2smk.frontend.evaluation.values import ModuleCell
from eflows2smk.frontend.heap.cells import Cell


class Frame:
    """names: the cell of its own variables. outer: those of the enclosing functions, the nearest first.

    result: what a `RETURN` gives. handling: the exceptions that are being handled, the innermost last. pending: what is
    returned where only the run knows whether that is reached. caller: the
    frame that called, and with `origin` the place of the call.
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
        "function",
        "caller",
        "origin",
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
        self.function = function
        self.caller = caller
        self.origin = origin

    @property
    def around(self) -> tuple[Cell, ...]:
        """The namespaces that a function defined here finds around it; a class body is none of them."""
        if self.code.kind in (CodeKind.CLASS, CodeKind.MODULE):
            return self.outer
        return (self.names, *self.outer)


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
