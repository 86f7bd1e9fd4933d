"""A script: a run of residual code with no invocation in between, while it grows and until its text is printed.

Its variables are names of the user's where they can be. `denotes` says which value of the program each name stands for
at its end; a value of the run that somebody else reads later is an output, made when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from eflows2smk.diagnostics import Span
from eflows2smk.frontend.evaluation.machine import Look, Site
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.regions import Region, State
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.workflow.model import Artefact, Domain, Each, Joined, Kind, Leaf


@runtime_checkable
class Sharing(Protocol):
    """A place of objects that share parts, which come from one script."""

    def script(self, root: Any) -> Script:
        """That script. Raises Refused."""


# Gives an artefact that shows a root as of this version of its region, or a later one; None if there is none.
Shown = Callable[[Any, int], Any]


@dataclass(frozen=True, slots=True)
class Line:
    """Some lines of a script. code: at the left margin. span: where the program has them, None for ours. keeps: the
    name for a value whose own name is bound anew next; the line is only there if that is read."""

    code: str
    span: Span | None = None
    keeps: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a script stands: what a call site and an invocation say of loops and calls. key: equal for one place."""

    key: tuple[Any, ...]
    levels: tuple[tuple[str, ...], ...] = ()
    indices: tuple[int, ...] = ()
    variables: tuple[object, ...] = ()
    chain: tuple[Span, ...] = ()
    domains: tuple[Domain, ...] = ()


@dataclass(slots=True, eq=False)
class Script:
    """inputs: name -> a snapshot of what it gets. loads: where each computed value in these is read from. seen: what
    known objects were when they were entered. outputs: script name -> artefact. reads, writes: path -> what is read,
    what is written; edits: what was there before, of which something may be left. doubtful: paths that may not be
    written at all. after: what has to be done before without being read, by who does it. states: name -> a function of
    the runtime that gives what a library remembers, and that as it is behind the script. taken: where the state of each
    region was that this one took over and changed, with its version then; had: the same of single roots. around: the
    names that functions defined here share with the program: who holds each there, under which name. left: known
    objects that hold values of the run, as they are at its end. anything: it has effects that are not known. anywhere:
    it may write any file. changed: regions of which it may change objects. asks_identity: it asks whether two names
    mean one object. shares: it is there for what its objects share. places: where inputs come from with all that they
    share parts with. made: values that were not there before. silent: where it calls what nothing depends on, and
    whether a computed value stands in the call. looks: at what it looks outside of the program, without the files that
    it reads. says: all that it does is to give a value."""

    place: Place
    number: int = -1
    barrier: int = 0
    is_open: bool = True
    lines: list[Line] = field(default_factory=list)
    denotes: dict[str, Any] = field(default_factory=dict)
    inputs: dict[str, Any] = field(default_factory=dict)
    loads: dict[Any, Any] = field(default_factory=dict)
    seen: dict[str, Any] = field(default_factory=dict)
    outputs: dict[str, Artefact] = field(default_factory=dict)
    imports: dict[str, None] = field(default_factory=dict)
    reads: dict[str, Leaf] = field(default_factory=dict)
    writes: dict[str, Artefact] = field(default_factory=dict)
    edits: dict[str, Leaf] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    fixed: set[str] = field(default_factory=set)
    removes: dict[str, None] = field(default_factory=dict)
    after: dict[int, Artefact | Each] = field(default_factory=dict)
    token: Artefact | None = None
    states: dict[str, tuple[str, Computed]] = field(default_factory=dict)
    taken: dict[Region, State] = field(default_factory=dict)
    had: dict[Any, Any] = field(default_factory=dict)
    changed: dict[Region, None] = field(default_factory=dict)
    asks_identity: bool = False
    shares: bool = False
    places: dict[Any, Sharing] = field(default_factory=dict)
    made: set[Computed] = field(default_factory=set)
    silent: dict[Site, bool] = field(default_factory=dict)
    left: dict[str, Any] = field(default_factory=dict)
    looks: dict[Look, None] = field(default_factory=dict)
    around: dict[str, tuple[Cell, str]] = field(default_factory=dict)
    says: bool = False
    prints: bool = False
    anything: bool = False
    anywhere: bool = False
    raises: bool = False

    @property
    def span(self) -> Span:
        return next(line.span for line in self.lines if line.span is not None)

    @property
    def statement(self) -> str:
        """The first line that the program has."""
        return next(line.code for line in self.lines if line.span is not None).split("\n")[0]

    @property
    def has_effects(self) -> bool:
        return bool(self.writes or self.removes or self.prints or self.anything)

    @property
    def domains(self) -> tuple[Domain, ...]:
        return self.place.domains

    @property
    def held(self) -> list[Any]:
        """All that it reads, as far as that is settled: scripts by the artefacts that they have so far."""
        made = [source for source in self.loads.values() if isinstance(source, Artefact)]
        others = [
            each for source in self.loads.values() if isinstance(source, Script) for each in source.outputs.values()
        ]
        return [*made, *others, *self.reads.values(), *self.edits.values(), *self.after.values()]

    @property
    def files_held(self) -> list[Any]:
        return self.held

    def name_of(self, value: Any) -> str:
        """The name that denotes a value with an identity, "" if none does."""
        if isinstance(value, Computed | Cell):
            for name, known in self.denotes.items():
                if known is value:
                    return name
        return ""

    def expression_of(self, root: Any) -> str:
        """How the script names a root: by a name, or by the way to it from a known object that has a name."""
        name = self.name_of(root)
        if name:
            return name
        for name, known in self.denotes.items():
            found = way_to(self.seen.get(name, known) if self.is_open else self.left.get(name), root)
            if found is None and isinstance(known, tuple):
                found = _member(known, root)
            if found is not None:
                return f"{name}{found}"
        return ""

    def artefact(self, root: Any) -> Artefact | None:
        """The artefact with a root as this script leaves it; None if the script has nothing to do with it."""
        expression = self.expression_of(root)
        if not expression:
            return None
        if not expression.isidentifier():
            name = fresh(identifier(expression), {*self.denotes, *self.inputs})
            self.lines.append(Line(f"{name} = {expression}", keeps=name))
            self.denotes[name] = root
            expression = name
        made = self.outputs.get(expression)
        if made is None:
            made = self.outputs[expression] = Artefact(Kind.OBJECT, "", 1, self.number, expression, (), False)
        return made

    def state_before(self, root: Any) -> State | None:
        """The state of a root's region that this script took over; None where it did not."""
        node = root.region
        while node is not None and node not in self.taken:
            node = node.parent
        return None if node is None else self.taken[node]

    def load(self, root: Any, source: Any) -> None:
        """It gets a root from there, as it was before the script changed anything of its region."""
        if root in self.loads:
            return
        self.loads[root] = source
        state = self.state_before(root)
        place = state.place if state is not None else root.region and self.is_open and root.region.find().place
        # What is gathered from many files is not one object.
        if isinstance(place, Sharing) and not isinstance(source, list):
            self.places[root] = place

    def before(self, root: Any, shown: Shown) -> Any:
        """Where a root was that this script took over and changed; None for what nobody had before. Raises Refused."""
        if root in self.had:
            return self.had[root]
        state = self.state_before(root)
        if state is None:
            return None
        if isinstance(state.place, Script):
            return state.place
        found = shown(root, state.version)
        if found is not None or state.place is None:
            return found
        if isinstance(state.place, Sharing):
            return state.place.script(root)
        return state.place.artefact(root)  # type: ignore[attr-defined]

    def adopt(self, root: Any, shown: Shown) -> str:
        """Take over a root of a region that this script changes, since somebody reads it later: it is loaded with the
        others. The name that it has; "" if nobody has it."""
        found = self.expression_of(root)
        if found:
            return found
        source = self.before(root, shown)
        if isinstance(source, Sharing):
            source = source.script(root)
        if isinstance(source, Script) and not source.adopt(root, shown):
            return ""
        if source is None or not self._can_read(source):
            return ""
        given = identifier(source.expression_of(root)) if isinstance(source, Script) else "value"
        name = fresh(given or "value", {*self.denotes, *self.inputs})
        self.inputs[name] = self.denotes[name] = root
        self.load(root, source)
        return name

    def _can_read(self, source: Any) -> bool:
        """Whether this is there before the script, and not only inside of a loop."""
        if isinstance(source, Joined) and source.domain is not None:
            is_inside = source.how != "carried" or source.domain in self.domains
            return is_inside and source.domain.decides.producer < self.number
        return not isinstance(source, Artefact) or source.producer < self.number

    def pack(self, roots: Sequence[Any]) -> Artefact:
        """Several roots of one region in one file, so that what they share stays shared."""
        expressions = [self.expression_of(root) for root in roots]
        parts = list(map(identifier, expressions))
        wanted = "_and_".join(parts) if len(parts) < 3 else f"{parts[0]}_and_others"
        name = fresh(wanted, {*self.denotes, *self.inputs})
        self.lines.append(Line(f"{name} = ({', '.join(expressions)})", keeps=name))
        self.denotes[name] = tuple(roots)
        made = self.outputs[name] = Artefact(Kind.OBJECT, "", 1, self.number, name, (), False)
        return made


