"""Objects that share parts, handed on in one file: a script puts them into a tuple, a later one takes them out again.

Where that may be needed, scripts stand from the beginning, but empty, and nobody's jobs, until somebody asks for an
object that lies in such a place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eflows2smk.diagnostics import Span
from eflows2smk.frontend.evaluation.conversion import SCALARS
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Site
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.regions import Region, leaves
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.record.residual_places import enter, place_of, source_of
from eflows2smk.frontend.residual.roots import roots_of
from eflows2smk.frontend.residual.scripts import Line, Script, Sharing, fresh, identifier, way_to
from eflows2smk.frontend.residual.snapshots import snapshot
from eflows2smk.workflow.model import Artefact, Kind


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """An object as it is at one moment. value: the program's object. held: a copy of it, that no change reaches.
    loads: where the computed values in it are read from. inside: the objects that can be reached from it. copies: of
    the known ones among these, by their identity."""

    value: Any
    held: Any
    loads: Mapping[Any, Any]
    inside: Sequence[Any]
    copies: Mapping[int, Any]


def given(recording: Recording, value: Any, inside: Sequence[Any]) -> Given:
    """The object as it is now."""
    copies: dict[int, Any] = {}
    held = snapshot(recording.machine.heap, value, {}, copies)
    return Given(value, held, {root: source_of(recording, root) for root in roots_of(held)}, inside, copies)


def empty_script(recording: Recording, site: Site) -> Script:
    """A script at this place, in which nothing is done yet."""
    script = Script(place_of(recording, site.frame, recording.machine.levels))
    enter(recording, script)
    script.is_open = False
    return script


@dataclass(slots=True, eq=False)
class Bundle:
    """The script that makes a tuple, and what it holds: objects, by the expressions that give them in the script.

    refused: the message for an object that can't be a part of it. known: names of objects that are inputs as they are.
    waiting: objects as they were at the place of the script, which are inputs when they are asked for. stands_for: what
    a value means here that stands for one of several. elements_of: the number of the invocation that decides a loop
    before which it stands: the elements that this gives are of one iteration each.
    """

    recording: Recording
    script: Script
    span: Span
    refused: Callable[[], Refused]
    members: dict[Any, str] = field(default_factory=dict)
    known: dict[str, Given] = field(default_factory=dict)
    waiting: dict[Any, Given] = field(default_factory=dict)
    stands_for: dict[Any, Any] = field(default_factory=dict)
    elements_of: int | None = None
    made: Artefact | None = None
    _line: Line | None = None

    def takes_over(self, regions: Iterable[Region]) -> None:
        """The objects of these regions are read as they are now."""
        for region in regions:
            state = region.state()
            self.script.taken.setdefault(region.find(), state)
            if isinstance(state.place, Sharing):
                # Known objects that may be in the region become members when they change.
                for root in (*self.recording.births.roots_here(region), *leaves(region.find().known)):
                    self.script.had.setdefault(root, state.place)
                    self.script.places.setdefault(root, state.place)

    def put(self, name: str, one: Given) -> None:
        """Add an object that was given at this moment. Raises Refused."""
        self.members[one.value] = self._entered(name, one)

    def add(self, root: Any) -> None:
        """Add an object that the script can read, or is told to. Raises Refused."""
        self.members[root] = self._found(self.stands_for.get(root, root))

    def alone(self, value: Any) -> Artefact:
        """A member in a file of its own."""
        self.script.lines.append(Line(f"# what '{self.members[value]}' is here", self.span))
        made = self.script.artefact(value)
        assert made is not None
        return made

    def write(self, holder: str) -> Artefact:
        """What the script does by now; the artefact of the tuple. holder: its name."""
        script = self.script
        if self.made is None:
            name = fresh(holder, {*script.denotes, *script.inputs})
            self.made = script.outputs[name] = Artefact(Kind.OBJECT, "", 1, script.number, name, (), False)
        name = self.made.slot
        line = Line(f"{name} = ({listed(self.members.values())})", self.span, keeps=name)
        if self._line in script.lines:
            script.lines[script.lines.index(self._line)] = line
        else:
            script.lines.append(line)
        self._line = line
        script.denotes[name] = tuple(self.members)
        script.shares = True
        return self.made

    def _found(self, root: Any) -> str:
        if type(root) in SCALARS:
            return repr(root)
        if type(root) is tuple:
            return f"({listed([self._found(each) for each in root])})"
        if not isinstance(root, Cell | Computed):
            raise self.refused()
        if root in self.waiting:
            return self._entered("value", self.waiting[root])
        for one in self.waiting.values():
            if any(each is root for each in one.inside):
                self._entered("value", one)
        found = self._expression(root) or self.script.adopt(root, self.recording.stores.shown)
        source = self.script.loads.get(root)
        if not found or (isinstance(source, Artefact) and not self._is_before(source.producer)):
            raise self.refused()
        return found

    def _is_before(self, producer: int) -> bool:
        return producer < self.script.number and producer != self.elements_of

    def _entered(self, name: str, one: Given) -> str:
        """The expression of an object; what lies inside of another one is taken from there."""
        found = self._expression(one.value)
        if not found:
            self._check_apart(one)
            script = self.script
            found = fresh(name, {*script.denotes, *script.inputs})
            script.inputs[found] = script.left[found] = one.held
            script.denotes[found] = one.value
            self.known[found] = one
            for root, source in one.loads.items():
                script.load(root, source)
        return found

    def _expression(self, root: Any) -> str:
        """How the script names an object that it has."""
        for name, one in self.known.items():
            way = way_to(one.held, one.copies.get(id(root), root))
            if way is not None:
                return f"{name}{way}"
        return self.script.expression_of(root)

    def _check_apart(self, one: Given) -> None:
        """Raises Refused for known objects that share known parts, of which none is inside of the other."""
        own = {id(each) for each in one.inside if each.region is None or isinstance(each, Cell)}
        if any(id(each) in own for other in self.known.values() for each in other.inside):
            raise self.refused()


@dataclass(slots=True, eq=False)
class Unpacking:
    """The script that takes the members of a tuple out of it."""

    script: Script
    span: Span
    names: dict[Any, str] = field(default_factory=dict)
    _line: Line | None = None

    def write(self, holder: str, made: Artefact, members: Mapping[Any, str]) -> None:
        """What the script does by now. made: the artefact of the tuple."""
        script = self.script
        if self._line is None:
            holder = fresh(holder, {*script.denotes, *script.inputs})
            script.inputs[holder] = made
        else:
            holder = next(name for name, held in script.inputs.items() if held is made)
        for root, expression in members.items():
            if root not in self.names:
                self.names[root] = fresh(identifier(expression), {*script.denotes, *script.inputs})
                script.denotes[self.names[root]] = root
        line = Line(f"{listed([self.names[root] for root in members])} = {holder}", self.span)
        if self._line is None:
            script.lines.append(line)
        else:
            script.lines[script.lines.index(self._line)] = line
        self._line = line
        script.shares = True


def listed(expressions: Collection[str]) -> str:
    """As a tuple without its parentheses."""
    return ", ".join(expressions) + "," * (len(expressions) == 1)
