"""Artefacts that hold values as they are at one place of the program, for another place to go on with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from eflows2smk.diagnostics import Span
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.symbols import Symbol
from eflows2smk.frontend.evaluation.values import (
    ClassCell,
    FunctionCell,
    InstanceCell,
    Library,
    ModuleCell,
    Refusing,
    Unknowable,
)
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.residual.building import functions_in, state_of
from eflows2smk.frontend.residual.residue import Residue
from eflows2smk.workflow.model import Artefact, Joined, Kind

_CODE = (FunctionCell, ClassCell, ModuleCell, Library, Refusing, Unknowable)


@dataclass(slots=True, eq=False)
class Keeping:
    """Of one evaluation. states: what functions that scripts define took from around them then."""

    residue: Residue
    recording: Recording
    states: dict[FunctionCell, Any] = field(default_factory=dict)

    @property
    def machine(self) -> Machine:
        return self.recording.machine

    def kept(self, frame: Frame, span: Span, value: Any, name: str) -> Artefact | None:
        """An artefact that holds the value and is no joined one; None where no invocation could give it."""
        if isinstance(value, _CODE):
            return None
        try:
            if isinstance(value, Computed | Cell) and not isinstance(value, Symbol) and _is_of_run(value):
                found = self.recording.stores.artefact(value)
                if type(found) is Artefact:
                    if self.recording.stores.known(value) is None:
                        self.recording.stores.put(value, found)
                    return found
            return self.made(frame, span, value, name)
        except Refused:
            return None

    def made(self, frame: Frame, span: Span, value: Any, name: str, code: str = "") -> Artefact:
        """The same by a script of its own. code: what that makes of the value, called ``members`` in it."""
        name = name if name.isidentifier() else "value"
        if not (isinstance(value, Cell) and self.recording.stores.gathered(value) is not None):
            self.gather(frame, span, [value])
        self.recording.freeze(value)
        script = self.residue.holding(frame, span, name, value, code)
        made = script.outputs[name] = Artefact(Kind.OBJECT, "", 1, script.number, name, (), False)
        return made

    def gather(self, frame: Frame, span: Span, values: Iterable[Any]) -> None:
        """Before something gets the values: lists that are gathered and a part of them are made a whole."""
        for value in values:
            for cell in list(self._nested(value)):
                self.recording.stores.put(cell, self.made(frame, span, cell, "members"))

    def define(self, frame: Frame, span: Span, values: Iterable[Any]) -> None:
        """Functions that no job can import are stored by scripts that define them."""
        for value in values:
            for function in functions_in(self.machine, value):
                state = state_of(self.machine, function)
                if state is None or self.states.get(function) != state:
                    self.states[function] = state
                    script = self.residue.holding(frame, span, "function", function)
                    made = script.outputs["function"] = Artefact(
                        Kind.OBJECT, "", 1, script.number, "function", (), False
                    )
                    self.recording.stores.put(function, made)

    def _nested(self, value: Any) -> Iterator[Cell]:
        seen: set[int] = {id(value)}
        waiting = list(_members(value))
        while waiting:
            item = waiting.pop(0)
            if id(item) in seen:
                continue
            seen.add(id(item))
            if isinstance(item, Cell) and self.recording.stores.gathered(item) is not None:
                yield item
            else:
                waiting += _members(item)


def _members(value: Any) -> list[Any]:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Cell) and not value.is_computed:
        if value.kind in ("list", "deque"):
            return list(value.content)
        if value.kind == "dict" or isinstance(value, InstanceCell):
            return list(value.content.values())
    return []


def _is_of_run(value: Any) -> bool:
    return isinstance(value, Computed) or value.is_computed


def joined(how: str, domain: Any, then: Artefact | None, otherwise: Artefact | None) -> Joined:
    """One of two artefacts, as the run decides."""
    like = then or otherwise
    kind = like.kind if like is not None else Kind.OBJECT
    version = like.version + 1 if like is not None else 1
    path = like.path if like is not None and kind is not Kind.OBJECT else ""
    return Joined(kind, path, version, -2, how, (), False, how, domain, then, otherwise)