def identifier(expression: str) -> str:
    return "_".join("".join(c if c.isalnum() else " " for c in expression).split())


def way_to(holder: Any, wanted: Any) -> str | None:
    """The attributes and items that lead from a known object to a part of it; None if it has no such part."""
    seen: set[int] = set()
    waiting: list[tuple[Any, str]] = [(holder, "")]
    for value, way in waiting:
        if value is wanted:
            return way
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, tuple):
            waiting += [(item, f"{way}[{position}]") for position, item in enumerate(value)]
        elif isinstance(value, Cell) and not value.is_computed:
            content = value.content
            if value.kind == "instance":
                waiting += [(item, f"{way}.{name}") for name, item in content.items()]
            elif value.kind in ("list", "deque"):
                waiting += [(item, f"{way}[{position}]") for position, item in enumerate(content)]
            elif value.kind == "dict":
                plain = (str, int, float, bool, bytes)
                waiting += [(item, f"{way}[{key!r}]") for key, item in content.items() if isinstance(key, plain)]
    return None


def _member(holder: tuple[Any, ...], wanted: Any) -> str | None:
    """The same through tuples alone, which hold the same objects for ever."""
    for position, item in enumerate(holder):
        if item is wanted:
            return f"[{position}]"
        inner = _member(item, wanted) if isinstance(item, tuple) else None
        if inner is not None:
            return f"[{position}]{inner}"
    return None


def fresh(wanted: str, taken: Container[str]) -> str:
    """The name, or with a number behind it the first one that nobody has."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    return name
