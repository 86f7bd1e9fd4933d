"""Taking a step: what a piece of host code needs, changes and leaves, added to the segment that grows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import libcst as cst

from eflows2smk.diagnostics import Diagnostic, Span
from eflows2smk.frontend.errors import Poisoned, Refusal
from eflows2smk.frontend.freezing import PendingValue, alike
from eflows2smk.frontend.host.aliases import Changes
from eflows2smk.frontend.host.changes import Analysis, extends, grown
from eflows2smk.frontend.host.effects import Effects
from eflows2smk.frontend.host.imports import import_lines
from eflows2smk.frontend.host.knowledge import OPENERS, PROCESS
from eflows2smk.frontend.host.objects import IMMUTABLE, Objects
from eflows2smk.frontend.host.raising import may_raise
from eflows2smk.frontend.host.reach import lookup
from eflows2smk.frontend.host.rewriting import Rewriting, code_of
from eflows2smk.frontend.host.scout import scout
from eflows2smk.frontend.host.segment import Place, Segment, Step, fresh
from eflows2smk.frontend.host.together import get_together
from eflows2smk.frontend.host.uses import Uses, uses_of
from eflows2smk.frontend.lowering import Closure, Unit, located
from eflows2smk.frontend.reading import mentioned, reads
from eflows2smk.frontend.scopes import Frame, Scope
from eflows2smk.frontend.sharing import be_same, link
from eflows2smk.frontend.trusted.silent import SilentLogger, SilentStream
from eflows2smk.frontend.values import MISSING, Dropped, Function, Future, Record, Unknown, stale
from eflows2smk.workflow.model import Artefact, Kind

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator
    from eflows2smk.frontend.trying import Handling


class Taker:
    """The host segments of one evaluation."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.current: Segment | None = None
        # Whether what is taken decides which invocations there are.
        self.decides = False
        self._functions: dict[int, Changes] = {}
        self._texts: dict[tuple[cst.CSTNode, tuple[str, ...]], cst.CSTNode] = {}
        self._effectful: list[Segment] = []
        # What libraries remember, since host code that ran before.
        self._states: dict[str, Future] = {}
        self.objects = Objects(evaluator)
        # Functions of the program that stand in scripts.
        self._defined: set[int] = set()
        # Files that stay open, and where they are opened.
        self._open: dict[Future, Span] = {}
        # Around what is evaluated, from the outermost on: ``try`` statements whose handlers no job reaches.
        self.trying: list[Handling] = []

    # Taking a step ----------------------------------------------------------------------------------------------------

    def take(
        self,
        unit: Unit,
        node: cst.CSTNode,
        where: cst.CSTNode,
        scope: Scope,
        frame: Frame,
        plain: Closure,
        replaced: dict[cst.CSTNode, tuple[str, Any]],
        error: Exception,
        result: str = "",
    ) -> None:
        evaluator = self.evaluator
        text = self._text(node, {piece: name for piece, (name, _) in replaced.items()}, frame)
        uses = uses_of(text)
        extra = dict(replaced.values())
        effects = self._effects(plain, node, frame)
        if effects.process:
            why = PROCESS[effects.process]
            raise located(
                Refusal(
                    "E308" if "exit" in effects.process else "E310", f"'{effects.process}' can't be compiled: {why}"
                ),
                unit,
                where,
            ) from None
        needed = self._needed(uses, scope, frame, extra, error)
        self._check_open(needed)
        if self.trying and may_raise(text):
            evaluator.report(self.trying[-1].diagnostic(unit.span(where)))
        changes = Analysis(lambda name: extra.get(name, lookup(frame, name)), self._functions).run(text)
        for name, function in changes.globals.items():
            raise located(
                Refusal(
                    "E325",
                    f"'{function}' changes the global '{name}', and is called here with computed values or by plain"
                    " Python that runs in a process of its own; others would not see the change",
                    help=f"pass '{name}' to the function, and return what it becomes",
                ),
                unit,
                where,
            )
        self._borrow(changes, needed, frame, unit, where)
        evaluator.loops.gather(needed.values(), unit, where)
        for attempt in (1, 2):
            segment = self._segment(unit)
            saved = _Snapshot(segment)
            try:
                lines = [line for name, value in needed.items() for line in self._enter(segment, name, value, frame)]
                segment.carried.update(set(segment.inputs) - set(saved.before[1]) - uses.needs.keys())
                segment.carried -= uses.needs.keys() | segment.captured
                break
            except (_Conflict, PendingValue):
                saved.restore()
                if attempt == 2:
                    raise located(
                        Refusal(
                            "E302",
                            "this uses a value and, inside of another, the same value again, which can't be compiled",
                            help="pass them to a @task function, or copy one of them",
                        ),
                        unit,
                        where,
                    ) from None
                self.close()
        get_together(evaluator, segment, changes, needed, frame)
        self._enter_states(segment, changes)
        span = unit.span(where)
        code = code_of(text)
        segment.steps += [Step(line) for line in lines]
        bound = [result] if result else [name for name in uses.binds if not extends(node, name, needed)]
        kept = {name: self._keep(segment, name) for name in bound if name in segment.variables}
        segment.steps.append(Step(f"{result} = {code}" if result else code, span))
        if effects.loses and evaluator.recorder.files.written(segment.number).members:
            raise located(
                Refusal(
                    "E330",
                    f"which file '{effects.loses}' takes away here is only known when the workflow runs, and others may"
                    " need it",
                    help="do it in a @task function, on a folder that is one of its arguments (DIRECTORY_INOUT)",
                ),
                unit,
                where,
            )
        self._apply_effects(segment, effects, changes)
        if effects.reads or effects.searches or effects.lists:
            evaluator.globals.reads_files()
        if effects.any and evaluator.globals.repeated:
            segment.repeated = span
        self._reads(text, frame, span)
        place = unit.span(where)
        self.objects.apply(segment, changes, needed, f"{place.file}:{place.line}")
        for name, keep in kept.items():
            # What the name denoted so far lives on under another name.
            future = segment.outputs.pop(name, None)
            if future is not None:
                segment.outputs[keep] = segment.variables[keep] = future
        for name in changes.changed:
            for future in self.objects.futures({name} - set(bound), needed):
                # What it got may be known under another name.
                self.objects.link(future, name, changes, needed, got=True)
        maybe_same = set(grown(node))
        for name in bound:
            future = Future(None, f"'{name}'")
            segment.variables[name] = segment.outputs[name] = future
            self.objects.link(future, name, changes, needed)
            if name in maybe_same or not (result or name in uses.always):
                # Perhaps the same object as before, under whatever names it has.
                for other in self.objects.futures({name}, needed):
                    be_same(future, other)
            for state in changes.states & {"pyplot"}:
                # Figures and axes are parts of what pyplot holds.
                link(future, self._states[state])
            if not result:
                (frame.globals if scope.hops(name) < 0 else frame.names)[name] = future
                if scope.hops(name) < 0:
                    evaluator.globals.changed((unit.source, name), unit, where)
            if _opens(node, unit):
                self._open[future] = span
        if result:
            expression_roots = Analysis(lambda name: extra.get(name, lookup(frame, name)), self._functions)
            expression_roots.found.aliases = changes.aliases
            expression_roots.found.copies = changes.copies
            expression_roots.found.same = changes.same
            expression_roots.found.held = changes.held
            self.objects.link(segment.outputs[result], result, expression_roots.names_of(text, result), needed)
        evaluator.touch()

    def _reads(self, node: cst.CSTNode, frame: Frame, span: Span) -> None:
        """Scripts import what the program's modules define."""
        for read in mentioned(self.evaluator, node, frame):
            if id(read) not in self._defined:
                self.evaluator.globals.read_by(read, span)

    def _borrow(self, changes: Changes, needed: dict[str, Any], frame: Frame, unit: Unit, where: cst.CSTNode) -> None:
        """Objects of which functions give parts: the script gets them like what it names itself."""
        for name, value in changes.lent.items():
            function = changes.apart.get(name, "")
            here = needed.get(name, lookup(frame, name))
            if function or not (here is MISSING or here is value):
                raise located(
                    Refusal(
                        "E325",
                        f"'{function or 'a function'}' gives a part of the global '{name}' to plain Python that runs in"
                        " a process of its own; others would not see when it changes",
                        help=f"pass '{name}' to the function",
                    ),
                    unit,
                    where,
                )
            needed[name] = value

    def _has_to_be_defined(self, value: Any) -> bool:
        """Whether a function goes into the script itself: imported, it would read globals as they are not any more."""
        if not isinstance(value, Function) or "." in value.qualname:
            return False
        if Analysis(lambda name: MISSING, self._functions).functions_changes(value).lent:
            return True
        return id(value) in self._defined or self.evaluator.globals.hides(value, partial(reads, self.evaluator))

    def _keep(self, segment: Segment, name: str) -> str:
        """A line that keeps the object of a name which the next step binds anew."""
        keep = fresh(f"{name}_before", {*segment.variables, *segment.inputs})
        segment.variables[keep] = segment.variables[name]
        segment.steps.append(Step(f"{keep} = {name}", keeps=keep))
        return keep

    def _text(self, node: cst.CSTNode, replaced: dict[cst.CSTNode, str], frame: Frame) -> cst.CSTNode:
        """The node as the script has it: pieces as names, without waiting for results."""
        key = (node, tuple(replaced.values()))
        known = self._texts.get(key)
        if known is None:
            rewriting = Rewriting(replaced, lambda name: lookup(frame, name))
            made = node.visit(rewriting)
            assert isinstance(made, cst.CSTNode)
            known = self._texts[key] = made
        return known

    def _effects(self, plain: Closure, node: cst.CSTNode, frame: Frame) -> Effects:
        evaluator = self.evaluator

        def run() -> None:
            assert evaluator.journal is not None
            for names in (frame.names, frame.globals):
                evaluator.journal.save(names)
            plain(frame)

        return scout(evaluator, run, node, frame)

    def _needed(
        self, uses: Uses, scope: Scope, frame: Frame, extra: dict[str, Any], error: Exception
    ) -> dict[str, Any]:
        """The values of the names that the step reads before it binds them."""
        needed: dict[str, Any] = {}
        maybe = [name for name in uses.binds if name not in uses.always and name not in uses.needs]
        for name in [*uses.needs, *maybe]:
            value = extra.get(name, MISSING)
            if value is MISSING:
                value = lookup(frame, name)
            if value is MISSING:
                continue
            if name in maybe and type(value) is Unknown:
                continue
            needed[name] = value
        return needed

    def _check_open(self, needed: dict[str, Any]) -> None:
        for name, value in needed.items():
            if isinstance(value, Future) and value in self._open and value.artefact is not None:
                self.evaluator.report(
                    Diagnostic(
                        "E406",
                        f"the file '{name}' stays open over calls of tasks, which are jobs of their own",
                        self._open[value],
                        'open it again for each part: with open(path, "a") as file',
                    )
                )

    def _segment(self, unit: Unit) -> Segment:
        """The segment that grows at this place; a new one where another loop iteration or call has begun."""
        place = self._place()
        if self.current is not None and self.current.place.key != place.key:
            self.close()
        if self.current is None:
            self.current = Segment(len(self.evaluator.recorder.invocations), place)
        return self.current

    def _place(self) -> Place:
        evaluator = self.evaluator
        levels = evaluator.levels
        return Place(
            tuple(level.names for level in levels),
            tuple(level.index for level in levels),
            tuple(evaluator.recorder.variables()),
            tuple(caller.span(call) for caller, call in evaluator.chain),
            len(evaluator.recorder.barriers),
            (
                tuple((id(level.node), level.index) for level in levels),
                tuple(id(call) for _, call in evaluator.chain),
                evaluator.domains,
            ),
            evaluator.domains,
        )

    def _enter(self, segment: Segment, name: str, value: Any, frame: Frame) -> list[str]:
        """Make the name mean the value in the segment's script; returns lines that have to stand before the step."""
        evaluator = self.evaluator
        promoted = evaluator.promoted.get(id(value))
        if promoted is not None:
            value = promoted
        stale(value)
        if name in segment.variables:
            known = segment.variables[name]
            same = known is value or (isinstance(value, IMMUTABLE) and type(known) is type(value) and known == value)
            if not same or self._has_changed(segment, name, value):
                raise _Conflict
            return []
        lines = None if self._has_to_be_defined(value) else import_lines(evaluator, name, value, frame)
        if lines is not None:
            segment.imports.update(dict.fromkeys(lines))
            segment.variables[name] = value
            return []
        if isinstance(value, Function):
            return self._definition(segment, name, value)
        if isinstance(value, Unknown):
            raise Poisoned(value.reason)
        other = segment.denotes(value)
        if other:
            segment.variables[name] = value
            return [f"{name} = {other}"]
        if isinstance(value, SilentLogger):
            segment.imports["import logging"] = None
            segment.variables[name] = value
            return [f"{name} = logging.getLogger()"]
        if isinstance(value, SilentStream):
            segment.imports["import sys"] = None
            segment.variables[name] = value
            return [f"{name} = sys.stdout"]
        if isinstance(value, Dropped):
            if self.decides:
                value.refuse("a condition")
            held: Any = float("nan")
        else:
            held = evaluator.recorder.freeze(value)
        segment.inputs[name] = held
        segment.variables[name] = value
        if isinstance(value, Future):
            segment.loaded.add(value)
        return []

    def _has_changed(self, segment: Segment, name: str, value: Any) -> bool:
        """Whether the evaluator changed an object since the script got it."""
        if name not in segment.inputs or isinstance(value, (*IMMUTABLE, Future, Dropped)):
            return False
        if isinstance(value, Record) and value.future is not None:
            return False
        now = self.evaluator.recorder.freeze(value)
        return not alike(now, segment.inputs[name])

    def _enter_states(self, segment: Segment, changes: Changes) -> None:
        """Libraries go on where they stood at the end of the host code before."""
        for state in sorted(changes.states):
            name = f"{state}_state"
            if name in segment.states:
                continue
            segment.imports["from eflows2smk.runtime import states"] = None
            before = self._states.get(state)
            if before is not None:
                segment.inputs[name] = before.artefact
                segment.steps.append(Step(f"states.set_{state}({name})"))
            future = Future(None, f"the state of {state.replace('_', '.')}")
            segment.states[name] = state
            segment.variables[name] = segment.outputs[name] = self._states[state] = future

    def _definition(self, segment: Segment, name: str, function: Function) -> list[str]:
        """A function that can't be imported, with what it needs from around it."""
        node = function.node
        before: list[str] = []
        self._defined.add(id(function))
        # Functions that call each other are defined one after the other.
        segment.variables[name] = function
        segment.captured |= uses_of(node).needs.keys()
        for needed in uses_of(node).needs:
            value = lookup(function.closure, needed)
            if value is not MISSING and value is not function:
                before += self._enter(segment, needed, value, function.closure)
        self._reads(node, function.closure, function.module.span(node))
        code = code_of(node)
        return [*before, f"{name} = {code}" if isinstance(node, cst.Lambda) else code]

    # What a step does -------------------------------------------------------------------------------------------------

    def _apply_effects(self, segment: Segment, effects: Effects, changes: Changes) -> None:
        files = self.evaluator.recorder.files
        segment.prints = segment.prints or effects.prints
        segment.unknown = segment.unknown or changes.unknown
        segment.raises = segment.raises or changes.raises
        for path in effects.reads:
            self._read(segment, path)
        for path in effects.asks:
            files.sees(files.normal(path))
        if effects.lists:
            files.sees(".")
        if effects.searches or effects.lists:
            everything = files.written(segment.number)
            if everything.members:
                segment.reads.setdefault(everything.path, everything)
        for path, kind in effects.writes.items():
            name = files.normal(path)
            if name in segment.writes:
                if path not in effects.doubtful:
                    segment.doubtful.discard(name)
                continue
            if path in effects.edits or name in segment.reads:
                self._read_before(segment, path, Kind(kind))
            if path in effects.doubtful and name not in segment.edits:
                segment.doubtful.add(name)
            written = files.write(path, Kind(kind), segment.number, _slot(name), ())
            segment.writes[name] = written
            self._note_fixed(segment, path)
        for path in effects.removes:
            self._remove(segment, path)
        segment.anything = segment.anything or effects.anything
        if effects.any:
            self._order(segment)

    def _read(self, segment: Segment, path: str) -> None:
        files = self.evaluator.recorder.files
        name = files.normal(path)
        if name in segment.writes or name in segment.reads:
            return
        try:
            leaf = files.read(path, Kind.FILE)
        except Refusal:
            # Nobody writes it: the script itself says so if it has to be there.
            return
        if not (isinstance(leaf, Artefact) and leaf.producer == segment.number):
            segment.reads[name] = leaf

        self._note_fixed(segment, path)

    def _read_before(self, segment: Segment, path: str, kind: Kind) -> None:
        """What the script finds at a path that it writes."""
        files = self.evaluator.recorder.files
        try:
            leaf = files.read(path, kind)
        except Refusal:
            return
        segment.edits[files.normal(path)] = leaf

    def _note_fixed(self, segment: Segment, path: str) -> None:
        if path.startswith(("/", "..")) or "/../" in path:
            segment.fixed.add(self.evaluator.recorder.files.normal(path))

    def _remove(self, segment: Segment, path: str) -> None:
        files = self.evaluator.recorder.files
        name = files.normal(path)
        if files.is_written(path):
            self._read(segment, path)
        segment.writes.pop(name, None)
        segment.removes[name] = None
        files.remove(path)

    def _order(self, segment: Segment) -> None:
        """Effects that may be any wait for all effects before, and are waited for by all after."""
        for other in self._effectful:
            if other is not segment and (segment.anything or other.anything):
                if other.token is None:
                    other.token = Artefact(Kind.OBJECT, "", 1, other.number, "done", (), False)
                segment.after[other.token] = None
        if segment not in self._effectful:
            self._effectful.append(segment)

    # The end of a segment ---------------------------------------------------------------------------------------------

    def close(self) -> None:
        """An invocation comes, or a new place: what the segment gives are artefacts from now on."""
        segment, self.current = self.current, None
        if segment is None:
            return
        segment.steps += [Step(f"{name} = states.{state}()", keeps=name) for name, state in segment.states.items()]
        for name, future in segment.outputs.items():
            made = Artefact(Kind.OBJECT, "", 1, segment.number, name, (), False)
            segment.artefacts[name] = made
            future.artefact = made
        self.evaluator.recorder.listings.settle(segment.number, segment.held, segment.place.domains)
        self.evaluator.recorder.add_segment(segment)


class _Conflict(Exception):
    """A name of the script means something else already."""


class _Snapshot:
    """What entering names adds to a segment, to take it back."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.before = dict(segment.variables), dict(segment.inputs), dict(segment.imports), set(segment.loaded)

    def restore(self) -> None:
        self.segment.variables, self.segment.inputs, self.segment.imports, self.segment.loaded = self.before


def _opens(node: cst.CSTNode, unit: Unit) -> bool:
    """Whether the step only opens a file that stays open."""
    call = node.value if isinstance(node, cst.Assign) else node
    if not isinstance(call, cst.Call):
        return False
    name = unit.text(call.func)
    return name in OPENERS or name.endswith(".open")


def _slot(path: str) -> str:
    """A name for a file of a rule."""
    base = path.rstrip("/").rpartition("/")[2]
    name = "".join(c if c.isalnum() and c.isascii() else "_" for c in base).strip("_") or "file"
    return name if name[0].isalpha() else f"file_{name}"
