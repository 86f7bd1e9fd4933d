"""What is known of one function, method, class, attribute or constant of a library: plain data.

`notation` reads these values from the lines of a file, `Library` finds them by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a name stands for. A CONSTANT never changes; a VARIABLE is a value of a module that may, as ``sys.path``."""

    FUNCTION = "function"
    CLASS = "class"
    ATTRIBUTE = "attribute"
    CONSTANT = "constant"
    VARIABLE = "variable"


class Evaluation(StrEnum):
    """What the compiler may do with it. RESIDUAL: leave it to the run. TRUSTED: use the real one on plain values.
    BOUNDED: the same, behind a check that the result does not become too large. EVALUATED: use the function that the
    compiler has under this name, which looks at folders, keeps the provenance of strings, or reads the environment."""

    RESIDUAL = "residual"
    TRUSTED = "trusted"
    BOUNDED = "bounded"
    EVALUATED = "evaluated"


class Passing(StrEnum):
    """How an argument reaches a parameter. REST: ``*args``. KEYWORDS: ``**options``."""

    POSITION = "by position"
    EITHER = "by position or keyword"
    KEYWORD = "by keyword"
    REST = "all other positions"
    KEYWORDS = "all other keywords"


@dataclass(frozen=True, slots=True)
class Parameter:
    """default: as written in the line, None where an argument has to be given."""

    name: str
    passing: Passing = Passing.EITHER
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Type:
    """A class by its dotted name, builtins without their module; ``list[str]`` has arguments. The name ``Self`` is the
    class of the object whose method is called, or the class that is called."""

    name: str
    arguments: tuple[Type, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}[{', '.join(map(str, self.arguments))}]" if self.arguments else self.name


class Relation(StrEnum):
    """How a value and an argument share objects.

    IS: it may be the argument. PART: it may be an object that is reached from the argument. HOLDS: the argument is
    reached from it. HOLDS_PARTS: parts of the argument are, and the argument itself is not. RETURNED: it is what the
    argument, a function, gives when it is called; HOLDS_RETURNED: it holds such.
    """

    IS = "is"
    PART = "part of"
    HOLDS = "holds"
    HOLDS_PARTS = "holds parts of"
    RETURNED = "result of"
    HOLDS_RETURNED = "holds results of"


@dataclass(frozen=True, slots=True)
class Sharing:
    relation: Relation
    parameter: str


@dataclass(frozen=True, slots=True)
class Condition:
    """It holds only if the argument of a parameter is true, or is not."""

    parameter: str
    true: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """One of the values that may come out. type: None where it is not known. shares: with which arguments; empty where
    it shares no object that can change with anybody, None where it may share with any of them. condition: without
    which it can't be this one."""

    type: Type | None = None
    shares: tuple[Sharing, ...] | None = None
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """The object that is passed changes. deep: and so may all that is reached from it."""

    parameter: str
    deep: bool = False
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """After the call the first argument (as a rule, self) holds the second: as a whole, or parts of it."""

    holder: str
    sharing: Sharing


class Action(StrEnum):
    """What is done to a file. EDITS: something of what was there may be left. OPENS: what the mode says. ASKS: whether
    it is there, or how large or old it is. LISTS: which files are there, in a folder or by a pattern. READS_THROUGH and
    WRITES_THROUGH: the argument is an open file. STARTS: a program, which may read and write files on its own."""

    READS = "reads"
    WRITES = "writes"
    APPENDS = "appends to"
    EDITS = "edits"
    OPENS = "opens"
    LISTS = "lists"
    ASKS = "asks for"
    MAKES_FOLDER = "makes folder"
    REMOVES = "removes"
    MOVES = "moves"
    COPIES = "copies"
    COPIES_TREE = "copies tree"
    READS_THROUGH = "reads through"
    WRITES_THROUGH = "writes through"
    STARTS = "starts"


