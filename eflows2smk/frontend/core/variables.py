"""Variables: names, each with the code in whose namespace it lives."""

from __future__ import annotations

from dataclasses import dataclass

from eflows2smk.frontend.core.operations import Code, Place


@dataclass(frozen=True, slots=True)
class Variable:
    """A name, and the code in whose namespace it lives: a function, class, module."""

    owner: Code
    name: str


def variable_of(code: Code, name: str, place: Place) -> Variable:
    """The variable that a name means in a code; names of builtins are the module's."""
    if place in (Place.LOCAL, Place.CELL):
        return Variable(code, name)
    if place is Place.CLASS and name in code.variables:
        return Variable(code, name)
    if place in (Place.FREE, Place.CLASS_FREE):
        outer = code.parent
        while outer is not None:
            if outer.variables.get(name) is Place.CELL:
                return Variable(outer, name)
            outer = outer.parent
    return Variable(module_of(code), name)


def module_of(code: Code) -> Code:
    while code.parent is not None:
        code = code.parent
    return code
