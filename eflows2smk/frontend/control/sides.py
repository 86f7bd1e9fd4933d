"""Both sides of a branch that only the run decides, and what holds behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from eflows2smk.diagnostics import Diagnostic, Span
from eflows2smk.frontend.control.choices import OBJECTS, Choice, bundle_of, may_hold
from eflows2smk.frontend.control.decisions import Decisions
from eflows2smk.frontend.control.failing import fails
from eflows2smk.frontend.control.keeping import Keeping, joined
from eflows2smk.frontend.control.past import Past
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Raised, Signal
from eflows2smk.frontend.evaluation.trying import handler_around
from eflows2smk.frontend.evaluation.values import Unknowable
from eflows2smk.frontend.heap import joining
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.changes import Changes, Delta, Slot
from eflows2smk.frontend.heap.regions import Region, State
from eflows2smk.frontend.heap.values import ABSENT, Computed, alike
from eflows2smk.frontend.record.bundles import Bundle
from eflows2smk.frontend.record.gathered import Gathered, Group, Member, Scope
from eflows2smk.frontend.residual.described import Origin, type_of
from eflows2smk.frontend.residual.scripts import Sharing
from eflows2smk.workflow.model import Artefact, Domain

Body = Callable[[Frame], Any]
_SLOTTED = ("namespace", "module", "class", "instance", "function", "dict")


@dataclass(slots=True, eq=False)
class Side:
    """What one side leaves, as artefacts that were made in it. slots: of cells, with the values. cells: those that
    changed as a whole. roots: of the regions that changed; unstored: others of these. results: of registers. files: the
    new versions of paths. added: to lists. began: the serial number of the newest cell at its beginning. bundle: of
    what shares parts."""

    domain: Domain
    signal: Any = None
    slots: dict[tuple[Cell, Any], tuple[Any, Artefact | None]] = field(default_factory=dict)
    cells: dict[Cell, Artefact | None] = field(default_factory=dict)
    roots: dict[Any, Artefact | None] = field(default_factory=dict)
    unstored: set[Any] = field(default_factory=set)
    results: dict[Any, tuple[Any, Artefact | None]] = field(default_factory=dict)
    files: dict[str, Artefact] = field(default_factory=dict)
    added: dict[Cell, list[Member | Group]] = field(default_factory=dict)
    delta: Delta | None = None
    began: int = 0
    bundle: Bundle | None = None


# What stands for the value that a function returns, among the registers of its frame.
RESULT = "result"


@dataclass(slots=True, eq=False)
class Sides:
    """failing: by the branch and the calls that lead to it, which side ends with an exception that nobody handles."""

    keeping: Keeping
    decisions: Decisions
    failing: dict[tuple[Any, ...], int] = field(default_factory=dict)

    @property
    def machine(self) -> Machine:
        return self.keeping.machine

    def branch(self, site: Site, condition: Any, bodies: Sequence[Body], wanted: Sequence[Any], node: Any) -> Any:
        """Both sides, one of which is taken. wanted: registers that both assign, or `RESULT`. Gives the signals."""
        frame = site.frame
        key = (site.operation, *(origin for _, origin in frame.calls))
        if key in self.failing and handler_around(self.machine) is None:
            return self._going_on(site, condition, bodies, self.failing[key], wanted, node)
        past = Past(self.keeping.residue, self.keeping.recording, self.decisions)
        try:
            failing = self._both(site, condition, bodies, wanted, node)
        except BaseException:
            past.back(keeps_errors=True)
            raise
        if isinstance(failing, int):
            past.back()
            self.failing[key] = failing
            return self._going_on(site, condition, bodies, failing, wanted, node)
        past.keep()
        return failing

    def _both(self, site: Site, condition: Any, bodies: Sequence[Body], wanted: Sequence[Any], node: Any) -> Any:
        """The signals; the number of the side that fails where one does."""
        frame = site.frame
        span = frame.code.module.span(node)
        taken = self.decisions.condition(site, condition, None, node)
        other = Domain("if", "", taken.decides, taken.around, True, taken.text)
        sides = [
            self._side(site, span, domain, body, wanted) for domain, body in zip((taken, other), bodies, strict=True)
        ]
        raised = [isinstance(side.signal, Raised) for side in sides]
        if all(raised):
            raise sides[0].signal
        if any(raised):
            if handler_around(self.machine) is None:
                return raised.index(True)
            raise Refused(
                "E302",
                "whether an exception is raised here is only known when the workflow runs",
                "raise it in a @task function",
                span=span,
            )
        merge = _Merge(self, site, span, taken, sides)
        merge.join()
        for each in wanted:
            value = merge.value(sides[0].results[each], sides[1].results[each], "value")
            if each == RESULT:
                frame.result = value
            else:
                frame.registers[each] = value
        merge.settle()
        return [side.signal for side in sides]

    def _going_on(
        self, site: Site, condition: Any, bodies: Sequence[Body], failing: int, wanted: Sequence[Any], node: Any
    ) -> Any:
        """A job that fails where the run decides for the failing side, and then the other side alone."""
        frame, recording = site.frame, self.keeping.recording
        span = frame.code.module.span(node)
        self.keeping.residue.closes(site)
        past = Past(self.keeping.residue, recording, self.decisions)
        recorded, raised = len(recording.entries), None
        try:
            try:
                bodies[failing](frame)
            except Raised as found:
                raised = found
            self.keeping.residue.closes(site)
            is_alone = len(recording.entries) == recorded
        finally:
            past.back()
        if raised is None:
            del self.failing[(site.operation, *(origin for _, origin in frame.calls))]
            return self.branch(site, condition, bodies, wanted, node)
        if is_alone:
            fails(self.keeping, frame, span, raised, condition, "not {}" if failing else "{}")
        else:
            self._fails_behind(site, span, condition, bodies[failing], failing, node)
        signal = bodies[1 - failing](frame)
        if RESULT in wanted and signal is not Signal.RETURN:
            frame.result = None
        return [signal, signal]

    def _fails_behind(self, site: Site, span: Span, condition: Any, body: Body, failing: int, node: Any) -> None:
        """The same where the side calls tasks before it fails."""

        def run(frame: Frame) -> None:
            try:
                body(frame)
            except Raised as raised:
                self.keeping.residue.closes(site)
                fails(self.keeping, frame, span, raised)

        taken = self.decisions.condition(site, condition, None, node)
        domain = Domain("if", "", taken.decides, taken.around, bool(failing), taken.text)
        self._side(site, span, domain, run, ())

    def _side(self, site: Site, span: Span, domain: Domain, body: Body, wanted: Sequence[Any]) -> Side:
        machine, recording, frame = self.machine, self.keeping.recording, site.frame
        heap, stores = machine.heap, recording.stores
        side = Side(domain)
        around, loops, mark = machine.domains, dict(self.decisions.loops), stores.mark()
        files = recording.files.state()
        fork = heap.fork()
        side.began = fork.serial
        scope = Scope(False, fork.serial)
        recording.scopes.append(scope)
        recording.births.move((*around, domain))
        try:
            try:
                side.signal = body(frame)
            except Raised as raised:
                side.signal = raised
            self.keeping.residue.closes(site)
            changes = heap.differs(fork)
            side.bundle = bundle_of(recording, site, span)
            may_hold(side.bundle, self._changed(changes), self._bound(frame, changes, wanted))
            self._note(side, frame, span, changes, scope, wanted)
            side.files = recording.files.since(files)
        finally:
            recording.births.move(around)
            recording.scopes.pop()
            side.delta = heap.discard(fork)
            recording.files.restore(files, versions=False)
            fresh = {root for root in stores.new(mark) if root.serial > fork.serial}
            stores.rewind(mark, fresh)
            self.decisions.loops = loops
        return side

    @staticmethod
    def _changed(changes: Changes) -> list[Region]:
        """The regions that changed and have more than one root."""
        pairs = changes.regions.items()
        return [each for each, (before, after) in pairs if before.version != after.version and each.find().size > 1]

    @staticmethod
    def _bound(frame: Frame, changes: Changes, wanted: Sequence[Any]) -> list[Any]:
        """The known objects that changed, and what names, attributes and registers hold since."""
        cells = changes.cells.items()
        found = [new for cell, slots in cells if cell.kind in _SLOTTED for _, new in slots.values()]
        found += [cell for cell, _ in cells if cell.kind in OBJECTS]
        return [*found, *(frame.result if each == RESULT else frame.registers[each] for each in wanted)]

    def _note(
        self, side: Side, frame: Frame, span: Span, changes: Changes, scope: Scope, wanted: Sequence[Any]
    ) -> None:
        """Make the artefacts, where the side is still evaluated."""
        keep, recording = self.keeping.kept, self.keeping.recording
        for cell, slots in changes.cells.items():
            whole = cell.is_computed or Slot.WHOLE in slots or cell.kind not in (*_SLOTTED, "list")
            grown = cell.kind == "list" and all(old is ABSENT for old, _ in slots.values())
            if not whole:
                for slot, (_, new) in slots.items():
                    if not isinstance(slot, Slot) and new is not ABSENT:
                        name = "member" if cell.kind == "list" else slot if isinstance(slot, str) else "value"
                        side.slots[cell, slot] = new, keep(frame, span, new, name)
            if whole or (
                cell.kind in ("list", "dict", "instance")
                and not grown
                and any(ABSENT in pair for pair in slots.values())
            ):
                side.cells[cell] = keep(frame, span, cell, "value")
        for region, (before, after) in changes.regions.items():
            if before.version != after.version:
                for root in recording.births.roots_here(region):
                    if isinstance(region.find().place, Sharing) and recording.stores.known(root) is None:
                        # Asked for there, if at all.
                        side.unstored.add(root)
                        continue
                    if root not in side.cells and root not in side.roots:
                        side.roots[root] = keep(frame, span, root, "value")
        for cell, added in scope.added.items():
            side.added[cell] = self.members(frame, span, added)
        for each in wanted:
            value = frame.registers[each] if each != RESULT else None
            if each == RESULT and side.signal is Signal.RETURN:
                value = frame.result
            side.results[each] = value, keep(frame, span, value, "value")

    def members(self, frame: Frame, span: Span, added: Sequence[Member | Group]) -> list[Member | Group]:
        """What was added, each with the artefact that holds it."""
        return [
            Member(each.value, self.keeping.kept(frame, span, each.value, "member"))
            if isinstance(each, Member) and each.held is None
            else each
            for each in added
        ]

    def gather(self, cell: Cell, part: Group) -> None:
        """A list got what a loop or side adds to it."""
        recording = self.keeping.recording
        found = recording.stores.gathered(cell)
        if found is None:
            return
        assert cell.region is not None
        for member in Gathered((part,)).members():
            recording.stores.share(member.value, cell.region)
        if not recording.stores.gatherings.add(cell, (part,)):
            recording.stores.put(cell, Gathered((*found.parts, part)))


class _Merge:
    """How two sides become one; see `joining.Merge`."""

    def __init__(self, sides: Sides, site: Site, span: Span, domain: Domain, both: list[Side]) -> None:
        self.sides = sides
        self.site = site
        self.span = span
        self.domain = domain
        self.both = both
        self.puts: list[tuple[Any, Any]] = []
        self.chosen: list[Computed] = []
        bundles = [side.bundle for side in both if side.bundle is not None]
        self.choice = Choice(sides.keeping.recording, site, span, domain, (bundles[0], bundles[1]))

    def join(self) -> None:
        a, b = self.both
        assert a.delta is not None and b.delta is not None
        heap, keep = self.sides.machine.heap, self.sides.keeping.kept
        frame, births = self.site.frame, self.sides.keeping.recording.births
        # What was there before, while it still is.
        self.before: dict[Any, Artefact | None] = {}
        for one, other in ((a, b), (b, a)):
            for cell, slot in one.slots:
                old = content_of(cell, slot)
                is_same = (cell, slot) in other.slots or alike(one.slots[cell, slot][0], old)
                if not is_same and old is not ABSENT and not isinstance(slot, int):
                    name = slot if isinstance(slot, str) else "value"
                    self.before[cell, slot] = keep(frame, self.span, old, name)
        for one, other in ((a, b), (b, a)):
            assert one.bundle is not None and other.bundle is not None
            # What the other side left as it was.
            may_hold(other.bundle, (), [cell for cell in one.bundle.waiting if cell.serial <= one.began])
            for cell in one.cells:
                if cell not in other.cells:
                    may_hold(other.bundle, (), [cell])
                    self.before[cell] = keep(frame, self.span, cell, "value")
            changed = (*one.bundle.script.had, *one.roots)
            regions = {root.region.find() for root in changed if root.region is not None}
            there = {root for region in regions for root in births.roots_here(region)}
            may_hold(other.bundle, (), [root for root in one.bundle.script.had if root in there])
            for root in one.roots:
                if root in there and root not in other.roots and root not in other.unstored:
                    self.before[root] = keep(frame, self.span, root, "value")
        known = {*a.roots, *b.roots}
        shown = [
            (root, self._artefact_of(a, root), self._artefact_of(b, root))
            for root in known
            if root in self.before or (root in a.roots and root in b.roots)
        ]
        joining.join(heap, a.delta, b.delta, self)
        for root, left, right in sorted(shown, key=lambda each: getattr(each[0], "serial", 0)):
            if left is not None and right is not None:
                self.puts.append((root, joined("branch", self.domain, left, right)))
        self._join_files()

    def _artefact_of(self, side: Side, root: Any) -> Artefact | None:
        return side.roots[root] if root in side.roots else self.before.get(root)

    def settle(self) -> None:
        """Behind the branch: where the values can be read from."""
        stores = self.sides.keeping.recording.stores
        self.choice.begins_behind()
        for value in self.chosen:
            if value.region is not None:
                self.sides.machine.heap.set_place(value.region.find(), self.choice)
        for root, shown in self.puts:
            stores.put(root, shown)
        for side in self.both:
            for cell, added in side.added.items():
                self.sides.gather(cell, Group(side.domain, tuple(added)))

    def value(self, a: tuple[Any, Artefact | None], b: tuple[Any, Artefact | None], name: str) -> Any:
        """One of two values."""
        heap = self.sides.machine.heap
        (left, one), (right, other) = a, b
        if alike(left, right):
            return left
        made = self._made(left, right, one, other, name)
        if isinstance(made, Computed):
            heap.place(made)
            if made.region is not None:
                self.sides.keeping.recording.stores.share((left, right), made.region)
        return made

    def _made(self, left: Any, right: Any, one: Artefact | None, other: Artefact | None, name: str) -> Any:
        if (one is None and left is not ABSENT) or (other is None and right is not ABSENT):
            return Unknowable(
                Diagnostic(
                    "E300",
                    f"what '{name}' is behind this branch is only known when the workflow runs",
                    self.span,
                    "return it from a task, or use it inside of the loop",
                )
            )
        types = {type_of(value) for value in (left, right) if value is not ABSENT}
        made = Computed(types.pop() if len(types) == 1 else None, Origin(self.site, ()))
        self.puts.append((made, joined("branch", self.domain, one, other)))
        self.chosen.append(made)
        for bundle, value in zip(self.choice.sides, (left, right), strict=True):
            bundle.stands_for[made] = value
        return made

    # What the heap asks -----------------------------------------------------------------------------------------------

    def slot(self, cell: Cell, slot: Any, a: Any, b: Any) -> Any:
        name = slot if isinstance(slot, str) else "value"
        left, right = (
            self._of_slot(side, cell, slot, value, name) for side, value in zip(self.both, (a, b), strict=True)
        )
        return self._made(a, b, left, right, name)

    def _of_slot(self, side: Side, cell: Cell, slot: Any, value: Any, name: str) -> Artefact | None:
        if value is ABSENT:
            return None
        known = side.slots.get((cell, slot))
        if known is not None:
            return known[1]
        if (cell, slot) in self.before:
            return self.before[cell, slot]
        return self.sides.keeping.kept(self.site.frame, self.span, value, name)

    def whole(self, cell: Cell, a: Any, b: Any) -> Any:
        before = cell.content
        if cell.kind == "list" and _begins(a, before) and _begins(b, before):
            parts: list[Member | Group] = []
            frame = self.site.frame
            parts += self.sides.members(frame, self.span, [Member(value) for value in before])
            for side, content in zip(self.both, (a, b), strict=True):
                added = [
                    Member(content[index], side.slots[cell, index][1]) for index in range(len(before), len(content))
                ]
                if added:
                    parts.append(Group(side.domain, tuple(added)))
            self.puts.append((cell, Gathered(tuple(parts))))
            return Computed("list", Origin(self.site, ()))
        return self.computed(cell, a, b)

    def computed(self, cell: Cell, a: Any, b: Any) -> Computed:
        left, right = (self._whole(side, cell) for side in self.both)
        if left is None or right is None:
            raise Refused(
                "E316",
                "this changes an object in a way that can't be told behind it, and only the run knows which",
                "return what is changed from a task",
                span=self.span,
            )
        self.puts.append((cell, joined("branch", self.domain, left, right)))
        return Computed(cell.type if cell.kind == "instance" else cell.kind, Origin(self.site, ()))

    def _whole(self, side: Side, cell: Cell) -> Artefact | None:
        if cell in side.cells:
            return side.cells[cell]
        if cell in side.roots:
            return side.roots[cell]
        if cell in self.before:
            return self.before[cell]
        return self.sides.keeping.kept(self.site.frame, self.span, cell, "value")

    def region(self, region: Region, a: tuple[State, ...], b: tuple[State, ...]) -> object:
        changes = [side.delta.changes.regions for side in self.both if side.delta is not None]
        pairs = [regions[region] for regions in changes if region in regions]
        if pairs and all(before.version == after.version for before, after in pairs):
            # Only read: who has it still does.
            return pairs[0][0].place
        return self.choice

    def _join_files(self) -> None:
        files = self.sides.keeping.recording.files
        then, otherwise = self.both
        for path in {**then.files, **otherwise.files}:
            before = files.current.get(path)
            left, right = then.files.get(path, before), otherwise.files.get(path, before)
            files.join(path, joined("branch", self.domain, left, right))


def content_of(cell: Any, key: Any) -> Any:
    """What a slot of a cell holds; ABSENT where there is nothing that is known."""
    if not isinstance(cell, Cell) or cell.is_computed:
        return ABSENT
    content = cell.content
    if isinstance(content, dict):
        return content.get(key, ABSENT)
    return content[key] if isinstance(key, int) and key < len(content) else ABSENT


def _begins(content: Any, before: Any) -> bool:
    return len(content) >= len(before) and all(map(alike, content, before))
