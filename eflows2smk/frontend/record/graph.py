"""The workflow graph of all that was recorded: entries get their numbers, artefacts the numbers of who writes them."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.program import search_path
from eflows2smk.frontend.record.assembling import assembled
from eflows2smk.frontend.record.folders import made_folders
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.record.renumbering import Renumbering
from eflows2smk.frontend.record.scripted import Scripts, scripts_of
from eflows2smk.frontend.record.software import shown
from eflows2smk.workflow.model import Invocation, Said, SearchPath, Workflow, artefacts


def workflow_of(recording: Recording, argv: tuple[str, ...]) -> Workflow:
    """The graph. argv: the program's own arguments."""
    machine, files = recording.machine, recording.files
    invocations, barriers, said, held = assembled(recording, *numbered(recording))
    invocations = [_behind(each, barriers) for each in invocations]
    world = machine.world
    return Workflow(
        program=shown(machine, Path(machine.program.main.path)),
        argv=argv,
        invocations=tuple(invocations),
        barriers=tuple(each for each in barriers if each < len(invocations)),
        environment=dict(sorted(world.environment_read.items())),
        files_read=tuple(sorted(world.files_read)),
        contents=world.contents(),
        modules=tuple(sorted(source.shown for source in machine.modules if not machine.is_ours(source))),
        search=_search(machine),
        descriptions=tuple(sorted(world.descriptions)),
        folders=made_folders(recording, invocations),
        deleted=frozenset(files.deleted),
        gone=frozenset(path for path in files.removed if path not in files.current),
        joined=tuple(held(each) for each in files.joined()),
        ended={name: held(domain) for name, domain in files.ended.items()},
        said=tuple(replace(each, domains=tuple(map(held, each.domains))) for each in said),
    )


def _search(machine: Machine) -> SearchPath:
    """What the program did to ``sys.path``."""
    begun, entries = machine.world.search_path, search_path(machine)
    own = next((place for place, each in enumerate(entries) if each in begun), len(entries))
    known = {_folder(machine, each) for each in begun}
    added: tuple[list[str], list[str]] = ([], [])
    for place, entry in enumerate(entries):
        path = _folder(machine, entry)
        if path not in known:
            known.add(path)
            added[place >= own].append(path)
    return SearchPath(tuple(added[0]), tuple(added[1]))


def _folder(machine: Machine, entry: str) -> str:
    """An entry of ``sys.path`` as jobs name it: relative to the folder of the run, unless it is far from there."""
    path = Path(machine.world.real(entry))
    near = any(path.is_relative_to(each.parent) for each in (machine.program.root, machine.program.folder))
    return os.path.relpath(path, machine.world.folder) if near else os.path.normpath(path)


def numbered(recording: Recording) -> tuple[list[Invocation], list[int], list[Said], Callable[[Any], Any]]:
    """The invocations with their numbers, scripts that matter among them, the places of the barriers and of what the
    program prints, and what gives values with new artefacts for those with old ones."""
    scripts = Scripts(recording, scripts_of(recording.entries))
    scripts.settle()
    made: list[Invocation] = []
    # The number that each entry gets; of one that is left out, that of the next.
    numbers: list[int] = []
    decided = set(scripts.deciding.values())
    for entry in recording.entries:
        if entry in decided:
            # It is one with the script before it.
            numbers.append(len(made) - 1)
            continue
        numbers.append(len(made))
        if isinstance(entry, Invocation):
            found = _kept(recording, entry) if scripts.is_asked(entry) else None
        else:
            found = scripts.invocation(entry, len(made))
        if found is not None:
            made.append(found)
    places = [*numbers, len(made)]
    barriers = [places[each] for each in recording.barriers]
    said = [replace(each, before=places[each.before]) for each in recording.said]
    if len(made) == len(numbers) and not recording.files.settled and not scripts.slots:
        return [_behind(each, barriers) for each in made], barriers, said, lambda held: held
    renumbering = Renumbering(numbers, recording.files.settled, scripts.slots)
    made = [renumbering.invocation(each, number) for number, each in enumerate(made)]
    return [_behind(each, barriers) for each in made], barriers, said, renumbering.held


def _kept(recording: Recording, invocation: Invocation) -> Invocation:
    """With what is known now of its collections."""
    kept = recording.stores.kept
    if not kept:
        return invocation
    arguments = tuple(
        replace(each, kept=True)
        if each.direction.mode == "inout" and not kept.isdisjoint(artefacts(each.writes))
        else each
        for each in invocation.arguments
    )
    return replace(invocation, arguments=arguments)


def _behind(invocation: Invocation, barriers: list[int]) -> Invocation:
    """Barriers may have been put before an invocation after it was recorded."""
    barrier = bisect_right(barriers, invocation.number)
    return invocation if invocation.barrier == barrier else replace(invocation, barrier=barrier)
