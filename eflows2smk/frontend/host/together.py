"""Objects of one segment that belong together, such as a figure and its axes, in a later one that changes them.

Each result is stored for itself, so a job that gets one of them would leave the others as they were. Where one changes,
the script that made them hands them on as one tuple, and the script that changes it gives all of them anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eflows2smk.frontend.host.aliases import Changes
from eflows2smk.frontend.host.segment import Segment, Step, fresh
from eflows2smk.frontend.scopes import Frame
from eflows2smk.frontend.sharing import touched
from eflows2smk.frontend.values import Future, Record
from eflows2smk.workflow.model import Artefact, Kind

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator


def get_together(
    evaluator: Evaluator, segment: Segment, changes: Changes, needed: dict[str, Any], frame: Frame
) -> None:
    """Let the segment, which has got what it needs, get with it what changes when that does."""
    for name in sorted(changes.changed):
        value = evaluator.promoted.get(id(needed.get(name)), needed.get(name))
        made = _maker(evaluator, value)
        if made is None or not isinstance(value, Future) or name not in segment.inputs:
            continue
        if made.place.domains or segment.place.domains:
            continue
        with_it = {other for other in touched(value, deep=True) if _maker(evaluator, other) is made}
        named = _named(evaluator, frame) if with_it else set()
        if any(id(other) in named for other in with_it):
            wanted = [
                each
                for each, future in made.outputs.items()
                if future is value or (future in with_it and (id(future) in named or each in made.states))
            ]
            _unpack(segment, made, wanted)


def _named(evaluator: Evaluator, frame: Frame) -> set[int]:
    """The computed objects that the program has under a name, or as an attribute of an object that it has."""
    found: set[int] = set()
    around: Frame | None = frame
    names = [frame.globals]
    while around is not None:
        names.append(around.names)
        around = around.parent
    for value in [value for each in names for value in each.values()]:
        members = value.state.values() if isinstance(value, Record) else ()
        for each in (value, *members):
            found.add(id(evaluator.promoted.get(id(each), each)))
    return found


def _maker(evaluator: Evaluator, value: Any) -> Segment | None:
    """The segment of which the value is a result, as it is now."""
    if not isinstance(value, Future) or value.artefact is None or value.stale or value.artefact.producer < 0:
        return None
    entries, number = evaluator.recorder.invocations, value.artefact.producer
    entry = entries[number] if number < len(entries) else None
    return entry if isinstance(entry, Segment) and any(value is each for each in entry.outputs.values()) else None


def _unpack(segment: Segment, made: Segment, names: list[str]) -> None:
    together = "_and_".join(names)
    if together not in made.artefacts:
        made.steps.append(Step(f"{together} = {', '.join(names)}", keeps=together))
        made.artefacts[together] = Artefact(Kind.OBJECT, "", 1, made.number, together, (), False)
    futures = [made.outputs[name] for name in names]
    # They may have other names here.
    here = [next((own for own, known in segment.variables.items() if known is future), "") for future in futures]
    here = [own or fresh(name, {*segment.variables, *segment.inputs}) for own, name in zip(here, names, strict=True)]
    for own in here:
        segment.inputs.pop(own, None)
    together = fresh(together, {*segment.variables, *segment.inputs})
    segment.inputs[together] = made.artefacts["_and_".join(names)]
    segment.steps.append(Step(f"{', '.join(here)} = {together}"))
    for own, name, future in zip(here, names, futures, strict=True):
        future.artefact = None
        segment.variables[own] = segment.outputs[own] = future
        if name in made.states:
            segment.imports["from eflows2smk.runtime import states"] = None
            segment.steps.append(Step(f"states.set_{made.states[name]}({own})"))
            segment.states[own] = made.states[name]
