"""The body of a loop of which only the run knows how often it runs, evaluated once for all of its iterations.

At the beginning of an iteration each place that the body changes holds what the iteration before left there, behind the
loop what the last one did. Which places these are is told by the body's variables, and by the heap once the body was
evaluated; then it is evaluated again. That is remembered for the loop and the calls that lead to it, by the ways to the
places, so that a loop in a loop knows it when its turn comes again: one more pass for each level, not twice as many.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from eflows2smk.diagnostics import Diagnostic, Span
from eflows2smk.frontend.control.bodies import variables_of
from eflows2smk.frontend.control.choices import BehindLoop, Carried, InIteration, bundle_of, may_hold
from eflows2smk.frontend.control.decisions import Decisions
from eflows2smk.frontend.control.keeping import Keeping, joined
from eflows2smk.frontend.control.memories import Carrier, Memory
from eflows2smk.frontend.control.past import Past
from eflows2smk.frontend.control.positions import position, put, way_of
from eflows2smk.frontend.control.sides import Sides, content_of
from eflows2smk.frontend.control.ways import Way, at, ways_to
from eflows2smk.frontend.core.operations import Block
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.machine import Level, Machine, Site, looping
from eflows2smk.frontend.evaluation.signals import Leaving, Signal
from eflows2smk.frontend.evaluation.values import Unknowable
from eflows2smk.frontend.heap import effects
from eflows2smk.frontend.heap.cells import NAMED, Cell
from eflows2smk.frontend.heap.changes import Changes, Slot
from eflows2smk.frontend.heap.values import ABSENT, Computed, alike
from eflows2smk.frontend.record.bundles import Bundle
from eflows2smk.frontend.record.gathered import Gathered, Group, Member, Scope
from eflows2smk.frontend.record.nowhere import Undecided
from eflows2smk.frontend.residual.described import Origin
from eflows2smk.workflow.model import Artefact, Domain, Joined
from eflows2smk.workflow.text import SYMBOL, has_symbol, symbol

# More than any program needs: each pass finds a place that was not known to change.
MOST_PASSES = 50


@dataclass(slots=True, eq=False)
class Loops:
    """passes: how often the body of each loop was evaluated."""

    keeping: Keeping
    decisions: Decisions
    sides: Sides
    memories: dict[tuple[Any, ...], Memory] = field(default_factory=dict)
    passes: dict[Any, int] = field(default_factory=dict)

    @property
    def machine(self) -> Machine:
        return self.keeping.machine

    def run(
        self,
        site: Site,
        domain: Domain,
        blocks: Sequence[Block],
        names: tuple[str, ...],
        targets: Sequence[str],
        iteration: Callable[[Frame], Any],
    ) -> Any:
        """Evaluate the loop; the signal of its body. Where that leaves the loop, all is as it was before."""
        machine, recording, residue, frame = self.machine, self.keeping.recording, self.keeping.residue, site.frame
        residue.closes(site)
        memory = self._memory(site, blocks, targets)
        for _ in range(MOST_PASSES):
            past = Past(residue, recording, self.decisions)
            plan = _Plan(self, site, domain, memory)
            signal: Any = None
            scope = Scope(True, past.fork.serial)
            try:
                plan.enter()
                around = machine.domains
                recording.births.move((*around, domain))
                recording.scopes.append(scope)
                files = recording.files.state()
                with looping(machine, Level(site.operation, names, frame, symbol(domain.name))):
                    plan.carried.starts()
                    self.passes[site.operation] = self.passes.get(site.operation, 0) + 1
                    signal = iteration(frame)
                    if type(signal) is Leaving or signal in (Signal.BREAK, Signal.RETURN):
                        past.back()
                        return signal
                    residue.closes(site)
                    changes = machine.heap.differs(past.fork)
                    lessons = plan.lessons(changes, scope, files[0])
                    if not lessons:
                        plan.ends(changes, scope)
                recording.births.move(around)
                recording.scopes.pop()
            except BaseException as error:
                if past.is_open:
                    past.back(keeps_errors=isinstance(error, Refused))
                raise
            if not lessons:
                plan.leave()
                for region, (before, after) in changes.regions.items():
                    if before.version == after.version and region.parent is None:
                        # Only read: who has it still does.
                        machine.heap.set_place(region, before.place)
                past.keep()
                return signal
            past.back()
            plan.learn(lessons)
        raise Refused("E316", "what this loop changes can't be worked out", span=site.span)

    def _memory(self, site: Site, blocks: Sequence[Block], targets: Sequence[str]) -> Memory:
        frame = site.frame
        key = (site.operation, *(origin for _, origin in frame.calls))
        known = self.memories.get(key)
        if known is not None:
            return known
        memory = self.memories[key] = Memory()
        found = variables_of(frame.code, blocks, targets)
        for name, place in found.carried:
            way = (way_of(frame, name, place), name)
            if (name, place) in found.counted:
                memory.counted[way] = found.counted[name, place]
            else:
                memory.slots[way] = None
        for name, place in found.bound:
            memory.bound[way_of(frame, name, place), name] = None
        for register in found.gathered:
            memory.gathered[(("register", register),)] = None
        return memory


class _Plan:
    """One pass."""

    def __init__(self, loops: Loops, site: Site, domain: Domain, memory: Memory) -> None:
        self.loops = loops
        self.site = site
        self.frame = site.frame
        self.domain = domain
        self.memory = memory
        self.span: Span = site.span
        self.slots: dict[tuple[Cell, Any], Carrier] = {}
        self.counted: dict[tuple[Cell, Any], tuple[int, int]] = {}
        self.bound: dict[tuple[Cell, Any], Carrier] = {}
        self.objects: dict[Any, Carrier] = {}
        self.gathered: dict[Cell, None] = {}
        self.opened: list[Cell] = []
        self.files: dict[str, list[Any]] = {}
        self.added: dict[Cell, list[Member | Group]] = {}
        recording = loops.keeping.recording
        self.carried = Carried(recording, site, domain, bundle_of(recording, site, self.span))
        self.carried.first.elements_of = domain.decides.producer
        self.inside, self.behind = InIteration(self.carried), BehindLoop(self.carried)

    @property
    def machine(self) -> Machine:
        return self.loops.machine

    def _keep(self, value: Any, name: Any) -> Artefact | None:
        name = name if isinstance(name, str) and name.isidentifier() else "value"
        return self.loops.keeping.kept(self.frame, self.span, value, name)

    def _cell(self, way: Way) -> Any:
        return at(self.machine, self.frame, way)

    # The beginning ----------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        """Each place holds what the iteration before left."""
        memory, heap = self.memory, self.machine.heap
        found = [
            (self._cell(way), key, how) for how in ("bound", "slots", "counted") for way, key in getattr(memory, how)
        ]
        found.sort(key=lambda each: position(each[0], each[1]))
        objects = [self._cell(way) for way in (*memory.objects, *memory.regions)]
        objects = [value for value in objects if isinstance(value, Cell | Computed)]
        may_hold(self.carried.first, [value.region for value in objects if value.region is not None], objects)
        for cell, key, how in found:
            if not isinstance(cell, Cell) or cell.is_computed or not heap.may_change_now(cell):
                continue
            old = content_of(cell, key)
            if old is ABSENT:
                continue
            if how == "counted":
                way = next(each for each in memory.counted if each[1] == key and self._cell(each[0]) is cell)
                if type(old) is int and way not in memory.uncounted:
                    step = memory.counted[way]
                    self.counted[cell, key] = old, step
                    put(heap, cell, key, self.machine.symbols.of(self.domain, step, old))
                    continue
            first = self._keep(old, key)
            may_hold(self.carried.first, (), [old])
            if how == "bound":
                self.bound[cell, key] = Carrier(cell, key, old, first, None)
                continue
            if first is None:
                self.slots[cell, key] = Carrier(cell, key, old, None, None)
                put(heap, cell, key, self._unknowable(key))
                continue
            carried = joined("carried", self.domain, None, first)
            self.slots[cell, key] = Carrier(cell, key, old, first, carried)
            self.slots[cell, key].begun = begun = self._value(carried, self.inside, old)
            self.loops.keeping.recording.births.put_inside(begun, self.domain)
            put(heap, cell, key, begun)
        for way in memory.objects:
            cell = self._cell(way)
            if isinstance(cell, Cell) and not any(cell is known for known in self.objects):
                self._carry(cell)
        for way in memory.regions:
            value = self._cell(way)
            region = value.region if isinstance(value, Cell | Computed) else None
            if region is not None:
                for root in [value, *self.loops.keeping.recording.births.roots_here(region)]:
                    if root not in self.objects:
                        self._carry(root)
        for way in memory.gathered:
            cell = self._cell(way)
            if isinstance(cell, Cell) and cell not in self.gathered and cell not in self.objects:
                self._open(cell)
        files = self.loops.keeping.recording.files
        for path in memory.files:
            before = files.known(path)
            self.files[path] = [before, None, None]
            if before is not None:
                first = self._settled(path, before)
                self.files[path][1] = carried = joined("carried", self.domain, None, first)
                files.current[path] = carried

    def _value(self, shown: Artefact, place: Any, *alternatives: Any) -> Computed:
        """A computed value that an artefact shows, and that may be any of these objects. place: of what it shares."""
        heap = self.machine.heap
        made = heap.computed(None, Origin(self.site, ()))
        self.carried.first.stands_for[made] = alternatives[0]
        if made.region is not None:
            self.loops.keeping.recording.stores.share(alternatives, made.region)
            heap.set_place(made.region.find(), place)
        self.loops.keeping.recording.stores.put(made, shown)
        return made

    def _carry(self, root: Any) -> None:
        """An object is what the iteration before made of it."""
        first = self._keep(root, "value")
        self.objects[root] = slot = Carrier(root, None, None, first, None)
        if first is not None:
            slot.carried = joined("carried", self.domain, None, first)
            self._change(root, slot.carried)

    def _change(self, root: Any, shown: Artefact) -> None:
        heap = self.machine.heap
        origin = Origin(self.site, ())
        applied = effects.apply(heap, [effects.Operand(root, effects.Change.SHALLOW)], [], origin)
        for region in applied.changed:
            heap.set_place(region, self.inside)
        stores = self.loops.keeping.recording.stores
        stores.put(root, shown)
        for other, slot in self.objects.items():
            # What is of one region with it has got a newer version, too.
            is_near = other.region is not None and any(other.region.find() is each.find() for each in applied.changed)
            if other is not root and slot.carried is not None and is_near:
                stores.put(other, slot.carried)

    def _open(self, cell: Cell) -> None:
        heap, stores = self.machine.heap, self.loops.keeping.recording.stores
        if stores.gathered(cell) is None:
            if cell.is_computed or cell.kind not in ("list", "dict", "set") or not heap.may_change_now(cell):
                return
            if cell.kind != "list" and cell.content:
                return
            members = [Member(value) for value in cell.content]
            parts = tuple(self.loops.sides.members(self.frame, self.span, members))
            origin = Origin(self.site, ())
            applied = effects.apply(heap, [effects.Operand(cell, effects.Change.SHALLOW)], [], origin)
            for region in applied.changed:
                heap.set_place(region, Undecided(self.span))
            stores.put(cell, Gathered(parts))
            self.opened.append(cell)
        self.gathered[cell] = None

    # What was learned -------------------------------------------------------------------------------------------------

    def lessons(self, changes: Changes, scope: Scope, files: dict[str, Artefact]) -> list[tuple[Any, ...]]:
        """What changed and was not known to: how, and which cell, root or path."""
        found: list[tuple[Any, ...]] = []
        stores = self.loops.keeping.recording.stores
        for cell, slots in changes.cells.items():
            if cell in self.objects:
                continue
            if cell in self.gathered:
                if stores.gathered(cell) is None:
                    found.append(("objects", cell))
                continue
            found += self._of_cell(cell, slots)
        for cell in {*scope.added, *self.gathered}:
            if cell in scope.read and cell in scope.added and cell not in self.objects:
                found.append(("objects", cell))
        covered = {root.region.find() for root in self.objects if root.region is not None}
        covered |= {cell.region.find() for cell in self.gathered if cell.region is not None}
        covered |= {cell.region.find() for cell in scope.added if cell.region is not None}
        for region, (before, after) in changes.regions.items():
            if before.version != after.version and region.find() not in covered:
                found.append(("regions", region))
        written = self._written(files)
        found += [("files", path) for path in written if path not in self.files]
        return found

    def _of_cell(self, cell: Cell, slots: dict[Any, Any]) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        if cell.is_computed and self.loops.keeping.recording.stores.gathered(cell) is not None:
            # It grew on a side of a branch.
            return [("gathered", cell)]
        if cell.is_computed or any(isinstance(slot, Slot) for slot in slots):
            return [("objects", cell)]
        if cell.kind == "list":
            if all(old is ABSENT for old, _ in slots.values()):
                return [("gathered", cell)]
            if any(ABSENT in pair for pair in slots.values()):
                return [("objects", cell)]
        elif cell.kind == "instance" or cell.kind not in NAMED:
            # Which attributes and keys there are, and in which order, is a part of an object.
            is_named = cell.kind in ("instance", "dict")
            if not is_named or any(ABSENT in pair for pair in slots.values()):
                return [("objects", cell)]
        for key, (old, new) in slots.items():
            place = cell, key
            if place in self.counted:
                start, step = self.counted[place]
                if new is not self.machine.symbols.of(self.domain, step, start + step):
                    found.append(("uncounted", cell, key))
            elif place in self.slots:
                continue
            elif place in self.bound or old is ABSENT:
                self.bound.setdefault(place, Carrier(cell, key, ABSENT, None, None))
            elif type(old) is int and type(new) is int and not self._is_uncounted(cell, key):
                found.append(("counted", cell, key, new - old))
            else:
                found.append(("slots", cell, key))
        return found

    def _is_uncounted(self, cell: Cell, key: Any) -> bool:
        return any(known == key and self._cell(way) is cell for way, known in self.memory.uncounted)

    def _written(self, before: dict[str, Artefact]) -> list[str]:
        """The paths that got another version and do not say of which iteration they are."""
        files = self.loops.keeping.recording.files
        return [
            path
            for path, made in files.current.items()
            if made.version
            and before.get(path) is not made
            and all(name[1] != self.domain.name for name in SYMBOL.finditer(path))
        ]

    def learn(self, lessons: Sequence[tuple[Any, ...]]) -> None:
        """All is as it was before the loop again."""
        memory = self.memory
        roots: dict[Any, list[Any]] = {}
        for how, what, *_ in lessons:
            if how == "regions":
                roots[what] = list(what.all_roots())
        wanted = [what for how, what, *_ in lessons if how not in ("regions", "files")]
        ways = ways_to(self.machine, self.frame, [*wanted, *(root for each in roots.values() for root in each)])
        for how, what, *rest in lessons:
            if how == "files":
                memory.files[what] = None
                continue
            if how == "regions":
                way = next((ways[root] for root in roots[what] if root in ways), None)
                if way is None:
                    raise self._refused()
                memory.regions[way] = None
                continue
            way = ways.get(what)
            if way is None:
                raise self._refused()
            match how:
                case "objects":
                    memory.objects[way] = None
                    memory.gathered.pop(way, None)
                case "gathered":
                    memory.gathered[way] = None
                case "counted":
                    memory.counted[way, rest[0]] = rest[1]
                case "uncounted":
                    memory.counted.pop((way, rest[0]), None)
                    for known in [each for each in memory.counted if each[1] == rest[0]]:
                        if self._cell(known[0]) is what:
                            del memory.counted[known]
                            memory.uncounted.add(known)
                            memory.slots[known] = None
                    memory.uncounted.add((way, rest[0]))
                    if not any(k == rest[0] and self._cell(w) is what for w, k in memory.slots):
                        memory.slots[way, rest[0]] = None
                case _:
                    memory.slots[way, rest[0]] = None

    def _refused(self) -> Refused:
        return Refused(
            "E316",
            "this changes an object, and how often is only known when the workflow runs",
            "collect what each iteration makes with 'append', or return it from a task",
            span=self.span,
        )

    # The end ----------------------------------------------------------------------------------------------------------

    def ends(self, changes: Changes, scope: Scope) -> None:
        """An iteration ends: what the places hold now is what the next one begins with."""
        self.loops.keeping.recording.files.check_awaited()
        for cell, added in scope.added.items():
            self.added[cell] = self.loops.sides.members(self.frame, self.span, added)
        for slot in [*self.slots.values(), *self.bound.values()]:
            slot.left = content_of(slot.cell, slot.key)
            if slot.left is not ABSENT:
                slot.last = self._keep(slot.left, slot.key)
        last = bundle_of(self.loops.keeping.recording, self.site, self.span)
        changed = [region for region, (before, after) in changes.regions.items() if before.version != after.version]
        may_hold(last, changed, [slot.left for slot in (*self.slots.values(), *self.bound.values())])
        self._stand_for(last)
        self.carried.ends(last)
        for root, slot in self.objects.items():
            slot.last = self._keep(root, "value")
        files = self.loops.keeping.recording.files
        for path, entry in self.files.items():
            if path in files.current:
                entry[2] = self._settled(path, files.current[path])
                if entry[1] is not None:
                    object.__setattr__(entry[1], "then", entry[2])
        for slot in [*self.slots.values(), *self.objects.values()]:
            if slot.carried is not None and slot.last is not None:
                # The graph is not handed over yet; from then on artefacts stay as they are.
                object.__setattr__(slot.carried, "then", slot.last)

    def _stand_for(self, last: Bundle) -> None:
        """What an iteration begins with stands for what the one before has bound."""
        for value, old in self.carried.first.stands_for.items():
            slot = next((each for each in self.slots.values() if each.begun is value), None)
            last.stands_for[value] = old if slot is None else slot.left

    def leave(self) -> None:
        """Behind the loop each place holds what the last iteration left, or what was there before."""
        heap, recording = self.machine.heap, self.loops.keeping.recording
        self.carried.leaves()
        for (cell, key), (start, step) in self.counted.items():
            end = self._end()
            value = self._unknowable(key) if end is None else self.machine.symbols.of(end, step, start)
            put(heap, cell, key, value)
        for slot in self.slots.values():
            if slot.carried is None or slot.last is None:
                put(heap, slot.cell, slot.key, self._unknowable(slot.key))
            else:
                self._put_left(slot, slot.old, slot.left)
        for slot in self.bound.values():
            if slot.left is ABSENT or alike(slot.left, slot.old):
                continue
            if slot.last is None or (slot.old is not ABSENT and slot.first is None):
                put(heap, slot.cell, slot.key, self._unknowable(slot.key))
            else:
                alternatives = [each for each in (slot.old, slot.left) if each is not ABSENT]
                self._put_left(slot, *alternatives)
        for slot in self.objects.values():
            if slot.carried is not None and slot.last is not None:
                slot.carried = joined("last", self.domain, slot.last, slot.first)
        for root, slot in self.objects.items():
            if slot.carried is not None:
                origin = Origin(self.site, ())
                applied = effects.apply(heap, [effects.Operand(root, effects.Change.SHALLOW)], [], origin)
                for region in applied.changed:
                    heap.set_place(region, self.behind)
        for root, slot in self.objects.items():
            if slot.carried is not None and slot.last is not None:
                recording.stores.put(root, slot.carried)
        for cell, added in self.added.items():
            self.loops.sides.gather(cell, Group(self.domain, tuple(added)))
        for cell in self.opened:
            if cell.kind != "list":
                self._built(cell)
        for path, (_, carried, last) in self.files.items():
            if last is not None:
                first = carried.otherwise if carried is not None else None
                recording.files.join(path, joined("last", self.domain, last, first))

    def _built(self, cell: Cell) -> None:
        """A set or dictionary is made of the members that a comprehension gathers."""
        name = f"{cell.kind}_of_members"
        made = self.loops.keeping.made(self.frame, self.span, cell, name, f"{name} = {cell.kind}(members)")
        # Its members are what they were: no new version of what it shares with others.
        self.loops.keeping.recording.stores.put(cell, made)

    def _put_left(self, slot: Carrier, *alternatives: Any) -> None:
        shown = joined("last", self.domain, slot.last, slot.first)
        value = self._value(shown, self.behind, *alternatives)
        self.carried.first.stands_for[value] = slot.old
        assert self.carried.last is not None
        self.carried.last.stands_for[value] = slot.left
        put(self.machine.heap, slot.cell, slot.key, value)

    def _end(self) -> Domain | None:
        """A number for how many iterations there were; None for a loop that is evaluated several times."""
        domain, ended = self.domain, self.loops.keeping.recording.files.ended
        name = f"{domain.name}_end"
        if domain.around or (name in ended and ended[name].limit is not domain):
            return None
        return ended.setdefault(name, Domain("end", name, domain.decides, (), False, domain.text, domain))

    def _settled(self, path: str, version: Artefact) -> Artefact:
        """A version of a path of which nothing more has to be decided: a copy where it is one of two."""
        undecided = Refused(
            "E405",
            f"which version of '{path}' an iteration of this loop finds or leaves is decided in two steps",
            "write it before the loop as well, or put the number of the iteration into its path",
            span=self.span,
        )
        if has_symbol(path):
            raise undecided
        if not isinstance(version, Joined):
            return version
        if version.then is None or version.otherwise is None:
            raise undecided
        return self.loops.decisions.settled(self.site, path, version)

    def _unknowable(self, key: Any) -> Unknowable:
        label = f"'{key}'" if isinstance(key, str) else "this element"
        return Unknowable(
            Diagnostic(
                "E300",
                f"what {label} is behind this loop is only known when the workflow runs",
                self.span,
                "return it from a task, or use it inside of the loop",
            )
        )
