"""What the residual code asks of what was recorded: where a script stands, where a value is read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from eflows2smk.diagnostics import Span
from eflows2smk.frontend.core.operations import Operation
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.machine import Level, Look, Site
from eflows2smk.frontend.evaluation.values import ClassCell, FunctionCell, ModuleCell
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.record.file_effects import FileEffects
from eflows2smk.frontend.record.reading import bare, changes, reached, reads
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.record.sites import variable
from eflows2smk.frontend.residual.described import Described
from eflows2smk.frontend.residual.scripts import Place, Script
from eflows2smk.workflow.model import Said


@dataclass(slots=True, eq=False)
class ResidualPlaces:
    recording: Recording
    files: FileEffects

    def mark(self) -> Any:
        return self.recording.mark()

    def rewind(self, mark: Any) -> None:
        self.recording.rewind(mark)

    def opened(self, script: Script) -> None:
        enter(self.recording, script)

    def closed(self, script: Script) -> None:
        recording = self.recording
        recording.listings.settle(script.number, script.files_held, recording.machine.domains)

    def place(self, frame: Frame, levels: Sequence[Level]) -> Place:
        return place_of(self.recording, frame, levels)

    def says(self, text: str, script: Script | None) -> None:
        recording = self.recording
        before = len(recording.entries) if script is None else script.number
        recording.said.append(Said(before, text, recording.machine.domains))

    def file_effects(self, script: Script, site: Site, described: Described, operands: Sequence[Any]) -> None:
        self.files.apply(script, site, described, operands)

    def looks(self, script: Script, look: Look) -> None:
        self.files.looks(script, look)

    def file_opened(self, described: Described, results: Sequence[Any]) -> None:
        self.files.open(described, results)

    def file_closed(self, file: Any) -> None:
        self.files.close(file)

    def source(self, root: Any) -> Any:
        return source_of(self.recording, root)

    def hides(self, value: Any) -> bool:
        recording = self.recording
        keys = partial(reads, recording.machine)
        function = value if isinstance(value, ModuleCell) else bare(value)
        return isinstance(function, FunctionCell) and recording.globals.hides(function, keys)

    def changes(self, value: Any, before: Mapping[Cell, Mapping[Any, Any]]) -> bool:
        function = value if isinstance(value, ModuleCell) else bare(value)
        return isinstance(function, FunctionCell) and changes(self.recording.machine, function, before)

    def imports(self, value: Any, span: Span) -> None:
        value = bare(value)
        if isinstance(value, FunctionCell | ClassCell):
            self.recording.globals.read_by(value, span)

    def runs(self, frame: Frame, operations: Sequence[Operation], span: Span) -> None:
        for value in reached(self.recording.machine, frame, operations):
            self.recording.globals.read_by(value, span)

    def shown(self, root: Any, version: int) -> Any:
        return self.recording.stores.shown(root, version)

    def lives(self, root: Any, script: Script) -> None:
        self.recording.stores.live_in(root, script)


def enter(recording: Recording, script: Script) -> None:
    """A script takes its place among the entries."""
    script.number = len(recording.entries)
    script.barrier = len(recording.barriers)
    recording.add(script)


def place_of(recording: Recording, frame: Frame, levels: Sequence[Level]) -> Place:
    """Where a script stands that begins here."""
    calls = frame.calls
    domains = recording.machine.domains
    return Place(
        (
            tuple((id(level.operation), level.index) for level in levels),
            tuple(id(origin) for _, origin in calls),
            domains,
        ),
        tuple(level.names for level in levels),
        tuple(level.index for level in levels),
        tuple(variable(level, name) for level in levels for name in level.names),
        tuple(caller.code.module.span(origin) for caller, origin in calls),
        domains,
    )


def source_of(recording: Recording, root: Any) -> Any:
    """Where a root can be read from now: an artefact, a script, another place, or None."""
    found = recording.stores.known(root)
    if found is not None:
        return found
    gathered = recording.stores.gathered_now(root)
    if gathered is not None:
        return recording.stores.held(gathered)
    home = recording.stores.home(root)
    if home is not None or root.region is None:
        return home
    return root.region.find().place
