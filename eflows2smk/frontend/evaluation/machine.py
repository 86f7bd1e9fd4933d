"""What the operations of a program share while it is evaluated: the heap, the outside, and where calls have come to.

A machine decides nothing itself. What an operation means stands in the modules beside this one, in tables by kind of
operation and by kind of value; `Hooks` are filled by the stages above (residual code, tasks).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from eflows2smk.diagnostics import Diagnostic, Span
from eflows2smk.frontend.core.operations import Code, Operation, Step
from eflows2smk.frontend.core.reach import Reach
from eflows2smk.frontend.evaluation.bounds import Bounds, Exhausted
from eflows2smk.frontend.evaluation.errors import Lacking
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.symbols import Symbols
from eflows2smk.frontend.evaluation.values import ClassCell, InstanceCell, ModuleCell
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.heap import Heap
from eflows2smk.frontend.trusted.world import CONTENT, LISTING, VARIABLE, World
from eflows2smk.source.modules import Program, SourceModule
from eflows2smk.workflow.model import Domain


@dataclass(frozen=True, slots=True)
class Site:
    """A place in the program where something is done: the operation, and the frame that does it."""

    operation: Operation
    frame: Frame

    @property
    def span(self) -> Span:
        return self.frame.code.module.span(self.operation.origin)

    @property
    def text(self) -> str:
        return self.frame.code.module.text(self.operation.origin)


@dataclass(frozen=True, slots=True)
class Look:
    """Something outside of the program that was looked at: see `World.looked`."""

    kind: str
    name: str
    seen: str

    @property
    def is_content(self) -> bool:
        return self.kind == CONTENT

    @property
    def is_listing(self) -> bool:
        return self.kind == LISTING

    @property
    def is_variable(self) -> bool:
        return self.kind == VARIABLE


class Residual(Protocol):
    """Takes what can't be done now. What it gives stands for the result of the operation."""

    def operation(self, site: Site, operands: Sequence[Any], name: str = "") -> Any:
        """An operation on values of which some are computed, or of which nothing is known. name: of the library's
        function that it calls, dotted, with the type before a method's name; "" where that is not known."""

    def unpacked(self, site: Site, source: Any, count: int, star: int) -> Sequence[Any]:
        """The parts of a computed value that is spread over targets."""

    def prints(self, site: Site, values: Sequence[Any], options: Mapping[str, Any], text: str | None) -> None:
        """``print``. text: what it prints; None where only the run knows, or where it does not go to the terminal."""

    def begins(self, step: Step, frame: Frame) -> Any:
        """A statement begins; what this gives goes to `ends`."""

    def begins_piece(self, step: Step, frame: Frame) -> Any:
        """The same for operations of a statement that stops in between."""

    def ends(self, token: Any) -> None: ...

    def encloses(self, site: Site) -> Any:
        """A call or statement begins that no task is reached from: if a part of it is residual, all of it is."""

    def enclosed(self, token: Any, result: Any) -> Any:
        """It ends; what is given is its result from now on."""

    def withdrawn(self, token: Any) -> bool:
        """It is to be left to the run as a whole; whether it is as if it had not begun. Else it is abandoned."""

    def abandoned(self, token: Any) -> None:
        """It ends with an exception."""

    def enters(self, site: Site) -> None:
        """The body of a ``with`` begins, from which a task is reached."""

    def leaves(self, site: Site, file: Any) -> None:
        """The body of a ``with`` over a file, which only the run has, ends."""

    @property
    def is_undecided(self) -> bool:
        """Whether only the run knows whether what is evaluated is done."""

    @property
    def doubt(self) -> int:
        """In how many pieces, one inside of the other, of which only the run knows whether they are run."""

    @property
    def is_enclosed(self) -> bool:
        """Whether such a call or statement is being evaluated."""

    def closes(self, site: Site | None = None) -> None:
        """A task is about to be called."""

    def barrier(self) -> None: ...