@dataclass(frozen=True, slots=True)
class FileEffect:
    """path: the parameter that gets the path, several paths, or an open file; where it gets None nothing happens.

    suffix: added to a path that does not end with it; with suffix_is_default only to a path that has none at all.
    target: the parameter of the second path, of MOVES, COPIES and COPIES_TREE. mode: of OPENS, a literal one;
    mode_parameter: the one that has it.
    """

    action: Action
    path: str
    suffix: str = ""
    suffix_is_default: bool = False
    target: str = ""
    mode: str = ""
    mode_parameter: str = ""
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Binding:
    """Which parameter gets which argument. positional: the parameter of each, in order; keywords: by keyword.
    `OTHER` stands for parameters that the line leaves out ("..."). fits: whether the line has room for all of them; a
    call that does not fit is one of which nothing is known."""

    positional: tuple[str, ...]
    keywords: dict[str, str]
    fits: bool

    def arguments(self, parameter: str) -> tuple[int | str, ...]:
        """The positions and keywords of the arguments that the parameter gets; several for ``*args``."""
        by_position = [position for position, name in enumerate(self.positional) if name == parameter]
        return (*by_position, *(keyword for keyword, name in self.keywords.items() if name == parameter))


OTHER = "..."


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of one name.

    name: the dotted name of the line. kind, evaluation: see there. parameters: a method has ``self`` as its first one,
    a class method ``cls``. open: the line leaves parameters out. result: one of these comes out; nothing is known of it
    if there is none. changes: the arguments that change. holdings: what is stored in an argument. iterates: arguments
    that are gone through, so that an iterator is used up. calls: arguments that are called, with parts of any others.
    files: what is done to files. states: of libraries, read and changed: "random", "numpy.random", "pyplot", ….
    depends: on what besides arguments and files the result depends: "chance", "clock", "command line", "environment",
    "folder" (the working folder), "input", "machine", "network". prints: it speaks to the user. silent: no file and no
    value of a program depends on it, so it may be left out with a note. identity: what comes out depends on which of
    the objects that it gets are one. temporary: its paths are nobody else's.
    never_raises: whatever it gets of the usual types. process: why it means nothing in a process of its own; "" for all
    that does. reason: why the compiler does not evaluate it. unknown_changes: it may change all that is reached from
    its arguments. unknown_files: it may read and write any file. unknown_code: it may do anything at all, as ``exec``.
    """

    name: str
    kind: Kind = Kind.FUNCTION
    evaluation: Evaluation = Evaluation.RESIDUAL
    parameters: tuple[Parameter, ...] = ()
    open: bool = False
    result: tuple[Result, ...] = ()
    changes: tuple[Change, ...] = ()
    holdings: tuple[Holding, ...] = ()
    iterates: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    files: tuple[FileEffect, ...] = ()
    states: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()
    prints: bool = False
    silent: bool = False
    identity: bool = False
    temporary: bool = False
    never_raises: bool = False
    process: str = ""
    reason: str = ""
    unknown_changes: bool = False
    unknown_files: bool = False
    unknown_code: bool = False

    @property
    def is_method(self) -> bool:
        return bool(self.parameters) and self.parameters[0].name in ("self", "cls")

    def parameter(self, name: str) -> Parameter | None:
        return next((each for each in self.parameters if each.name == name), None)

    def bind(self, positional: int, keywords: Sequence[str] = ()) -> Binding:
        """Which parameter gets which of so many positional arguments and these keywords; self counts as one."""
        places = [each.name for each in self.parameters if each.passing in (Passing.POSITION, Passing.EITHER)]
        rest = next((each.name for each in self.parameters if each.passing is Passing.REST), OTHER)
        others = next((each.name for each in self.parameters if each.passing is Passing.KEYWORDS), OTHER)
        named = {each.name for each in self.parameters if each.passing in (Passing.EITHER, Passing.KEYWORD)}
        by_position = (*places[:positional], *[rest] * (positional - len(places)))
        by_keyword = {keyword: keyword if keyword in named else others for keyword in keywords}
        twice = bool(set(by_position) & set(by_keyword.values()) - {OTHER, others})
        fits = self.open or OTHER not in (*by_position, *by_keyword.values())
        return Binding(by_position, by_keyword, fits and not twice)


UNKNOWN = Facts("", open=True, unknown_changes=True, unknown_files=True, unknown_code=True)
"""What holds for a function of which nothing is known."""


@dataclass(frozen=True, slots=True)
class TypeFacts:
    """What is known of a class. bases: their dotted names. immutable: objects never change and hold none that do.
    iterates: what a loop over an object gives, with ``self`` as the parameter; () where that is not known."""

    name: str
    bases: tuple[str, ...] = ()
    immutable: bool = False
    iterates: tuple[Result, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Alias:
    """A name, and all below it, is another one: ``pylab: same as matplotlib.pyplot``."""

    name: str
    target: str
