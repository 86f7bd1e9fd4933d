"""The evaluator: runs a program's syntax, never its code, and leaves the invocations that it makes."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import libcst as cst

from eflows2smk.diagnostics import Diagnostic, Label, ProgramError, Severity, Span
from eflows2smk.frontend import api, trusted
from eflows2smk.frontend.attributes import get_attribute
from eflows2smk.frontend.calls import Call, call_any, call_as_written
from eflows2smk.frontend.classes import DATACLASSES, DataclassDecorator
from eflows2smk.frontend.computed.loops import Loops
from eflows2smk.frontend.errors import Poisoned, Refusal
from eflows2smk.frontend.evaluation.bounds import Bounds
from eflows2smk.frontend.globals import Globals
from eflows2smk.frontend.host.finishing import finished
from eflows2smk.frontend.host.hosting import Host
from eflows2smk.frontend.host.journal import Journal
from eflows2smk.frontend.host.scout import Scout
from eflows2smk.frontend.importability import importability
from eflows2smk.frontend.invocations import Recorder
from eflows2smk.frontend.jobless import jobless
from eflows2smk.frontend.lints import lints
from eflows2smk.frontend.lowering import Closure, Unit, place_of
from eflows2smk.frontend.notes import NOTES
from eflows2smk.frontend.outcome import changed, decides, only_binds
from eflows2smk.frontend.raised import is_own
from eflows2smk.frontend.replay import Recent
from eflows2smk.frontend.scopes import Frame, Level, Scope
from eflows2smk.frontend.tasks import Decoration, TaskFunction, transformation_spec
from eflows2smk.frontend.values import (
    Bound,
    Descriptor,
    Dropped,
    Function,
    Future,
    LibraryModule,
    Opaque,
    Record,
    Unknown,
    UserClass,
    UserModule,
)
from eflows2smk.source.modules import Program, SourceModule
from eflows2smk.workflow.model import Domain, Workflow

# Calls into these only measure or tune the process; the workflow's files and values do not depend on them.
_DROPPED = ("time", "timeit", "matplotlib.use", "gc", "faulthandler", "sys.stdout.flush", "sys.stderr.flush")


class Evaluator:
    """The state of one evaluation."""

    def __init__(
        self,
        main: Path,
        argv: Sequence[str],
        folder: Path,
        present: frozenset[str] = frozenset(),
        computed_loops: frozenset[Span] = frozenset(),
        bounds: Bounds = Bounds(),  # noqa: B008 - frozen
    ) -> None:
        """present: paths that count as there where the program asks; others that are there are taken for what an
        earlier run of the workflow left (see `misjudged`). computed_loops: those whose condition is known to be
        computed."""
        self.computed_loops = computed_loops
        self.bounds = bounds
        self.folder = folder
        self.present = present
        self.assumed: dict[str, tuple[Unit, cst.CSTNode] | None] = {}
        self.argv = tuple(argv)
        self.program = Program(main, folder)
        self.levels: list[Level] = []
        self.chain: tuple[tuple[Unit, cst.CSTNode], ...] = ()
        self.depth = 0
        self.handling: list[BaseException] = []
        self.promoted: dict[int, Future] = {}
        self._kept: list[Any] = []
        self.diagnostics: dict[tuple[str, Span, str], Diagnostic] = {}
        self._noted: set[tuple[str, cst.CSTNode]] = set()
        self.units: dict[SourceModule, Unit] = {}
        self._loading: list[SourceModule] = []
        self.current: tuple[Unit, cst.CSTNode] | None = None
        self._library_calls: dict[int, int] = {}
        # Decorated functions: those that are called, and all.
        self.tasks: list[TaskFunction] = []
        self.decorated: list[TaskFunction] = []
        # The definitions of the program's functions that were evaluated.
        self.entered: set[cst.CSTNode] = set()
        # Top-level modules of others of which nothing is known, and where each is imported first.
        self.libraries: dict[str, tuple[Unit, cst.CSTNode]] = {}
        self.classes: list[UserClass] = []
        # What the program's enumerations and named tuples have beside their members.
        self.methods: dict[type, dict[str, Function | Descriptor]] = {}
        # (id of a module's names, name) -> the lines that import it, and what they brought.
        self.import_lines: dict[tuple[int, str], tuple[dict[str, None], Any]] = {}
        # Whether refusals pass to the statement that is to be taken as a whole; what it changed so far.
        self.strict = False
        self.journal: Journal | None = None
        self.scout: Scout | None = None
        # The calls of the source, and what gives the function that each one calls.
        self.calls: dict[cst.CSTNode, tuple[Call, Closure]] = {}
        # What calls with invocations in them gave during the statement that is evaluated, and during its first
        # evaluation when it is the second. count: of what was recorded.
        self.recent = Recent()
        self.replay: dict[cst.CSTNode, deque[Any]] = {}
        self.count = 0
        self.host = Host(self)
        self.loops = Loops(self)
        # The computed loops and branches around what is evaluated.
        self.domains: tuple[Domain, ...] = ()
        self.recorder = Recorder(self)
        self.globals = Globals(self)
        self.world = trusted.World(
            cwd=folder,
            argv=[str(main), *argv],
            environ=dict(os.environ),
            program=main,
            written=self.recorder.files.is_written,
            absent=self._absent,
            undeclared=lambda: self.recorder.waits,
            make_folder=self._make_folder,
            get_attribute=self.get_attribute,
        )
        self.handlers: dict[type, Callable[[Any, list[Any], dict[str, Any], Call], Any]] = {
            TaskFunction: self._invoke,
            api.ApiDecorator: api.call_decorator,
            Decoration: self._decorated,
            api.ApiFunction: lambda callee, args, kwargs, site: callee.run(self, *args, **kwargs),
        }

    # Modules --------------------------------------------------------------------------------------------------------

    def run(self) -> Workflow | None:
        """Evaluate the main module; None if something was refused."""
        try:
            source = self.program.main
            self._load(source, "__main__")
        except ProgramError as error:
            for diagnostic in error.diagnostics:
                self.report(diagnostic)
        self.host.close()
        for place in self.assumed.values():
            if place is not None:
                self.note_once("N303", *place)
        for diagnostic in importability(self):
            self.report(diagnostic)
        if self._has_errors():
            return None
        invocations, barriers = finished(self.recorder)
        for diagnostic in (*lints(self, invocations), *jobless(self, invocations)):
            self.report(diagnostic)
        return Workflow(
            program=self.shown(Path(self.program.main.path)),
            argv=self.argv,
            invocations=tuple(invocations),
            barriers=tuple(b for b in barriers if b < len(invocations)),
            environment={
                name: value for name, value in sorted(self.world.environment_read.items()) if value is not None
            },
            files_read=tuple(sorted(self.world.files_read)),
            modules=tuple(sorted(module.shown for module in self.units)),
            descriptions=tuple(sorted(self.world.descriptions)),
            deleted=frozenset(self.recorder.files.deleted),
            joined=self.recorder.files.joined(),
            ended=dict(self.recorder.files.ended),
        )

    def _load(self, source: SourceModule, name: str) -> Unit:
        from eflows2smk.frontend.statements import block

        unit = self.units[source] = Unit(self, source, is_main=name == "__main__")
        unit.names.update({"__name__": name, "__file__": str(source.path), "__doc__": None})
        self._loading.append(source)
        levels, self.levels[:] = list(self.levels), []
        try:
            top = block(unit, list(source.tree.body), Scope("module", None), around=self.globals.step)
            self.globals.load(unit, top, Frame(unit.names, None, unit.names))
        except trusted.ProgramExit as error:
            if name != "__main__":
                raise
            if error.status or error.message:
                self.report(
                    Diagnostic(
                        "E308", f"the program ends here: {error.message}", place_of(error) or unit.span(source.tree)
                    )
                )
        except Exception as error:
            if name != "__main__":
                raise
            # Behind a statement that was refused things are not as plain Python has them.
            if not self._has_errors():
                self.report(self.diagnostic_of(error, source.tree))
        finally:
            self.levels[:] = levels
            self._loading.pop()
        return unit

    def user_module(self, source: SourceModule) -> UserModule:
        """A module of the program, evaluated at its first import."""
        unit = self.units.get(source)
        if unit is None:
            unit = self._load(source, source.name)
        return UserModule(source, unit.names)

    def check_circular(self, module: UserModule, wanted: str) -> None:
        """Refuse a name that is missing because its module is still being imported."""
        if module.source in self._loading:
            chain = [*self._loading[self._loading.index(module.source) :], module.source]
            raise Refusal(
                "E103",
                f"circular import: '{wanted}' is not defined yet when '{module.source.name}' is imported"
                f" ({' → '.join(item.shown for item in chain)})",
                help="move what both modules need into a third one, or import inside of a function",
            )

    def job_module(self, source: SourceModule) -> str:
        """The name under which a job imports a module of the program."""
        return Path(source.path).stem if source is self.program.main else source.name

    def shown(self, path: Path) -> str:
        """A path for people and for generated files: relative to the folder of the run where it lies inside it."""
        try:
            return path.resolve().relative_to(self.folder.resolve()).as_posix()
        except ValueError:
            return os.path.relpath(path, self.folder)

    # Loops, calls, contexts ------------------------------------------------------------------------------------------

    def enter_loop(self, node: cst.CSTNode, names: tuple[str, ...], frame: Frame) -> Level:
        level = Level(node, names, frame)
        self.levels.append(level)
        return level

    def call(self, callee: Any, args: list[Any], kwargs: dict[str, Any], site: Call | None) -> Any:
        """Call any value; `site` is None for calls that the program does not write itself."""
        if site is None:
            return callee(*args, **kwargs)
        before, self.current = self.current, (site.unit, site.node)
        if self._library_calls:
            self._library_calls.pop(id(site.node), None)
        try:
            return call_any(self, callee, args, kwargs, site)
        finally:
            self.current = before

    def inline(self, function: Function, args: Sequence[Any], kwargs: Mapping[str, Any], node: cst.CSTNode) -> Any:
        """Evaluate a function of the program at a call site, which becomes part of the sites inside it."""
        if self.depth >= self.bounds.calls and self.domains:
            raise Refusal(
                "E318",
                f"how often '{function.name}' calls itself is only known when the workflow runs",
                help="write a while loop, or give it a depth that is known and let it return there: if depth == 0 or …",
                final=True,
            )
        if self.depth >= self.bounds.calls:
            raise Refusal(
                "E312",
                f"functions call each other more than {self.bounds.calls} deep here, and the compiler follows them no"
                " further",
                help="write a loop instead, or see to it that the last call returns",
                final=True,
            )
        chain, unit = self.chain, self.units[function.module]
        caller = self.current[0] if self.current is not None else unit
        known = next((i for i, (_, seen) in enumerate(chain) if seen is node), None)
        self.chain = (*chain, (caller, node)) if known is None else chain[: known + 1]
        self.depth += 1
        self.entered.add(function.node)
        before = self.strict, self.recent, self.replay
        self.recent, self.replay = Recent(), {}
        if not self.strict and not self.host.reach.function(function):
            # Without tasks it is evaluated as a whole, or called by the host code that its caller becomes.
            self.strict = True
            self.journal = self.journal or Journal()
        try:
            return call_as_written(function, args, kwargs)
        finally:
            self.chain = chain
            self.depth -= 1
            self.strict, self.recent, self.replay = before

    def _invoke(self, task: TaskFunction, args: list[Any], kwargs: dict[str, Any], site: Call) -> Any:
        return self.recorder.invoke(task, args, kwargs, site.node, site.unit)

    def _decorated(self, decoration: Decoration, args: list[Any], kwargs: dict[str, Any], site: Call) -> Any:
        """``task(returns=1)(function)``: a function whose name in its module is not the one that it was defined by."""
        raise Refusal(
            "E302",
            f"'{decoration.name}(…)' is called like a function here, and what it gives has no name for a job to import",
            help=f"write @{decoration.name}(…) above a function",
        )

    def invoke_from_library(self, task: TaskFunction, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """A task called by a library function, as in ``reduce(task, values)`` or ``map(task, values)``."""
        assert self.current is not None
        unit, node = self.current
        counted = self._library_calls.get(id(node), -1) + 1
        self._library_calls[id(node)] = counted
        level = self.enter_loop(node, (), Frame({}, None, {}))
        level.index = counted
        try:
            return self.recorder.invoke(task, list(args), dict(kwargs), node, unit)
        finally:
            self.levels.pop()

    def is_dropped(self, callee: Opaque | Dropped) -> bool:
        """Whether a call is left out of the workflow: clocks, loggers, progress bars."""
        return isinstance(callee, Dropped) or any(
            callee.name == name or callee.name.startswith(name + ".") for name in _DROPPED
        )

    def _absent(self, path: str) -> bool:
        """Whether a path of which the program asks whether it exists is taken as not there.

        ``if not os.path.exists(out): task(out)`` is Snakemake's own business: what the workflow writes is not there.
        """
        if path in self.present or not (self.folder / path).exists():
            return False
        self.assumed.setdefault(path, self.current)
        return True

    def misjudged(self) -> frozenset[str]:
        """Paths that were taken as not there, but that the workflow does not write: they have to be asked again."""
        return frozenset(path for path in self.assumed if not self.recorder.files.is_written(path))

    def _make_folder(self, path: str) -> None:
        """Jobs make the folders of their outputs themselves."""
        if self.current is not None:
            self.note_once("N302", *self.current)

    # Values ---------------------------------------------------------------------------------------------------------

    def get_attribute(self, value: Any, name: str) -> Any:
        return get_attribute(self, value, name)

    def library_attribute(self, module: str, name: str) -> Any:
        """An attribute of a library module; opaque where the table of trusted names does not have it."""
        if module == "dataclasses" and name in DATACLASSES:
            return DATACLASSES[name]
        found = trusted.attribute(module, name)
        if found is not None:
            return self.world.bind(found)
        if trusted.library(f"{module}.{name}"):
            return LibraryModule(f"{module}.{name}")
        return Opaque(f"{module}.{name}")

    def set_element(self, container: Any, key: Any, value: Any) -> None:
        if not isinstance(container, dict | list | Record | Future) and not hasattr(type(container), "__setitem__"):
            raise TypeError(f"'{type(container).__name__}' object does not support item assignment")
        self.host.changing(container)
        container[key] = value

    def promote(self, value: Any, future: Future) -> None:
        """From now on the object, wherever it is loaded from, is a computed value."""
        self._kept.append(value)
        self.globals.changing(value)
        self.promoted[id(value)] = future
        self.host.taker.objects.known.becomes(value, future)

    def decorate(
        self, decorator: Any, function: Any, unit: Unit, where: cst.Decorator, own: Function | None = None
    ) -> Any:
        """Apply a decorator to a function or a class of the program.

        own: the function as it was defined, where other decorators may have wrapped it already: a software decorator
        takes its parameters from there, and the job gets the wrapped one by its name.
        """
        if isinstance(decorator, api.ApiDecorator):
            if decorator.name == "local":
                # Values are there when they are used, in any function.
                return function
            decorator = Decoration(decorator.name, (), {}, unit, where)
        if isinstance(decorator, Decoration):
            if isinstance(function, Descriptor):
                function.function = self.decorate(decorator, function.function, unit, where, own)
                return function
            if isinstance(function, Function):
                function = TaskFunction(own or function, self)
                self.decorated.append(function)
            if not isinstance(function, TaskFunction):
                raise Refusal("E320", f"@{decorator.name} can only decorate a function")
            if api.is_transformation(decorator) and not decorator.args and not decorator.kwargs:
                # A bare @dt() only says that transformations come with the calls.
                return function
            if api.is_transformation(decorator):
                function.transformations.insert(0, transformation_spec(decorator))
            else:
                function.decorations.insert(0, decorator)
            return function
        if isinstance(decorator, Opaque):
            # A decorator of a library (numba's njit, a profiler): jobs apply it; the function itself is what is known.
            if isinstance(function, Function | UserClass):
                function.altered = True
            return function
        if isinstance(decorator, Function | Bound | Record | DataclassDecorator):
            return self.call(decorator, [function], {}, None)
        return trusted.call(self.world, decorator, [function], {})

    # Diagnostics ----------------------------------------------------------------------------------------------------

    def report(self, diagnostic: Diagnostic) -> None:
        key = (diagnostic.code, diagnostic.span, diagnostic.message)
        if self.scout is not None or key in self.diagnostics:
            return
        self.diagnostics[key] = diagnostic
        if self.journal is not None:
            self.journal.note(lambda: self._forget(key))

    def _has_errors(self) -> bool:
        return any(each.severity is Severity.ERROR for each in self.diagnostics.values())

    def _forget(self, key: tuple[str, Span, str]) -> None:
        self.diagnostics.pop(key, None)

    def is_untouched(self) -> bool:
        """Whether nothing of the program's that was evaluated so far can have made a file or a folder."""
        return not self.count and not any(code == "N302" for code, _ in self._noted)

    def report_here(self, code: str, message: str, help: str) -> None:
        """A warning at the call that is being evaluated."""
        assert self.current is not None
        unit, node = self.current
        self.report(Diagnostic(code, message, unit.span(node), help, (), Severity.WARNING))

    def note_once(self, code: str, unit: Unit, node: cst.CSTNode) -> None:
        """A note at a call, once however often a loop comes by."""
        if (code, node) not in self._noted and self.scout is None:
            self._noted.add((code, node))
            if self.journal is not None:
                self.journal.note(lambda: self._noted.discard((code, node)))
            severity, message = NOTES[code]
            self.report(Diagnostic(code, message, unit.span(node), "", (), severity))

    def diagnostic_of(self, error: BaseException, node: cst.CSTNode, unit: Unit | None = None) -> Diagnostic:
        """The diagnostic that says what an exception means, at its innermost known place, else at `node`."""
        span = place_of(error)
        if span is None:
            chosen = unit or self.units[self.program.main]
            span = chosen.span(node)
        match error:
            case Refusal():
                return error.diagnostic(span)
            case Poisoned():
                return error.reason or Diagnostic("E302", str(error), span)
            case ProgramError():
                return error.diagnostics[0]
        if not is_own(error):
            return Diagnostic("E302", "what this does is not known when compiling", span, "do it in a @task function")
        return Diagnostic(
            "E306",
            f"this raises {type(error).__name__}: {error}" if str(error) else f"this raises {type(error).__name__}",
            span,
            "the same happens when the program is run by plain Python",
        )

    def touch(self) -> None:
        """Something was recorded."""
        self.count += 1

    def recorded(self) -> tuple[int, int]:
        """Which number the next invocation gets, and how many changes of objects there were."""
        return len(self.recorder.invocations) + (self.host.taker.current is not None), self.host.changes

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Around a part of a statement that comes by several times: what it records is a part's of its own."""
        whole, self.recent = self.recent, Recent()
        try:
            yield
        finally:
            part, self.recent = self.recent, whole
            if part:
                whole.include(part)

    def statement_ends(self) -> None:
        self.recent = Recent()
        if not self.strict and self.scout is None:
            self.journal = None

    def refused(
        self, error: Exception, step: Closure, unit: Unit, node: cst.CSTNode, scope: Scope, frame: Frame
    ) -> Any:
        """Make what was refused host code, or report it, and go on without the names that it would have bound.

        Returns the signal of the statement. Re-raises as `Poisoned` where the statement decides how its function goes
        on.
        """
        if self.journal is not None:
            self.journal.rollback()
            self.journal = None
        try:
            return self.host.statement(error, step, unit, node, scope, frame)
        except (Refusal, Poisoned, ProgramError) as final:
            error = final
        reason: Diagnostic | None = None
        if isinstance(error, Poisoned):
            if error.reason is not None:
                self._report_needed(error, unit, node)
            elif not self._has_errors():
                # Nothing may get lost without a word.
                self.report(Diagnostic("E302", "what this needs could not be worked out", unit.span(node)))
        elif isinstance(error, ProgramError):
            for diagnostic in error.diagnostics:
                self.report(diagnostic)
        else:
            reason = self.diagnostic_of(error, node, unit)
            if not self._can_wait(error, unit, node, scope):
                self.report(reason)
                reason = None
        for name in changed(node):
            names = frame.globals if scope.hops(name) < 0 else frame.names
            names[name] = Unknown(reason)
        if scope.kind == "function" and decides(node):
            raise Poisoned(None)
        return None

    def _report_needed(self, error: Poisoned, unit: Unit, node: cst.CSTNode) -> None:
        reason = error.reason
        assert reason is not None
        used = place_of(error) or unit.span(node)
        label = Label(used, "needed here when compiling")
        self.report(Diagnostic(reason.code, reason.message, reason.span, reason.help, (label,), reason.severity))

    def _can_wait(self, error: Exception, unit: Unit, node: cst.CSTNode, scope: Scope) -> bool:
        """Whether what was refused only matters if its value is needed: a library's constant at the top of a module.

        Jobs import the module and compute it then. The same in the main program after its first invocation, or a bare
        call there, would be a step of the workflow that nobody runs.
        """
        if scope.kind not in ("module", "class") or not isinstance(error, trusted.Untrusted):
            return False
        if not unit.is_main:
            return True
        return not self.recorder.invocations and only_binds(node)