class Domains(Protocol):
    """Takes control flow that only the run can decide, and that has to be of the workflow. The blocks are closures of a
    frame that give a signal."""

    def branch(self, site: Site, condition: Any, then: Any, otherwise: Any) -> Any: ...

    def loop(self, site: Site, iterable: Any, body: Any, orelse: Any) -> Any: ...

    def until(self, site: Site, condition: Any, head: Any, body: Any, orelse: Any) -> Any: ...

    def begins(self, site: Site) -> Any:
        """A loop begins over what is known so far; what this gives goes to one of the two that follow."""

    def ends(self, token: Any) -> None:
        """It was known to its end, or up to what stops the program."""

    def leaves(self, site: Site, token: Any, signal: Any, body: Any, orelse: Any) -> Any:
        """Only the run knows whether an iteration of such a loop leaves it, or its function: the loop's signal."""

    def unrolled(self, site: Site, signal: Any, level: Level, following: Any) -> Any:
        """The same, where the iterations are as many branches, each inside of the one before. following: what comes
        after the iteration of this level: a closure of a frame."""

    def resolved(self, site: Site, signal: Any) -> Any:
        """The signal of a function's body, one side of which returns, as only the run knows."""

    def undecided(self, site: Site, value: Any) -> Exception:
        """What to raise where the place can't wait for the run: inside of a generator."""


class Control(Domains, Protocol):
    """Takes all control flow that only the run can decide."""

    def either(self, site: Site, values: Sequence[Any]) -> Any:
        """One of several values; which one, only the run knows."""

    def recursion(self, site: Site, function: Any, values: Sequence[Any], frame: Frame) -> Any:
        """What a function gives that is called again by itself, as often as the run says. frame: of the call."""

    def perhaps(self, frame: Frame, signal: Any, rest: Any) -> Any:
        """What follows a piece that may have left, as its signal says; the signal of both."""

    def tried(self, site: Site, body: Any, handled: Any, handlers: Sequence[Any], orelse: Any) -> Any:
        """A ``try`` that is left to the run as a whole; its signal. handled: what the program does with an exception
        that is known: a closure of the frame and the exception. handlers: of the frame and of one that is not."""

    def may_raise(self) -> None:
        """What is left to the run may raise an exception."""

    def foresees(self, site: Site, frame: Frame) -> bool:
        """Whether a generator that has not begun can be followed when compiling. frame: in which it is to be run."""

    def is_left(self, site: Site, evaluate: Callable[[], None]) -> bool:
        """Whether the run would have to do a part of this; nothing of it is done here."""

    def generated(self, site: Site, frame: Frame) -> Any:
        """What stands for a generator that can't."""


Handler = Callable[..., Any]


