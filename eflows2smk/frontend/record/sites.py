"""Call sites: the place of a call, the calls around it, and the loops that it stands in."""

from __future__ import annotations

from typing import Any

from eflows2smk.frontend.core.operations import Call
from eflows2smk.frontend.core.purposes import purposes
from eflows2smk.frontend.evaluation.machine import Level, Machine, Site
from eflows2smk.frontend.evaluation.values import Bound, Descriptor, InstanceCell, Partial
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.workflow.model import CallSite, Software

_SCALARS = (int, str, float, bool)


def call_site(recording: Recording, site: Site, software: Software) -> CallSite:
    """The one call site of this software, place, calls and loops around it."""
    levels = recording.machine.levels
    calls = site.frame.calls
    key = (
        id(software),
        id(site.operation.origin),
        tuple([id(origin) for _, origin in calls]),
        tuple([id(level.operation) for level in levels]),
    )
    found = recording.sites.get(key)
    if found is None:
        found = recording.sites[key] = CallSite(
            software.name,
            software,
            site.span,
            site.text,
            tuple(level.names for level in levels),
            tuple(frame.code.module.span(origin) for frame, origin in calls),
            _purpose(recording, site),
        )
    return found


def _purpose(recording: Recording, site: Site) -> str:
    """What the program calls the result; "" where it gives it no name."""
    operation, code = site.operation, site.frame.code
    if not isinstance(operation, Call):
        return ""
    if code not in recording.purposes:
        recording.purposes[code] = purposes(code)
    return recording.purposes[code].get(operation.target, "")


def loop_variables(machine: Machine) -> tuple[Any, ...]:
    """The values of the loop variables around what is evaluated, None for those that are no plain text or number."""
    return tuple([variable(level, name) for level in machine.levels for name in level.names])


def variable(level: Level, name: str) -> Any:
    frame = level.frame
    names = frame.names.content
    value = names.get(name) if name in names else frame.module.content.get(name)
    if isinstance(value, InstanceCell) and not value.is_computed and "__enum_name__" in value.content:
        value = value.base if isinstance(value.base, _SCALARS) else value.content["__enum_name__"]
    return value if isinstance(value, _SCALARS) else None


def is_passed(site: Site, callee: Any) -> bool:
    """Whether a function that the program calls here calls the task in its turn: ``map(task, xs)``."""
    operation = site.operation
    if not isinstance(operation, Call):
        return False
    value = site.frame.registers[operation.function]
    while isinstance(value, Bound | Partial | Descriptor):
        value = value.function
    return value is not callee and not isinstance(value, InstanceCell)


def passed_level(recording: Recording, site: Site) -> Level:
    """The loop that a library function makes of its calls."""
    known = recording.passed.get(id(site))
    index = known[1] + 1 if known is not None else 0
    # Who holds the place keeps another one from getting its identity.
    recording.passed[id(site)] = (site, index)
    return Level(site.operation, (), site.frame, index)
