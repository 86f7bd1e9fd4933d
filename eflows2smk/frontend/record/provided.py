"""Modules of PyCOMPSs that are plain Python of ours: they are evaluated as modules of the program, and jobs import the
same text under the same names."""

from __future__ import annotations

from pathlib import Path

from eflows2smk.frontend.evaluation.imports import user_module
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import ModuleCell
from eflows2smk.pycompss_shim.contents import source_of
from eflows2smk.source.modules import SourceModule


class Provided:
    """Those that the program has imported."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.sources: dict[str, SourceModule] = {}

    def find(self, name: str, level: int) -> ModuleCell | None:
        """A finder of modules."""
        path, _ = ("", False) if level else source_of(name)
        if not path:
            return None
        source = self.sources.get(name)
        if source is None:
            source = self.sources[name] = SourceModule(Path(path), f"{'/'.join(name.split('.'))}.py", name)
            self.machine.provided.add(source)
        return user_module(self.machine, source)
