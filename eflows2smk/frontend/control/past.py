"""A moment of the evaluation to which it can be taken back, with all that was recorded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from eflows2smk.diagnostics import Severity
from eflows2smk.frontend.control.decisions import Decisions
from eflows2smk.frontend.heap.heap import Fork
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.residual.residue import Residue


@dataclass(slots=True, eq=False)
class Past:
    """Begins when it is made; ends with one of `back` and `keep`."""

    residue: Residue
    recording: Recording
    decisions: Decisions
    fork: Fork = field(init=False)
    is_open: bool = True
    _saved: Any = None

    def __post_init__(self) -> None:
        machine = self.recording.machine
        self.fork = machine.heap.fork()
        self._saved = (
            self.residue.mark(),
            self.recording.mark(),
            dict(self.decisions.loops),
            dict(machine.diagnostics),
            machine.domains,
        )

    def back(self, *, keeps_errors: bool = False) -> None:
        """Everything is as it was. keeps_errors: what was refused since is still told."""
        machine = self.recording.machine
        machine.heap.discard(self.fork)
        residue, recording, loops, diagnostics, domains = self._saved
        self.residue.rewind(residue)
        self.recording.rewind(recording)
        self.decisions.loops = dict(loops)
        told = machine.diagnostics
        machine.diagnostics = dict(diagnostics)
        for each in told.values() if keeps_errors else ():
            if each.severity is Severity.ERROR:
                machine.report(each)
        self.recording.births.move(domains)
        self.is_open = False

    def keep(self) -> None:
        if self.is_open:
            self.recording.machine.heap.commit(self.fork)
            self.is_open = False
