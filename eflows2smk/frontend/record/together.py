"""Objects that share parts, of which a task changes one: the task gets them in one file, and stores them in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations, islice
from typing import Any

from eflows2smk.frontend.evaluation.conversion import SCALARS
from eflows2smk.frontend.evaluation.machine import Site
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.heap import Heap
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.record.bundles import Bundle, Given, Unpacking, empty_script, given
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.record.results import Written
from eflows2smk.frontend.residual.roots import roots_of
from eflows2smk.frontend.residual.scripts import Script, fresh
from eflows2smk.parameters import INOUT
from eflows2smk.workflow.model import WHOLE, Argument, Artefact, Invocation, Kind, Part


@dataclass(slots=True, eq=False)
class Together:
    """The place of what a task changed, and of all that may share parts with that.

    number: of the invocation among the entries. given: arguments by parameter: those that the call changes, and those
    that share parts with these. is_needed: some of them do. before: the script before the call. behind: that behind it.
    """

    recording: Recording
    site: Site
    number: int
    given: Mapping[str, Given]
    is_needed: bool
    before: Bundle
    behind: Unpacking | None = None
    _changed: Artefact | None = None

    def begins_behind(self) -> None:
        """The invocation is recorded."""
        self.behind = Unpacking(empty_script(self.recording, self.site), self.site.span)
        if self.is_needed:
            self._pack()

    def artefact(self, root: Any) -> Artefact | None:
        """An artefact with a root as it is behind the call. Raises Refused."""
        return self.script(root).artefact(root)

    def script(self, root: Any) -> Script:
        """The script behind the call, which has the root then. Raises Refused."""
        assert self.behind is not None
        if self._changed is None:
            self._pack()
        if root not in self.before.members:
            self.before.add(root)
            self._write()
        return self.behind.script

    def alone(self, parameter: str) -> Artefact:
        """The object that is passed, in a file of its own: it is put together before the call."""
        one = self.given[parameter]
        self.before.put(parameter, one)
        return self.before.alone(one.value)

    def _pack(self) -> None:
        """Let the task get its arguments in one file. Raises Refused."""
        # Who has others inside comes first.
        for parameter, one in sorted(self.given.items(), key=lambda each: -len(each[1].inside)):
            self.before.put(parameter, one)
        self._write()

    def _write(self) -> None:
        """Both scripts, and the invocation between them, with what the tuple holds now."""
        assert self.behind is not None
        entry = self.recording.entries[self.number]
        assert isinstance(entry, Invocation)
        others = [each for each in entry.arguments if self._changed is None or each.writes is not self._changed]
        if self._changed is None:
            taken = {*self.before.script.inputs, *(each.parameter for each in others)}
            holder = fresh(f"{next(iter(self.given))}_and_others", taken)
            self._changed = Artefact(Kind.OBJECT, "", 2, self.number, holder, (), False)
        holder = self._changed.slot
        stored = self.before.write(holder)
        self.behind.write(holder, self._changed, self.before.members)
        places = {root: position for position, root in enumerate(self.before.members)}
        arguments = [
            replace(each, reads=stored, part=Part(holder, places[self.given[each.parameter].value]))
            if each.parameter in self.given
            else each
            for each in others
        ]
        arguments.append(Argument(holder, INOUT, stored, self._changed, Part(holder, WHOLE)))
        self.recording.entries[self.number] = replace(entry, arguments=tuple(arguments))


def together(
    recording: Recording, site: Site, label: str, values: Mapping[str, Any], changed: Mapping[str, Any]
) -> Together | None:
    """What a call needs that changes objects which may share parts with others; None for one that needs nothing.

    label: what is called. values: all arguments that the function gets as objects. changed: those that it changes.
    """
    heap = recording.machine.heap
    values = {name: value for name, value in values.items() if type(value) not in SCALARS}
    shares = any(_shares(heap, value) for value in changed.values())
    if len(values) == 1 and not shares:
        return None
    inside = {name: list(heap.reachable(value)) for name, value in values.items()}
    touched = {name: {_part(each) for each in found} for name, found in inside.items()}
    with_them = {
        name
        for one, other in combinations(touched, 2)
        if (one in changed or other in changed) and touched[one] & touched[other]
        for name in (one, other)
    }
    if not with_them and not shares:
        return None
    wanted = {name for name in values if (name in changed and inside[name]) or name in with_them}
    arguments = {name: given(recording, value, inside[name]) for name, value in values.items() if name in wanted}
    before = Bundle(recording, empty_script(recording, site), site.span, Written(label, site).refused)
    regions = (each.region for one in arguments.values() for each in one.inside)
    before.takes_over(region for region in regions if region is not None)
    return Together(recording, site, len(recording.entries), arguments, bool(with_them), before)


def _shares(heap: Heap, value: Any) -> bool:
    """Whether the value is not an object of its own, stored in a file of its own."""
    if len(list(islice(heap.reachable(value), 2))) > 1:
        return True
    if isinstance(value, Cell | Computed) and value.region is not None:
        return value.region.find().size > 1
    return bool(roots_of(value))


def _part(found: Any) -> Any:
    return found if found.region is None else found.region.find()
