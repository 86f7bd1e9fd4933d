"""The forms that a slot of a rule can take, from a literal to a look-up in a table.

Each form can be expanded for the wildcard values of a job: that is how it is verified before it is written, and what
Snakemake will do with it. Wildcard values come as a mapping from name to string.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from eflows2smk.workflow.text import has_symbol, moved

LIKE_A_WILDCARD = re.compile(r"\{\s*\w+\s*[,}]")

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Const:
    """A hole that always holds the same."""

    text: str

    def expand(self, values: Values) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Wild:
    """A hole that holds a wildcard."""

    name: str

    def expand(self, values: Values) -> str:
        return values[self.name]


@dataclass(frozen=True, slots=True)
class Linear:
    """A hole that holds ``factor * wildcard // divisor + offset``, of a wildcard of whole numbers."""

    name: str
    factor: int
    offset: int
    divisor: int = 1

    def expand(self, values: Values) -> str:
        value = values[self.name]
        if has_symbol(value):
            return moved(value, self.factor, self.offset, self.divisor)
        return str(self.factor * int(value) // self.divisor + self.offset)


@dataclass(frozen=True, slots=True)
class Sum:
    """A hole that holds a linear form of several wildcards: a sum of ``factor * wildcard``, and an offset."""

    terms: tuple[tuple[str, int], ...]
    offset: int

    def expand(self, values: Values) -> str:
        return str(sum(factor * int(values[name]) for name, factor in self.terms) + self.offset)


@dataclass(frozen=True, slots=True)
class Mapped:
    """A hole that holds what a table has for a wildcard: the step before this one, by name."""

    name: str
    table: str
    content: Mapping[str, str]

    def expand(self, values: Values) -> str:
        return self.content[values[self.name]]


@dataclass(frozen=True, slots=True)
class Setting:
    """A hole that holds a value of the configuration. name: of the constant of the Snakefile that has it."""

    name: str
    text: str

    def expand(self, values: Values) -> str:
        return self.text


Hole = Const | Wild | Linear | Sum | Mapped | Setting


def wildcards_of(hole: Hole) -> tuple[str, ...]:
    """The wildcards that decide what a hole holds."""
    match hole:
        case Const() | Setting():
            return ()
        case Sum():
            return tuple(name for name, _ in hole.terms)
        case _:
            return (hole.name,)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Text with holes: ``literals[0] holes[0] literals[1] …``. Constant holes are part of the literals already."""

    literals: tuple[str, ...]
    holes: tuple[Hole, ...]

    @property
    def is_plain(self) -> bool:
        """Whether Snakemake's own wildcards can express it, and constants."""
        is_text = not any(LIKE_A_WILDCARD.search(literal) for literal in self.literals)
        return is_text and all(isinstance(hole, Wild | Setting) for hole in self.holes)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for hole in self.holes for name in wildcards_of(hole))

    @property
    def today(self) -> Pattern:
        """The pattern with the values of the configuration as they are."""
        if not any(isinstance(hole, Setting) for hole in self.holes):
            return self
        literals, holes = [self.literals[0]], list[Hole]()
        for hole, literal in zip(self.holes, self.literals[1:], strict=True):
            if isinstance(hole, Setting):
                literals[-1] += hole.text + literal
            else:
                holes.append(hole)
                literals.append(literal)
        return Pattern(tuple(literals), tuple(holes))

    def expand(self, values: Values) -> str:
        text = self.literals[0]
        for hole, literal in zip(self.holes, self.literals[1:], strict=True):
            text += hole.expand(values) + literal
        return text


@dataclass(frozen=True, slots=True)
class Choice:
    """One form where a wildcard has a certain value, another elsewhere: the first step of a chain. source: the constant
    of the Snakefile that has the value, where that follows the configuration."""

    name: str
    value: str
    then: Pattern
    otherwise: Pattern
    source: str = ""

    def expand(self, values: Values) -> str:
        return (self.then if values[self.name] == self.value else self.otherwise).expand(values)


@dataclass(frozen=True, slots=True)
class Domain:
    """The values that a variable of an `Expand` takes, in order. source: the constant of the Snakefile that has them,
    where they follow the configuration."""

    name: str
    values: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Expand:
    """``expand(pattern, …)``: holes named by `domains` run over them, the others are wildcards of the rule.

    Paired: all domains together, as ``zip``; else all combinations, the last one running fastest.
    """

    pattern: Pattern
    domains: tuple[Domain, ...]
    paired: bool = False

    def expand(self, values: Values) -> list[str]:
        names = [domain.name for domain in self.domains]
        columns = [domain.values for domain in self.domains]
        rows = zip(*columns, strict=True) if self.paired else product(*columns)
        return [self.pattern.expand({**values, **dict(zip(names, row, strict=True))}) for row in rows]


@dataclass(frozen=True, slots=True)
class Lookup:
    """A value from a table, by one wildcard or by several, joined. indexed: the table is a list."""

    table: str
    names: tuple[str, ...]
    indexed: bool
    content: Any
    separator: str = ","

    def key(self, values: Values) -> str:
        return self.separator.join(values[name] for name in self.names)

    def expand(self, values: Values) -> object:
        key = self.key(values)
        return self.content[int(key) if self.indexed else key]


@dataclass(frozen=True, slots=True)
class Several:
    """A list of patterns."""

    items: tuple[Pattern, ...]

    def expand(self, values: Values) -> list[str]:
        return [item.expand(values) for item in self.items]


@dataclass(frozen=True, slots=True)
class Joined:
    """Lists one after the other: the parts of a long list of targets."""

    parts: tuple[Pattern | Expand | Several, ...]

    def expand(self, values: Values) -> list[str]:
        found: list[str] = []
        for part in self.parts:
            expanded = part.expand(values)
            found.extend([expanded] if isinstance(expanded, str) else expanded)
        return found


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same value for all jobs: text, or a list of texts."""

    value: Any

    def expand(self, values: Values) -> object:
        return self.value


@dataclass(frozen=True, slots=True)
class Followed:
    """An expression over the configuration, and what it gives."""

    text: str
    value: Any

    def expand(self, values: Values) -> object:
        return self.value


@dataclass(frozen=True, slots=True)
class Written:
    """An expression over ``wildcards`` and the functions that ask checkpoints. lines: the same as a function's body."""

    text: str
    lines: tuple[str, ...] = ()

    def expand(self, values: Values) -> object:
        raise TypeError("what checkpoints decide is only known when the workflow runs")


@dataclass(frozen=True, slots=True)
class Bound:
    """A digest, and what tables bind in one job."""

    digest: str
    parts: tuple[Form, ...]

    def expand(self, values: Values) -> list[object]:
        return [self.digest, *(part.expand(values) for part in self.parts)]


@dataclass(frozen=True, slots=True)
class Sealed:
    """The seals of the folders that a rule makes. forms: of the folders; names: the wildcards of the rule."""

    forms: tuple[Form, ...]
    names: tuple[str, ...]

    def expand(self, values: Values) -> object:
        raise TypeError("a seal is a file of the run")


Form = Sealed | Bound | Written | Followed | Pattern | Choice | Expand | Lookup | Several | Joined | Fixed