@dataclass(slots=True, eq=False)
class Machine:
    """prepare: what makes the closure of each kind of operation: ``prepare(machine, code, operation)``. call: how a
    value of each type is called: ``handler(machine, site, callee, args, kwargs)``. attribute: how an attribute is got
    from a value of each type. methods: what containers of each kind can do. functions: those of libraries that the
    evaluation does itself, by dotted name. `program.new_machine` fills these tables. finders: what knows modules that
    are not the program's: name and leading dots to a value, or None. named_tuples: the methods of the program's.
    modules: those of the program that were imported so far. domains: the computed loops and branches around what is
    evaluated. symbols: the numbers of their iterations. gathers: adds to a list of which only the run knows how long it
    is, if that can be done now. built: a set or dictionary of what such a list holds. flags: members that others of a
    class make together. variables: what modules of libraries hold that the program may change or replace, by dotted
    name. states: what libraries remember by themselves, such as that of random numbers; None where nothing of the run
    has asked for it. operations, limit: steps that were done, and may be done; 0 before anything is. active: for each
    code the doubt, and the number of domains, with which its calls began that have not ended; endless: those that
    called themselves too often. standins: modules of libraries that are evaluated, by name; supplied: their sources.
    provided: those of what the program imports from us. foresight: where a generator is tried, the serial number of the
    heap's fork at the beginning; iterators from before are left as they are. guards: how many ``try`` statements
    with handlers are around. trying: the ``try`` statements around, whose bodies are evaluated piece by piece. place:
    of the call of a library's function that is being done. statements: what hears of each statement of a module's top
    level before it is run, by its position, and of the end as one more. observed: what puts something before
    the closure of an operation."""

    program: Program
    heap: Heap
    world: World
    residual: Residual
    control: Control
    variables: Cell
    states: Cell
    prepare: Mapping[type[Operation], Handler] = field(default_factory=dict)
    call: dict[type, Handler] = field(default_factory=dict)
    attribute: dict[type, Handler] = field(default_factory=dict)
    methods: Mapping[str, Mapping[str, Handler]] = field(default_factory=dict)
    functions: Mapping[str, Handler] = field(default_factory=dict)
    finders: list[Callable[[str, int], Any]] = field(default_factory=list)
    named_tuples: dict[type, dict[str, Any]] = field(default_factory=dict)
    reach: Reach = field(default_factory=Reach)
    classes: list[ClassCell] = field(default_factory=list)
    flags: dict[ClassCell, dict[int, InstanceCell]] = field(default_factory=dict)
    modules: dict[SourceModule, ModuleCell] = field(default_factory=dict)
    loading: list[SourceModule] = field(default_factory=list)
    standins: dict[str, ModuleCell] = field(default_factory=dict)
    supplied: set[SourceModule] = field(default_factory=set)
    provided: set[SourceModule] = field(default_factory=set)
    codes: dict[Code, Callable[[Frame], Any]] = field(default_factory=dict)
    labels: dict[Code, dict[int, str | None]] = field(default_factory=dict)
    diagnostics: dict[tuple[str, Span, str], Diagnostic] = field(default_factory=dict)
    levels: list[Level] = field(default_factory=list)
    domains: tuple[Domain, ...] = ()
    symbols: Symbols = field(default_factory=Symbols)
    gathers: Callable[[Cell, Sequence[Any]], bool] = lambda cell, values: False
    built: Callable[[Site, Cell, str], Any] = lambda site, members, kind: None
    place: Site | None = None
    statements: list[Callable[[ModuleCell, int], None]] = field(default_factory=list)
    observed: Callable[[Code, Operation, Callable[[Frame], Any]], Callable[[Frame], Any]] | None = None
    bounds: Bounds = field(default_factory=Bounds)
    depth: int = 0
    limit: int = 0
    trying: list[Site] = field(default_factory=list)
    active: dict[Code, list[tuple[int, int]]] = field(default_factory=dict)
    endless: set[Code] = field(default_factory=set)
    operations: int = 0
    task_calls: int = 0
    guards: int = 0
    foresight: int = 0

    def step(self, count: int = 1) -> None:
        """Something of the program was done. Raises Exhausted where that was too much."""
        self.operations += count
        if self.operations > self.limit:
            if self.limit:
                raise Exhausted
            self.renew()

    def renew(self) -> None:
        """From here on as many steps again."""
        self.limit = self.operations + self.bounds.steps

    def is_ours(self, source: SourceModule) -> bool:
        """Whether a module is no text of the program."""
        return source in self.provided or source in self.supplied

    def lacks(self, lacking: Lacking) -> Exception:
        """What to raise where something is not there: handlers of the program may take it, else the statement alone is
        refused, and what follows is looked at all the same."""
        return Raised(lacking) if self.guards else lacking.refused()

    def is_undecided_again(self, code: Code) -> bool:
        """Whether this code is running already, and only the run knows whether it comes to this call."""
        active = self.active.get(code)
        return active is not None and len(active) > 0 and self.residual.doubt > active[-1][0]

    def report(self, diagnostic: Diagnostic) -> None:
        """Once for each code, place and message."""
        self.diagnostics.setdefault((diagnostic.code, diagnostic.span, diagnostic.message), diagnostic)


@dataclass(slots=True, eq=False)
class Level:
    """One loop over known values that is running: its operation, the names of its targets, and its iteration."""

    operation: Operation
    names: tuple[str, ...]
    frame: Frame
    index: Any = 0


@contextmanager
def looping(machine: Machine, level: Level) -> Iterator[None]:
    machine.levels.append(level)
    try:
        yield
    except Exhausted as exhausted:
        exhausted.consider(level)
        raise
    finally:
        machine.levels.pop()
