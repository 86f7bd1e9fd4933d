"""What is known of libraries, found by name.

What the user writes beside the program counts before what installed packages say of a library, and that before what
comes with the compiler. A line for a name counts before one with a star, whoever says it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from eflows2smk.diagnostics import Diagnostic
from eflows2smk.frontend.library import added
from eflows2smk.frontend.library.facts import Alias, Facts, Kind, Result, Type, TypeFacts
from eflows2smk.frontend.library.notation import IMMUTABLE
from eflows2smk.frontend.library.tables import ANY, Table, known_tables


class Library:
    """Answers never change. What can't be read of a file counts as not said; `problems` tells of it."""

    def __init__(self, folder: Path | None = None) -> None:
        """folder: that of the program, which may have a file of facts; None for what everybody has."""
        self._user, self._wrong = added.of_user(folder) if folder is not None else (None, ())
        self._asked: set[str] = set()
        self._names: dict[str, Facts | None] = {}
        self._resolved: dict[str, str] = {}
        self._bases: dict[str, tuple[str, ...]] = {}
        self._attributes: dict[tuple[str, str], Facts | None] = {}

    # Names ------------------------------------------------------------------------------------------------------------

    def name(self, dotted: str) -> Facts | None:
        """What is known of a function, class or value of a module: ``numpy.save``, ``math.pi``, ``len``, ``list``."""
        if dotted not in self._names:
            self._names[dotted] = self._name(self.resolved(dotted))
        return self._names[dotted]

    def function(self, dotted: str) -> Facts | None:
        """What is known of what can be called by this name, classes among it."""
        found = self.name(dotted)
        return found if found is not None and found.kind in (Kind.FUNCTION, Kind.CLASS) else None

    def resolved(self, dotted: str) -> str:
        """The name under which the library itself knows it: ``pylab.plot`` is ``matplotlib.pyplot.plot``."""
        found = self._resolved.get(dotted)
        if found is None:
            found = self._resolved[dotted] = self._follow(dotted)
        return found

    def module(self, dotted: str) -> bool:
        """Whether anything is known of names in this module."""
        module = self.resolved(dotted)
        for table in self._tables(f"{module}.x"):
            if any(name.startswith(f"{module}.") for name in (*table.names(), *table.types())):
                return True
        return False

    def names_of(self, module: str) -> tuple[str, ...]:
        """The names directly in a module of which there are lines, sorted."""
        start = f"{self.resolved(module)}."
        every = {
            name.removeprefix(start)
            for table in self._tables(f"{start}x")
            for name in (*table.names(), *table.types())
            if name.startswith(start)
        }
        return tuple(sorted(name for name in every if name.isidentifier()))

    # Types ------------------------------------------------------------------------------------------------------------

    def method(self, type: str, name: str) -> Facts | None:
        """What is known of a method of the objects of a class, its own or that of the nearest base."""
        found = self.attribute(type, name)
        return found if found is not None and found.kind is Kind.FUNCTION else None

    def attribute(self, type: str, name: str) -> Facts | None:
        """What is known of an attribute or method of the objects of a class."""
        key = (type, name)
        if key not in self._attributes:
            self._attributes[key] = self._attribute(type, name)
        return self._attributes[key]

    def _attribute(self, type: str, name: str) -> Facts | None:
        line = self.bases(type)
        for each in line:
            found = self._line(f"{each}.{name}")
            if found is not None:
                return found
        return next(filter(None, (self._line(f"{each}.*") for each in line)), None)

    def method_of_any(self, name: str) -> Facts | None:
        """What is known of a method of this name where the class of the object is not known.

        It holds for the usual libraries. Who asks sees to it that no class of the program has such a method.
        """
        return self._line(f"{ANY}.{name}")

    def type(self, dotted: str) -> TypeFacts | None:
        name = self.resolved(dotted)
        for table in self._tables(name):
            found = table.type(name)
            if found is not None:
                return found
        return None

    def bases(self, type: str) -> tuple[str, ...]:
        """The class itself and all its bases that are declared, the nearest first."""
        name = self.resolved(type)
        found = self._bases.get(name)
        if found is None:
            order: dict[str, None] = {name: None}
            for each in order.copy() if (own := self.type(name)) is None else own.bases:
                if each != name:
                    order.update(dict.fromkeys(self.bases(each)))
            found = self._bases[name] = tuple(order)
        return found

    def is_immutable(self, type: Type) -> bool:
        """Whether objects of the type never change and hold none that do, so that they share nothing with anybody."""
        inside = all(self.is_immutable(each) for each in type.arguments)
        if type.name in ("tuple", "frozenset"):
            return bool(type.arguments) and inside
        own = type.name in IMMUTABLE or any(
            (found := self.type(each)) and found.immutable for each in self.bases(type.name)
        )
        return own and inside

    def iteration(self, type: str) -> tuple[Result, ...]:
        """What a loop over an object of the class gives, with ``self`` for that object; () where it is not known."""
        for each in self.bases(type):
            found = self.type(each)
            if found is not None and found.iterates:
                return found.iterates
        return ()

    # Problems ---------------------------------------------------------------------------------------------------------

    def problems(self) -> tuple[Diagnostic, ...]:
        """All that is wrong with the user's file, and with those of the packages that were asked."""
        found = list(self._wrong)
        if self._user is not None:
            found.extend(self._user.problems())
        for library in sorted(self._asked):
            tables, wrong = added.of_packages(library)
            found.extend(wrong)
            found.extend(problem for table in tables for problem in table.problems())
        return tuple(found)

    # Looking up -------------------------------------------------------------------------------------------------------

    def _tables(self, name: str) -> Iterator[Table]:
        if self._user is not None:
            yield self._user
        first = name.partition(".")[0]
        if first in added.entries():
            self._asked.add(first)
            yield from added.of_packages(first)[0]
        yield from known_tables(name)

    def _said(self, name: str) -> Facts | Alias | None:
        for table in self._tables(name):
            found = table.facts(name)
            if found is not None:
                return found
        return None

    def _line(self, name: str) -> Facts | None:
        found = self._said(name)
        return self.name(found.target) if isinstance(found, Alias) else found

    def _follow(self, dotted: str) -> str:
        name = dotted.removeprefix("builtins.")
        seen: set[str] = set()
        while name not in seen:
            seen.add(name)
            for start in (name, *_above(name)):
                found = self._said(start)
                if isinstance(found, Alias):
                    name = found.target + name.removeprefix(start)
                    break
        return name

    def _name(self, name: str) -> Facts | None:
        found = self._line(name)
        if found is not None:
            return found
        own = self.type(name)
        if own is not None:
            # A class is made as its base is, if nothing else is said.
            return next(filter(None, (self.function(base) for base in own.bases)), None)
        for module in _above(name):
            if self.type(module) is not None:
                return self.attribute(module, name.removeprefix(f"{module}."))
            found = self._line(f"{module}.*")
            if found is not None:
                return found
        return None


def _above(name: str) -> Iterator[str]:
    """``a.b`` and ``a`` for ``a.b.c``."""
    while "." in name:
        name = name.rpartition(".")[0]
        yield name
