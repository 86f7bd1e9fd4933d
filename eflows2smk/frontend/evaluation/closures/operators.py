"""Closures of operators."""

from __future__ import annotations

from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.operations import Code
from eflows2smk.frontend.evaluation import operators
from eflows2smk.frontend.evaluation.conversion import SCALARS, really
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.execution import Closure
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.labels import labels_of
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.rendering import inserted
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import MISSING
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.trusted import interface as trusted


class _Lazy:
    """Texts of operands, worked out when an operation first needs them."""

    __slots__ = ("machine", "code", "register", "_known")

    def __init__(self, machine: Machine, code: Code, register: int) -> None:
        self.machine = machine
        self.code = code
        self.register = register
        self._known: Any = MISSING

    def __call__(self) -> str | None:
        if self._known is MISSING:
            self._known = labels_of(self.machine, self.code).get(self.register)
        return self._known  # type: ignore[no-any-return]


def binary_closure(machine: Machine, code: Code, operation: core.Binary) -> Closure:
    target, symbol, left, right = operation.target, operation.operator, operation.left, operation.right
    run_plain = operators.BINARY[symbol]
    left_label, right_label = _Lazy(machine, code, left), _Lazy(machine, code, right)
    join = symbol == "+"
    percent = symbol == "%"
    divide = symbol == "/"

    def run(frame: Frame) -> None:
        registers = frame.registers
        one, other = registers[left], registers[right]
        if type(one) in SCALARS and type(other) in SCALARS:
            if join and isinstance(one, str) and isinstance(other, str):
                made = trusted.concat(one, other, left_label(), right_label())
                registers[target] = operators.weighed(machine, made)
                return
            if percent and isinstance(one, str):
                if operators.is_symbolic(one) or operators.is_symbolic(other):
                    registers[target] = operators.on_texts(machine, Site(operation, frame), trusted.percent, one, other)
                    return
                registers[target] = really(trusted.percent, one, other, right_label())
                return
            try:
                registers[target] = operators.weighed(machine, run_plain(one, other))
            except (trusted.TrustError, trusted.ProgramExit) as error:
                raise _untrusted(error) from None
            except Exception as error:
                raise Raised(error) from None
            return
        site = Site(operation, frame)
        if percent and isinstance(one, str) and not isinstance(other, Computed):
            registers[target] = inserted(machine, site, one, other)
        elif divide:
            registers[target] = _divided(machine, site, one, other, left_label, right_label)
        else:
            registers[target] = operators.binary(machine, site, symbol, one, other)

    return run


def _divided(machine: Machine, site: Site, one: Any, other: Any, left_label: _Lazy, right_label: _Lazy) -> Any:
    if isinstance(one, trusted.TracedPath) or isinstance(other, trusted.TracedPath):
        return operators.on_texts(
            machine, site, lambda a, b: trusted.divide(a, b, left_label(), right_label()), one, other
        )
    return operators.binary(machine, site, "/", one, other)


def _untrusted(error: Any) -> Refused:
    if isinstance(error, trusted.TrustError):
        return Refused(error.code, error.message, error.help)
    return error  # type: ignore[no-any-return]


def in_place_closure(machine: Machine, code: Code, operation: core.InPlace) -> Closure:
    plain = binary_closure(machine, code, operation)  # type: ignore[arg-type]
    target, symbol, left, right = operation.target, operation.operator, operation.left, operation.right

    def run(frame: Frame) -> None:
        one, other = frame.registers[left], frame.registers[right]
        if type(one) in SCALARS or type(one) is tuple:
            plain(frame)
        else:
            frame.registers[target] = operators.in_place(machine, Site(operation, frame), symbol, one, other)

    return run


def unary_closure(machine: Machine, code: Code, operation: core.Unary) -> Closure:
    target, symbol, operand = operation.target, operation.operator, operation.operand

    def run(frame: Frame) -> None:
        value = frame.registers[operand]
        site = Site(operation, frame)
        if symbol == "not":
            truth = operators.truth_of(machine, site, value)
            frame.registers[target] = (
                machine.residual.operation(site, (truth,)) if isinstance(truth, Computed) else not truth
            )
        else:
            frame.registers[target] = operators.unary(machine, site, symbol, value)

    return run


def compare_closure(machine: Machine, code: Code, operation: core.Compare) -> Closure:
    target, symbol, left, right = operation.target, operation.operator, operation.left, operation.right

    def run(frame: Frame) -> None:
        registers = frame.registers
        registers[target] = operators.compare(
            machine, Site(operation, frame), symbol, registers[left], registers[right]
        )

    return run


def truth_closure(machine: Machine, code: Code, operation: core.Truth) -> Closure:
    target, operand = operation.target, operation.operand

    def run(frame: Frame) -> None:
        value = frame.registers[operand]
        if type(value) is bool:
            frame.registers[target] = value
        else:
            frame.registers[target] = operators.truth_of(machine, Site(operation, frame), value)

    return run
