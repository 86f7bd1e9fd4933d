"""How the cells that a computed loop or branch changes are treated: at its beginning, and behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import libcst as cst

from eflows2smk.diagnostics import Diagnostic
from eflows2smk.frontend.computed.state import Cell, Changes, holders
from eflows2smk.frontend.computed.symbols import Group, Grown, Symbol
from eflows2smk.frontend.errors import Poisoned, Refusal
from eflows2smk.frontend.host.known import Known
from eflows2smk.frontend.lowering import Unit, located
from eflows2smk.frontend.values import MISSING, Future, Record, Unknown
from eflows2smk.workflow.model import Artefact, Domain, Joined, Kind
from eflows2smk.workflow.text import SYMBOL, has_symbol

if TYPE_CHECKING:
    from eflows2smk.frontend.computed.loops import Loops


class Plan:
    """For one loop or branch."""

    def __init__(self, loops: Loops, domain: Domain, unit: Unit, node: cst.CSTNode, names: tuple[str, ...]) -> None:
        self.loops = loops
        self.domain = domain
        self.unit = unit
        self.node = node
        self.names = names
        self.fresh: list[tuple[Cell, Any]] = []
        self.counters: list[tuple[Cell, int, int]] = []
        self.cells: list[tuple[Cell, Any, list[Any]]] = []
        self.futures: list[tuple[Future, Artefact | None, list[Any]]] = []
        self.objects: list[tuple[Any, list[Any]]] = []
        self.lists: list[Any] = []
        # Paths that every iteration writes, with the version from before the loop and what is carried.
        self.files: dict[str, tuple[Artefact | None, list[Artefact | None]]] = {}
        # What nobody can go on with behind an iteration: computed values, and known objects.
        self.stale: list[tuple[Future, str]] = []
        self.lost: list[tuple[Any, str]] = []
        self.no_counters: list[Cell] = []
        self._sides: list[_Side] = []
        # What the cells hold at the end of an iteration.
        self._left: list[Any] = []
        self._after: list[Any] = []
        self._paths: list[str] = []
        self._lost: list[tuple[Any, str]] = []
        self._counted: dict[int, bool] = {}
        # What hangs below an object that is carried as a whole, and is no cell of its own.
        self._below: dict[int, Any] = {}

    # Loops ------------------------------------------------------------------------------------------------------------

    def covers(self, changes: Changes) -> bool:
        """Whether all that changed is treated already, and counters count as they should."""
        if changes.other:
            self._refuse(changes.other[0])
        return (
            all(self._is_below(cell.holder) or self._knows(cell, old) for cell, old in changes.cells)
            and all(self._is_below(each) or self._grows(each) for each in changes.grown)
            and all(any(future is known for known, _, _ in self.futures) for future, _ in changes.futures)
            and all(any(future is known for known, _ in self.stale) for future, _ in changes.stale)
            and all(self._is_below(each) or self._has_object(each) for each in changes.promoted)
            and all(self._counts(cell, start, step) for cell, start, step in self.counters)
            and self.files.keys() == set(self._written(changes))
        )

    def _written(self, changes: Changes) -> list[str]:
        """The paths that got another version and do not say of which iteration they are."""
        found = self.loops.evaluator.recorder.files.since(changes.files)
        # What only came from the iteration before was not written.
        carried = {path: written[0] for path, (_, written) in self.files.items() if written}
        return [
            path
            for path, made in found.items()
            if made is not carried.get(path) and all(name[1] != self.domain.name for name in SYMBOL.finditer(path))
        ]

    def _knows(self, cell: Cell, old: Any) -> bool:
        if old is MISSING or (cell.key in self.names and cell.label.startswith("'")):
            if not any(cell.same(known) for known, _ in self.fresh):
                self.fresh.append((cell, old))
            return True
        return any(cell.same(known) for known, *_ in [*self.cells, *self.counters])

    def _grows(self, grown: Any) -> bool:
        return any(grown is known for known in self.lists)

    def _has_object(self, value: Any) -> bool:
        return any(value is known for known, _ in [*self.objects, *self.lost]) or self._grows(value)

    def _is_below(self, holder: Any) -> bool:
        return id(holder) in self._below

    def _counts(self, cell: Cell, start: int, step: int) -> bool:
        return Symbol(self.domain, step, start + step).same(cell.value)

    def extend(self, changes: Changes) -> None:
        """Treat what turned out to change as well. Values are those of before again, `changes` has those of after."""
        for cell, start, step in list(self.counters):
            if not self._counted.get(id(cell), True):
                self.counters.remove((cell, start, step))
                self.no_counters.append(cell)
                self.cells.append((cell, start, []))
        self.lost += [(value, why) for value, why in self._lost if not self._has_object(value)]
        self.stale += [(future, why) for future, why in changes.stale if all(future is not f for f, _ in self.stale)]
        for value in changes.promoted:
            if not self._is_below(value) and not self._has_object(value):
                below = {id(each): each for each in holders(value)}
                self._below.update(below)
                self.objects = [(known, c) for known, c in self.objects if id(known) not in below]
                self.objects.append((value, []))
        self.cells = [entry for entry in self.cells if not self._is_below(entry[0].holder)]
        self.counters = [entry for entry in self.counters if not self._is_below(entry[0].holder)]
        self.fresh = [entry for entry in self.fresh if not self._is_below(entry[0].holder)]
        self.lists = [grown for grown in self.lists if not self._is_below(grown)]
        for (cell, old), new in zip(changes.cells, self._after, strict=True):
            if self._is_below(cell.holder) or self._knows(cell, old):
                continue
            is_counter = type(old) is int and type(new) is int and not any(cell.same(c) for c in self.no_counters)
            if is_counter:
                self.counters.append((cell, old, new - old))
            else:
                self.cells.append((cell, old, []))
        for grown in changes.grown:
            if not self._is_below(grown) and not self._grows(grown):
                self.lists.append(grown)
        for future, artefact in changes.futures:
            if not any(future is known for known, _, _ in self.futures):
                self.futures.append((future, artefact, []))
        # Paths that an earlier attempt wrote may have been put together from a counter.
        files = self.loops.evaluator.recorder.files
        self.files = {path: self.files.get(path) or (files.known(path), []) for path in self._paths}

    def carry(self, grown: Grown) -> bool:
        """Treat a list that grows here as an object that each iteration hands on to the next one; if it does."""
        known = self.loops.evaluator.promoted
        found = next((items for items in self.lists if items is grown or known.get(id(items)) is grown), None)
        if found is None:
            return False
        self.lists = [items for items in self.lists if items is not found]
        self._below.update({id(each): each for each in holders(found)})
        self.objects.append((found, []))
        return True

    def note(self, changes: Changes) -> None:
        """Remember the values of after, before they are taken back."""
        self._after = [cell.value for cell, _ in changes.cells]
        self._paths = self._written(changes)
        self._lost = [(value, why) for value in changes.promoted if (why := self._stale(value))]
        self._counted = {id(cell): self._counts(cell, start, step) for cell, start, step in self.counters}

    def _stale(self, value: Any) -> str:
        known = self.loops.evaluator.promoted.get(id(value), value)
        known = known.future if isinstance(known, Record) else known
        return known.stale if isinstance(known, Future) else ""

    @property
    def _known(self) -> Known:
        return self.loops.evaluator.host.taker.objects.known

    def _where(self) -> str:
        span = self.unit.span(self.node)
        return f"{span.file}:{span.line}"

    def enter(self) -> None:
        """An iteration begins: each cell holds what the one before left."""
        loops, domain = self.loops, self.domain
        for future, why in self.stale:
            future.stale = why
        for value, why in self.lost:
            self._known.lose(value, why)
        for cell, start, step in self.counters:
            cell.set(Symbol(domain, step, start))
        for cell, old, carried in self.cells:
            carried[:] = [self._carried(old, _name(cell))]
            if carried[0] is None:
                cell.set(Unknown(self._reason(cell.label)))
            else:
                cell.set(self._may_be(Future(carried[0], cell.label), old))
        for future, artefact, carried in self.futures:
            assert artefact is not None
            carried[:] = [self._join("carried", None, self._plain(artefact), artefact)]
            future.artefact = carried[0]
        for value, carried in self.objects:
            made = loops.artefact(value, "value", self.unit, self.node)
            carried[:] = [self._join("carried", None, made, made)]
            self._promote(value, Future(carried[0], "an object changed in place"))
        for grown in self.lists:
            self._open(grown)
        current = self.loops.evaluator.recorder.files.current
        for path, (before, written) in self.files.items():
            if before is not None:
                first = self._settled(path, before)
                written[:] = [self._join("carried", None, first, first)]
                current[path] = written[0]  # type: ignore[assignment]

    def _open(self, grown: Any) -> None:
        promoted = self.loops.evaluator.promoted.get(id(grown), grown)
        if not isinstance(promoted, Grown):
            promoted = Grown(self._whole(grown))
            self.loops.evaluator.promote(grown, promoted)
        promoted.open(self.domain)

    def _whole(self, members: Iterable[Any]) -> list[Any]:
        return [self.loops.whole(each, self.unit, self.node) for each in members]

    def _carried(self, old: Any, name: str) -> Joined | None:
        try:
            first = self.loops.artefact(old, name, self.unit, self.node)
        except (Refusal, Poisoned):
            # A function, a module: nothing that an invocation could give.
            return None
        return self._join("carried", None, first, first)

    def _join(self, how: str, then: Artefact | None, otherwise: Artefact | None, like: Artefact | None) -> Joined:
        kind = like.kind if like is not None else Kind.OBJECT
        version = like.version + 1 if like is not None else 1
        path = like.path if like is not None and kind is not Kind.OBJECT else ""
        return Joined(kind, path, version, -2, how, (), False, how, self.domain, then, otherwise)

    def _plain(self, artefact: Artefact) -> Artefact:
        if not isinstance(artefact, Joined):
            return artefact
        return self.loops.artefact(Future(artefact, "a value"), "value", self.unit, self.node)

    def ends(self) -> None:
        """An iteration ends: what the cells hold now is what the next one begins with."""
        self.loops.evaluator.recorder.files.check_awaited()
        for items in self.lists:
            top = self.loops.evaluator.promoted.get(id(items), items).top
            top[:] = self._whole(top)
        for cell, _, carried in self.cells:
            carried.append(self._last(cell.value, _name(cell)))
        self._left = [cell.value for cell, _, _ in self.cells]
        for future, _, carried in self.futures:
            carried.append(self._last(future, "value"))
        for value, carried in self.objects:
            carried.append(self._last(value, "value"))
        for path, (before, written) in self.files.items():
            made = self._settled(path, self.loops.evaluator.recorder.files.current[path])
            written[:] = [written[0] if before is not None else None, made]
        for carried in [*self._all_carried(), *(written for _, written in self.files.values())]:
            if carried[0] is not None and carried[1] is not None:
                object.__setattr__(carried[0], "then", carried[1])

    def _all_carried(self) -> list[list[Any]]:
        return [c for _, _, c in self.cells] + [c for _, _, c in self.futures] + [c for _, c in self.objects]

    def _last(self, value: Any, name: str) -> Artefact | None:
        try:
            return self.loops.artefact(value, name, self.unit, self.node)
        except (Refusal, Poisoned):
            return None

    def leave(self) -> None:
        """Behind the loop each cell holds what the last iteration left, or what was there before."""
        for cell, old in self.fresh:
            cell.set(self._behind(cell, old))
        for cell, start, step in self.counters:
            end = self._end()
            cell.set(Unknown(self._reason(cell.label)) if end is None else Symbol(end, step, start))
        for (cell, old, (carried, last)), left in zip(self.cells, self._left, strict=True):
            if carried is None or last is None:
                cell.set(Unknown(self._reason(cell.label)))
            else:
                made = Future(self._join("last", last, carried.otherwise, last), cell.label)
                cell.set(self._may_be(made, old, left))
        for future, artefact, (carried, last) in self.futures:
            if last is None:
                future.stale = future.stale or f"{future.label} may be changed in the loop at {self._where()}"
                continue
            future.artefact = self._join("last", last, carried.otherwise, artefact)
        for value, (carried, last) in self.objects:
            if last is None:
                self._known.lose(value, f"what is changed in the loop at {self._where()} has other names")
                continue
            self._promote(
                value, Future(self._join("last", last, carried.otherwise, last), "an object changed in place")
            )
        for grown in self.lists:
            promoted = self.loops.evaluator.promoted.get(id(grown), grown)
            promoted.close()
        files = self.loops.evaluator.recorder.files
        for path, (_, (carried, last)) in self.files.items():
            otherwise = carried.otherwise if isinstance(carried, Joined) else None
            files.join(path, self._join("last", last, otherwise, last))

    def _end(self) -> Domain | None:
        """A number for how many iterations there were; None for a loop that is evaluated several times."""
        domain, ended = self.domain, self.loops.evaluator.recorder.files.ended
        name = f"{domain.name}_end"
        if domain.around or (name in ended and ended[name].limit is not domain):
            return None
        return ended.setdefault(name, Domain("end", name, domain.decides, (), False, domain.text, domain))

    def _behind(self, cell: Cell, old: Any) -> Any:
        value = cell.value
        if type(value) is Future and type(value.artefact) is Artefact:
            return Future(self._join("last", value.artefact, None, value.artefact), cell.label)
        return Unknown(self._reason(cell.label))

    def _may_be(self, made: Future, *values: Any) -> Future:
        """What the run decides on, which may turn out to be any of these objects."""
        for value in values:
            self.loops.evaluator.host.taker.objects.may_be(made, value)
        return made

    def _promote(self, value: Any, future: Future) -> None:
        if isinstance(value, Record):
            value.future = future
        else:
            self.loops.evaluator.promote(value, future)
        future.changes("may be changed in a loop or branch", deep=True)

    def _settled(self, path: str, version: Artefact) -> Artefact:
        """A version of a path of which nothing more has to be decided: a copy where it is one of two."""
        if has_symbol(path) and self.domain.kind != "if":
            raise self._undecided(path)
        if not isinstance(version, Joined):
            return version
        if version.then is None or version.otherwise is None:
            raise self._undecided(path)
        return self.loops.made.settled(path, version, self.unit, self.node)

    def _undecided(self, path: str) -> Refusal:
        return located(
            Refusal(
                "E405",
                f"which version of '{path}' an iteration of this loop finds or leaves is decided in two steps",
                help="write it before the loop as well, or put the number of the iteration into its path",
                final=True,
            ),
            self.unit,
            self.node,
        )

    def _reason(self, label: str) -> Diagnostic:
        from eflows2smk.frontend.computed.loops import unknown

        what = "branch" if self.domain.kind == "if" else "loop"
        return unknown(f"what {label} is behind this {what} is only known when the workflow runs", self.unit, self.node)

    def _refuse(self, what: str) -> None:
        raise located(
            Refusal(
                "E316",
                f"this changes {what}, and how often is only known when the workflow runs",
                help="collect what each iteration makes with 'append', or return it from a task",
                final=True,
            ),
            self.unit,
            self.node,
        )

    # Branches ---------------------------------------------------------------------------------------------------------

    def side(self, changes: Changes | None = None, domain: Domain | None = None, value: Any = None) -> None:
        """What one side of a branch changed, while it is still evaluated; nothing where there is no such side."""
        self._sides.append(_Side(self, changes, domain, value))

    def joins(self) -> Any:
        """Behind the branch each cell holds what the side left that is taken. All values are those of before again.

        Returns the value of the side that is taken, where sides have one.
        """
        then, otherwise = self._sides
        cells: list[tuple[Cell, Any]] = []
        for cell, old, *_ in [*then.cells, *otherwise.cells]:
            if not any(cell.same(known) for known, _ in cells):
                cells.append((cell, old))
        for cell, old in cells:
            cell.set(self._joined_cell(cell, old, then.of(cell), otherwise.of(cell)))
        futures = {id(future): future for side in self._sides for future, _ in side.futures}
        for future in futures.values():
            before = future.artefact
            left, right = (self._plain(side.artefact_of(future) or before) for side in self._sides)  # type: ignore[arg-type]
            future.artefact = self._join("branch", left, right, before)
            future.changes("is changed in a branch", deep=True)
        objects = {id(value): value for side in self._sides for value, _ in side.objects}
        for value in objects.values():
            made = [side.object_of(value) for side in self._sides]
            if None in made:
                self._known.lose(value, f"what is changed in the branch at {self._where()} has other names")
                continue
            first = self.loops.artefact(value, "value", self.unit, self.node)
            left, right = (first if each is MISSING else each for each in made)
            self._promote(value, Future(self._join("branch", left, right, left), "an object changed in place"))
        for side in self._sides:
            for items, added in side.lists:
                promoted = self.loops.evaluator.promoted.get(id(items), items)
                if not isinstance(promoted, Grown):
                    promoted = Grown(self._whole(items))
                    self.loops.evaluator.promote(items, promoted)
                assert side.domain is not None
                promoted.append(Group(side.domain, added))
        for side in self._sides:
            for future, why in side.stale:
                future.stale = why
        self._join_files()
        if then.value is None or otherwise.value is None:
            return None
        if then.value[0] is None and otherwise.value[0] is None:
            return None
        one, other = then.value[1], otherwise.value[1]
        if one is None or other is None:
            raise located(
                Refusal("E317", "a computed condition decides which of two values this is, and one is no object"),
                self.unit,
                self.node,
            )
        return self._may_be(
            Future(self._join("branch", one, other, one), "a condition"), then.value[0], otherwise.value[0]
        )

    def _joined_cell(self, cell: Cell, old: Any, left: Any, right: Any) -> Any:
        found: list[Artefact | None] = []
        for changed in (left, right):
            if changed is not None:
                found.append(changed[0])
            elif old is MISSING:
                found.append(None)
            else:
                found.append(self._last(old, _name(cell)))
        if any(side is not None and side[0] is None for side in (left, right)) or (
            old is not MISSING and None in found
        ):
            return Unknown(self._reason(cell.label))
        one, other = found
        made = Future(self._join("branch", one, other, one or other), cell.label)
        return self._may_be(made, *(old if side is None else side[1] for side in (left, right)))

    def _join_files(self) -> None:
        files = self.loops.evaluator.recorder.files
        then, otherwise = self._sides
        for path in {**then.files, **otherwise.files}:
            before = files.current.get(path)
            left, right = then.files.get(path, before), otherwise.files.get(path, before)
            sample = left or right
            assert sample is not None
            files.join(path, self._join("branch", left, right, sample))


class _Side:
    """What one side of a branch leaves: its artefacts, made while it is evaluated."""

    def __init__(self, plan: Plan, changes: Changes | None, domain: Domain | None, value: Any = None) -> None:
        self.domain = domain
        self.cells: list[tuple[Cell, Any, Artefact | None, Any]] = []
        self.futures: list[tuple[Future, Artefact | None]] = []
        self.objects: list[tuple[Any, Artefact | None]] = []
        self.lists: list[tuple[Any, list[Any]]] = []
        self.stale: list[tuple[Future, str]] = []
        self.files: dict[str, Artefact] = {}
        # What the side gives, and the artefact of it.
        self.value: tuple[Any, Artefact | None] | None = None
        if value is not None:
            self.value = (value.value, plan._last(value.value, "value"))
        if changes is None or domain is None:
            return
        if changes.other:
            plan._refuse(changes.other[0])
        loops = plan.loops
        for cell, old in changes.cells:
            self.cells.append((cell, old, plan._last(cell.value, _name(cell)), cell.value))
        self.stale += changes.stale
        for future, _ in changes.futures:
            self.futures.append((future, plan._last(future, "value")))
        for value in changes.promoted:
            self.objects.append((value, plan._last(value, "value")))
        for items, added in changes.added:
            self.lists.append((items, plan._whole(added)))
        self.files = loops.evaluator.recorder.files.since(changes.files)

    def of(self, cell: Cell) -> tuple[Artefact | None, Any] | None:
        """The artefact and the value that the side leaves; None where it leaves the cell alone."""
        return next(((made, value) for known, _, made, value in self.cells if cell.same(known)), None)

    def artefact_of(self, future: Future) -> Artefact | None:
        return next((made for known, made in self.futures if known is future), None)

    def object_of(self, value: Any) -> Any:
        """The artefact that the side leaves, None where that can't be told; MISSING where it changes nothing."""
        return next((made for known, made in self.objects if known is value), MISSING)


def _name(cell: Cell) -> str:
    return cell.key if isinstance(cell.key, str) and cell.key.isidentifier() else "value"
