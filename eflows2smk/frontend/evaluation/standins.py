"""Modules of libraries that decide on the workflow by what they call, as a test runner does, or by what they hold, as
a queue of results: a source of ours is evaluated in their place, as a module of the program. Jobs import the library.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from eflows2smk.frontend.evaluation.imports import load
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import ModuleCell
from eflows2smk.source.modules import SourceModule

NAMES = ("queue", "unittest")
# What the stand-ins call the program's functions by, which may call tasks.
_CALLING = "_calls_tasks"


def install(machine: Machine) -> None:
    """Let a machine find the stand-ins, and the main module under the name that it has for Python."""

    def find(name: str, level: int) -> ModuleCell | None:
        if level:
            return None
        if name == "__main__":
            return machine.modules.get(machine.program.main)
        if name not in NAMES or machine.program.find(name, 0, machine.program.main) is not None:
            return None
        return machine.standins.get(name) or _load(machine, name)

    machine.finders.append(find)


def _load(machine: Machine, name: str) -> ModuleCell:
    place = resources.files("eflows2smk.frontend.library").joinpath("standins", f"{name}.source")
    with resources.as_file(place) as path:
        source = SourceModule(Path(path), f"{name}.source", name)
    machine.reach.calling.add(_CALLING)
    machine.supplied.add(source)
    module = machine.standins[name] = load(machine, source, name)
    return module
