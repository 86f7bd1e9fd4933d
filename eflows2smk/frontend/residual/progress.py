"""What is under way while a statement is evaluated, and what the residual code asks of the stage above."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, fields
from typing import Any, Protocol

from eflows2smk.diagnostics import Span
from eflows2smk.frontend.core import texts
from eflows2smk.frontend.core.operations import Code, Operation, Step
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.machine import Level, Look, Site
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.heap import Fork
from eflows2smk.frontend.heap.regions import Region
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.residual.described import Described
from eflows2smk.frontend.residual.scripts import Place, Script, fresh
from eflows2smk.frontend.residual.writing import Done


@dataclass(slots=True, eq=False)
class Statement:
    """A statement that is being evaluated, whose residual operations become text. depth: of the loops around it. begun:
    the open script was found to be one that it can go on with. before_tasks: known objects that it had changed when it
    called a task. born: the content of known objects that the statement has made itself, when what the run does with
    them came first. said: known texts that it prints, by the operations that do that. looks: what it looks at
    outside of the program, with the part of it that does that, None where that is not known."""

    step: Step
    frame: Frame
    fork: Fork
    depth: int
    done: list[Done] = field(default_factory=list)
    touched: dict[Region, None] = field(default_factory=dict)
    made: list[Computed] = field(default_factory=list)
    parts: bool = False
    kept: set[Cell] = field(default_factory=set)
    begun: bool = False
    before_tasks: set[Cell] = field(default_factory=set)
    born: dict[Cell, Any] = field(default_factory=dict)
    said: list[tuple[Operation, str]] = field(default_factory=list)
    looks: dict[tuple[Any, Look], None] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Enclosure:
    """A call or compound statement that no task is reached from. had: something in it is residual. weak: values that
    stand for one of several, of the outermost one. generic: codes that are evaluated on values of which nothing is
    known, of the outermost one. said: known texts that it prints, by the operations that do that."""

    site: Site
    fork: Fork
    had: bool = False
    weak: set[Computed] = field(default_factory=set)
    generic: set[Code] = field(default_factory=set)
    said: list[tuple[Operation, str]] = field(default_factory=list)


class Recording(Protocol):
    """What the stage above does with scripts and files."""

    def mark(self) -> Any:
        """For `rewind`."""

    def rewind(self, mark: Any) -> None:
        """What was recorded since is gone."""

    def opened(self, script: Script) -> None:
        """A script takes its place among the invocations; it may still grow."""

    def closed(self, script: Script) -> None:
        """Only outputs that somebody asks for are still added."""

    def place(self, frame: Frame, levels: Sequence[Level]) -> Place: ...

    def says(self, text: str, script: Script | None) -> None:
        """The program prints this; before what the script does, if there is one."""

    def file_effects(self, script: Script, site: Site, described: Described, operands: Sequence[Any]) -> None:
        """What an operation does to files, and what it waits for."""

    def looks(self, script: Script, look: Look) -> None:
        """A script looks at something outside, which the compiler has seen."""

    def file_opened(self, described: Described, results: Sequence[Any]) -> None:
        """An operation that may have opened a file gave these."""

    def file_closed(self, file: Any) -> None:
        """An open file is closed."""

    def source(self, root: Any) -> Any:
        """Where a root can be read from now: an artefact, a script, or None."""

    def hides(self, value: Any) -> bool:
        """Whether a function or class of the program reads globals that a script, which imports it, finds otherwise."""

    def changes(self, value: Any, before: Mapping[Cell, Mapping[Any, Any]]) -> bool:
        """Whether a function of the program, or what it calls, has changed a name of a module, or an object behind one,
        by what these cells were before."""

    def imports(self, value: Any, span: Span) -> None:
        """A script has a function or class of the program from its module."""

    def runs(self, frame: Frame, operations: Sequence[Operation], span: Span) -> None:
        """A script does these operations, which may read more of the modules that it imports."""

    def shown(self, root: Any, version: int) -> Any:
        """The newest artefact that shows a root as of this version of its region, or a later one; None if none does."""

    def lives(self, root: Computed, script: Script) -> None:
        """A value, as it is now, can be read from a script."""


def copied(record: Any) -> dict[str, Any]:
    """The fields of a script or statement, as they are now."""
    found = {each.name: getattr(record, each.name) for each in fields(record)}
    return {name: copy(value) if isinstance(value, list | dict | set) else value for name, value in found.items()}


def put_back(records: Sequence[tuple[Any, Mapping[str, Any]]]) -> None:
    """The fields of records are what they were."""
    for changed, saved in records:
        for name, value in saved.items():
            setattr(changed, name, value)


def undone(statements: Sequence[Statement], value: Any) -> bool:
    """Forget the residual operation that gave a value, if there is no text of it yet; whether there was one."""
    found = False
    for statement in statements:
        kept = [done for done in statement.done if done.result is not value]
        found = found or len(kept) < len(statement.done)
        statement.done = kept
    return found


def result_name(
    script: Script, tests: Container[Any], wishes: Mapping[Computed, str], statement: Statement, done: Done
) -> str:
    """A name for what a part of a statement gives: that which it is bound to, else what it is called by. tests: what
    decides; wishes: names that values get, other than what is said of them."""
    node = done.operation.origin
    decides = "condition" if node in tests else ""
    taken = {*script.denotes, *script.inputs}
    wanted = decides or wishes.get(done.result) or texts.target_name(statement.step.node, node)
    if wanted and wanted not in taken:
        return wanted
    return fresh(texts.label_of(node) or "value", {*taken, *statement.frame.names.content})
