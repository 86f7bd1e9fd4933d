"""The evaluation of a whole program."""

from __future__ import annotations

import builtins
import difflib
import os
import re
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from eflows2smk.diagnostics import Diagnostic, Severity
from eflows2smk.frontend.evaluation import standins
from eflows2smk.frontend.evaluation.calls import CALL
from eflows2smk.frontend.evaluation.classes import instantiate
from eflows2smk.frontend.evaluation.closures.table import PREPARE
from eflows2smk.frontend.evaluation.containers import METHODS
from eflows2smk.frontend.evaluation.conversion import copied
from eflows2smk.frontend.evaluation.datamodel import ATTRIBUTE
from eflows2smk.frontend.evaluation.errors import Lacking
from eflows2smk.frontend.evaluation.exceptions import text_of
from eflows2smk.frontend.evaluation.functions.managers import ContextMaker, call_context_maker
from eflows2smk.frontend.evaluation.functions.objects import Cached, Ordering, call_cached, call_ordering, of_cached
from eflows2smk.frontend.evaluation.functions.records import DataclassMethod, call_dataclass_method
from eflows2smk.frontend.evaluation.functions.table import FUNCTIONS
from eflows2smk.frontend.evaluation.imports import library_attribute, load, module_attribute
from eflows2smk.frontend.evaluation.inlining import call_function
from eflows2smk.frontend.evaluation.libraries import call_library, call_method_value
from eflows2smk.frontend.evaluation.machine import Control, Handler, Machine, Residual
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import ClassCell, FunctionCell, Library, Method, ModuleCell
from eflows2smk.frontend.evaluation.watching import Overrun, watched
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.heap import Heap
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.trusted import interface as trusted
from eflows2smk.source.modules import Program, SourceModule

SEARCH_PATH = "sys.path"
# What libraries remember, as scripts call it.
STATES = ("random_state", "numpy_random_state", "pyplot_state", "torch_state")


def new_machine(main: Path, argv: Sequence[str], folder: Path, residual: Residual, control: Control) -> Machine:
    """A machine that knows the values of Python; what the stages above know is added to its tables."""
    program = Program(main, folder)
    world = trusted.World(cwd=folder, argv=[str(main), *argv], environ=dict(os.environ), program=main)
    heap = Heap(copied)
    variables = heap.allocate("dict", {SEARCH_PATH: heap.allocate("list", list(world.search_path))})
    states = heap.allocate("module", dict.fromkeys(STATES))
    machine = Machine(program, heap, world, residual, control, variables, states)
    program.search.path = partial(search_path, machine)
    standins.install(machine)
    machine.prepare, machine.methods, machine.functions = PREPARE, METHODS, FUNCTIONS
    own: dict[type, Handler] = {
        FunctionCell: call_function,
        ClassCell: instantiate,
        Library: call_library,
        Method: call_method_value,
        Cached: call_cached,
        Ordering: call_ordering,
        ContextMaker: call_context_maker,
        DataclassMethod: call_dataclass_method,
    }
    machine.call.update({**CALL, **own})
    others: dict[type, Handler] = {ModuleCell: module_attribute, Library: library_attribute, Cached: of_cached}
    machine.attribute.update({**ATTRIBUTE, **others})
    return machine


# In the words of Python.
_UNKNOWN = re.compile(r"name '(\w+)' is not defined")


def search_path(machine: Machine) -> list[str]:
    """The entries of ``sys.path`` as the program left it so far; as it began, where only the run knows."""
    held = machine.variables.content[SEARCH_PATH]
    known = isinstance(held, Cell) and held.kind == "list" and not isinstance(held.content, Computed)
    entries = held.content if known else machine.world.search_path
    return [str(each) for each in entries if isinstance(each, str)]


def run(machine: Machine) -> None:
    """Evaluate the main module; what is wrong with the program is in the machine's diagnostics."""
    source = machine.program.main
    try:
        with watched(machine):
            load(machine, source, "__main__")
    except Overrun as overrun:
        module, node = overrun.place or (source, source.tree)
        machine.report(overrun.refused().diagnostic(module.span(node)))
    except Raised as raised:
        module, node = raised.place or (source, source.tree)
        if isinstance(raised.value, Lacking):
            machine.report(raised.value.diagnostic(module.span(node)))
            return
        if any(each.severity is Severity.ERROR for each in machine.diagnostics.values()):
            # It may come of what is missing there, and would not be Python's then.
            return
        machine.report(
            Diagnostic(
                "E306",
                f"this raises {text_of(raised.value)}",
                module.span(node),
                _help(raised, source, _names(machine, module)),
            )
        )


def _names(machine: Machine, source: SourceModule) -> list[str]:
    """Those that are bound at the top level of a module, and Python's own."""
    module = machine.modules.get(source)
    return [*(map(str, module.content) if module is not None else ()), *dir(builtins)]


def _help(raised: Raised, source: SourceModule, names: Sequence[str]) -> str:
    """What was meant, or what plain Python does."""
    unknown = _UNKNOWN.fullmatch(str(raised.value)) if isinstance(raised.value, NameError) else None
    close = difflib.get_close_matches(unknown[1], names, 1, 0.7) if unknown is not None else []
    notes = getattr(raised.value, "__notes__", None) or [f"did you mean '{name}'?" for name in close]
    if notes:
        return str(notes[0])
    if raised.is_seen:
        return "the same happens when the program is run by plain Python"
    return f"'eflows2smk run --sequential {source.shown}' shows what plain Python does here"


def on_large_stack(work: Callable[[], Any]) -> Any:
    """Call it with room for closures that call closures: a program that recurses 900 deep needs some ten Python
    frames for each of its own."""
    found: list[Any] = []
    failed: list[BaseException] = []

    def target() -> None:
        try:
            found.append(work())
        except BaseException as error:
            failed.append(error)

    before_limit, before_size = sys.getrecursionlimit(), threading.stack_size(512 * 1024 * 1024)
    sys.setrecursionlimit(100_000)
    try:
        thread = threading.Thread(target=target, name="evaluation")
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(before_limit)
        threading.stack_size(before_size)
    if failed:
        raise failed[0]
    return found[0]
