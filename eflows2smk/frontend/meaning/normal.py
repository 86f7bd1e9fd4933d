"""The text of a code that is the same for two codes that mean the same.

It is the text of the core operations, which have no comments, no positions and no formatting; registers and local
variables are numbered in their order. Parameters and what is taken from elsewhere keep their names, since others know
them. It does not depend on the Python that runs the compiler.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import all_operations, inner_code
from eflows2smk.frontend.core.operations import Block, Code, CodeKind, Place

# Functions that see the names of local variables.
NAMING = frozenset(("locals", "vars", "dir", "eval", "exec"))
_LOCAL = (Place.LOCAL, Place.CELL)
_OUTER = (Place.FREE, Place.CLASS_FREE)
# Positions and texts that only messages and the names of wildcards come from.
_LEFT_OUT = frozenset(("origin", "node", "label"))


def normal(code: Code, *, docstring: bool = False) -> str:
    """The text of a code with all codes inside of it. docstring: whether the program looks at docstrings."""
    return _Printer(docstring=docstring).code(code, [])


def normal_steps(steps: Iterable[core.Step], *, docstring: bool = False) -> str:
    """The text of some statements of a module's top level."""
    printer = _Printer(docstring=docstring)
    return printer.block(Block(tuple(steps)), _Names(frozenset(), keeps=True), [])


class _Names:
    """What stands for the local variables and the registers of one code. own: its variables. keeps: whether they stand
    for themselves."""

    def __init__(self, own: frozenset[str], *, keeps: bool, kept: tuple[str, ...] = ()) -> None:
        self.own = own
        self.keeps = keeps
        self._variables = {name: name for name in kept}
        self._registers: dict[int, int] = {}

    def register(self, number: int) -> str:
        return f"%{self._registers.setdefault(number, len(self._registers))}"

    def variable(self, name: str) -> str:
        return name if self.keeps else self._variables.setdefault(name, f"${len(self._variables)}")


class _Printer:
    def __init__(self, *, docstring: bool) -> None:
        self.docstring = docstring

    def code(self, code: Code, around: list[_Names]) -> str:
        names = _names(code)
        head = [code.kind, code.name if code.kind is CodeKind.CLASS else "", _parameters(code)]
        head += [word for word in ("is_generator", "is_coroutine", "annotates") if getattr(code, word)]
        if self.docstring and code.docstring is not None:
            head.append(repr(code.docstring))
        return f"{' '.join(head)} {self.block(code.body, names, [*around, names])}"

    def block(self, block: Block, names: _Names, around: list[_Names]) -> str:
        return "{" + "; ".join(self._held(each, names, around) for each in block.operations()) + "}"

    def _held(self, held: Any, names: _Names, around: list[_Names]) -> str:
        if isinstance(held, Code):
            return self.code(held, around)
        if isinstance(held, Block):
            return self.block(held, names, around)
        words = [type(held).__name__]
        for name, is_register in _fields(held.__class__):
            value = getattr(held, name)
            if name == "name" and isinstance(held, core.Load | core.Store | core.Delete):
                words.append(self._name(held, names, around))
            elif name in ("names", "name") and isinstance(held, core.For | core.Handler):
                continue
            else:
                words.append(self._value(value, names, around, is_register=is_register))
        return f"({' '.join(words)})"

    def _value(self, value: Any, names: _Names, around: list[_Names], *, is_register: bool) -> str:
        if isinstance(value, tuple):
            inside = [self._value(each, names, around, is_register=is_register) for each in value]
            return f"[{' '.join(inside)}]"
        if is_register and isinstance(value, int):
            return names.register(value)
        if is_dataclass(value):
            return self._held(value, names, around)
        return ascii(str(value)) if isinstance(value, Place | CodeKind) else ascii(value)

    def _name(self, held: core.Load | core.Store | core.Delete, names: _Names, around: list[_Names]) -> str:
        if held.place in _LOCAL:
            return names.variable(held.name)
        if held.place in _OUTER:
            outer = next((each for each in reversed(around[:-1]) if held.name in each.own), None)
            return held.name if outer is None else outer.variable(held.name)
        return held.name


@cache
def _fields(kind: Any) -> tuple[tuple[str, bool], ...]:
    """The fields of a part of a code that have a meaning, and whether they hold registers."""
    return tuple((each.name, "Register" in str(each.type)) for each in fields(kind) if each.name not in _LEFT_OUT)


def _names(code: Code) -> _Names:
    if code.kind in (CodeKind.MODULE, CodeKind.CLASS):
        return _Names(frozenset(), keeps=True)
    own = frozenset(name for name, place in code.variables.items() if place in _LOCAL)
    kept = code.parameters.names if code.kind is not CodeKind.COMPREHENSION else ()
    return _Names(own, keeps=sees_names(code.body), kept=kept)


def sees_names(body: Block) -> bool:
    """Whether the names of local variables can be seen."""
    pending = [body]
    while pending:
        for operation in all_operations(pending.pop()):
            if isinstance(operation, core.Load) and operation.name in NAMING:
                return True
            code = inner_code(operation)
            pending += [] if code is None else [code.body]
    return False


def _parameters(code: Code) -> str:
    if code.kind is CodeKind.COMPREHENSION:
        return ""
    given = code.parameters
    return repr([getattr(given, each.name) for each in fields(given)])
