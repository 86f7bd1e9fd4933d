"""The values of the evaluation that are neither plain Python values nor cells of the heap.

All of them are immutable. A program's function, class, instance or module has identity and attributes, so it is a
`Cell`; what never changes about it (its code, its name, its bases) stands in the attributes of its kind of cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from eflows2smk.diagnostics import Diagnostic
from eflows2smk.frontend.core.operations import Code
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.trusted.functions import MISSING as MISSING
from eflows2smk.source.modules import SourceModule


@dataclass(frozen=True, slots=True)
class Library:
    """What has a dotted name in a library: a module, class, function or constant.

    real: the thing itself where the compiler may use it, else MISSING. Two of one name are the same.
    """

    name: str
    real: Any = field(default=MISSING, compare=False, repr=False)


class FunctionCell(Cell):
    """A function of the program. outer: the namespaces of the enclosing functions, the nearest first."""

    __slots__ = ("code", "defaults", "outer", "module", "owner")
    code: Code
    defaults: Mapping[str, Any]
    outer: tuple[Cell, ...]
    module: ModuleCell
    # The class in whose body it was defined, for ``super()`` without arguments.
    owner: Cell | None


class ClassCell(Cell):
    """A class of the program. mro: itself and its bases, program's and library's, in Python's order. outer: as of a
    function."""

    __slots__ = ("name", "qualname", "bases", "mro", "module", "metaclass", "code", "outer")
    code: Code
    outer: tuple[Cell, ...]
    name: str
    qualname: str
    bases: tuple[ClassCell | Library, ...]
    mro: tuple[ClassCell | Library, ...]
    module: ModuleCell
    metaclass: ClassCell | None

    def lookup(self, name: str) -> Any:
        """The attribute of the first class in the mro that has it, MISSING if none of the program's has."""
        for cls in self.mro:
            if isinstance(cls, ClassCell) and name in cls.content:
                return cls.content[name]
        return MISSING

    def library_base(self, *, but: tuple[str, ...] = ("builtins.object",)) -> Library | None:
        """The first base from a library that is more than a marker."""
        return next((cls for cls in self.mro if isinstance(cls, Library) and cls.name not in but), None)


class InstanceCell(Cell):
    """An instance of a class of the program; its content maps attributes to values.

    base: what a builtin base class holds of it (the text of a `str`, the members of a `list`), else MISSING.
    """

    __slots__ = ("cls", "base")
    cls: ClassCell
    base: Any

    @property
    def is_code(self) -> bool:
        """The members of an enumeration are constants of the program."""
        return not self.is_computed and "__enum_name__" in self.content


class ModuleCell(Cell):
    """A module of the program; its content maps names to values."""

    __slots__ = ("source", "name")
    source: SourceModule
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """A function with its first argument."""

    function: Any
    owner: Any


@dataclass(frozen=True, slots=True, eq=False)
class Method:
    """A method of a builtin type or of a library's, with its object."""

    owner: Any
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Descriptor:
    """``property``, ``staticmethod``, ``classmethod`` or ``cached_property``, by `kind`."""

    kind: str
    function: Any
    setter: Any = None
    deleter: Any = None


@dataclass(frozen=True, slots=True, eq=False)
class Super:
    """``super()``: attributes of the classes behind `cls` in the order of the instance's class."""

    cls: ClassCell
    owner: Any


@dataclass(frozen=True, slots=True, eq=False)
class Partial:
    """``functools.partial``."""

    function: Any
    args: tuple[Any, ...]
    keywords: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Own:
    """A function that the evaluation supplies: ``run(machine, call, *args, **kwargs)``. name: dotted."""

    name: str
    run: Any


@dataclass(frozen=True, slots=True, eq=False)
class Refusing:
    """What a refused statement would have bound. Using it is no news: the reason was reported there."""

    reason: Diagnostic | None


@dataclass(frozen=True, slots=True, eq=False)
class Unknowable:
    """What only the run knows, and no invocation could give: it may be there, but not be used. reason: why not."""

    reason: Diagnostic
