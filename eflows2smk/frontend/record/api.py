"""The names of ``eflows2smk`` and ``pycompss.api`` as values of the program, and what calling them does."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import libcst as cst

import eflows2smk
from eflows2smk import parameters
from eflows2smk.diagnostics import Diagnostic, Severity
from eflows2smk.frontend.evaluation.datamodel import get_attribute
from eflows2smk.frontend.evaluation.errors import LackingAttribute, LackingModule
from eflows2smk.frontend.evaluation.imports import module_value
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.values import Descriptor, FunctionCell
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.record import refused, waiting
from eflows2smk.frontend.record.invocations import call_task
from eflows2smk.frontend.record.provided import Provided
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.record.tasks import (
    DECORATORS,
    TRANSFORMATIONS,
    Decoration,
    TaskValue,
    decorated,
    decorator_value,
)
from eflows2smk.pycompss_shim.contents import MODULES, source_of
from eflows2smk.software import entries, packages

# PyCOMPSs has each decorator in upper case and under the name of its class too: onFailure, MultiNode.
_SPELLINGS = {name.replace("_", ""): name for name in DECORATORS} | {name.lower(): name for name in DECORATORS}
PACKAGES = ("eflows2smk", "pycompss")
# So many names fit into a message.
_FEW = 30
_LISTED = "docs/coming-from-pycompss.md lists the modules and their names"


@dataclass(frozen=True, slots=True)
class ApiDecorator:
    """A decorator of the API; calling it gives a `Decoration`. stated: the name under which the program knows it."""

    name: str
    stated: str


@dataclass(frozen=True, slots=True)
class ApiFunction:
    """A function of the API, with what it does when it is called: ``run(recording, site, *args, **kwargs)``."""

    name: str
    run: Callable[..., Any]

    @property
    def is_wait(self) -> bool:
        """Whether it only waits for its argument, and gives it back."""
        return self.name.removeprefix("compss_") in ("wait_on", "wait_on_file", "wait_on_directory")

    @property
    def is_of_scripts(self) -> bool:
        """Whether scripts can call it: they have what they wait for."""
        return self.is_wait or self.is_open

    @property
    def is_open(self) -> bool:
        """Whether it opens a file, which it does in scripts too."""
        return self.name.removeprefix("compss_") in ("open", "open_file")


@dataclass(frozen=True, slots=True)
class ApiModule:
    """``eflows2smk``, ``pycompss``, ``pycompss.api`` or a module below it."""

    name: str

    def public_names(self) -> dict[str, Any]:
        """What ``from module import *`` brings in."""
        return {name: find(name) for name in names_of(self.name)}


@dataclass(frozen=True, slots=True)
class StoreModule:
    """A module of an object store: nothing can be taken from it."""

    name: str

    def public_names(self) -> dict[str, Any]:
        """Raises Refused."""
        raise refused.refusal(self.name.partition(".")[0], self.name)


def install(machine: Machine, recording: Recording) -> None:
    """Let a machine know the API: its modules, what its decorators make, and how that is called."""
    machine.finders += [Provided(machine).find, partial(_module, machine)]
    machine.attribute[ApiModule] = _attribute
    machine.attribute[StoreModule] = _of_store
    machine.attribute[TaskValue] = _of_task
    machine.call[ApiDecorator] = _decoration
    machine.call[Decoration] = _apply
    machine.call[ApiFunction] = partial(_call, recording)
    machine.call[TaskValue] = partial(call_task, recording)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    **waiting.FUNCTIONS,
    **dict.fromkeys(refused.LEFT_OUT, waiting.left_out),
    **{name: partial(waiting.refuse, name) for name in refused.CALLED},
}


# What modules of ours ask; no program does.
_OF_OURS = {("eflows2smk.decorators.mode", "in_task"): ApiFunction("in_task", waiting.in_task)}


def find(name: str) -> Any:
    """The value of a name of the API, or None. Spellings in upper case are the same decorators, as in PyCOMPSs."""
    if name in parameters.DIRECTIONS:
        return parameters.DIRECTIONS[name]
    if name in parameters.CONVERSIONS:
        return parameters.CONVERSIONS[name]
    if name in FUNCTIONS:
        return ApiFunction(name, FUNCTIONS[name])
    if name in (*refused.STREAMS, refused.EXCEPTION):
        return refused.Unsupported(name)
    if name in ("dto", "DTObject"):
        return ApiDecorator("dt", "dt")
    if name in DECORATORS or name.lower() in _SPELLINGS:
        return ApiDecorator(name if name in DECORATORS else _SPELLINGS[name.lower()], name)
    if name == "Direction":
        return parameters.Direction_
    if name in entries():
        return ApiDecorator(name, name)
    return parameters.NAMES.get(name)


def names_of(module: str) -> list[str]:
    """The names that ``from module import *`` binds."""
    if module == "eflows2smk":
        return [name for name in eflows2smk.__all__ if find(name) is not None]
    last = module.rpartition(".")[2]
    constants = [*parameters.DIRECTIONS, *parameters.CONVERSIONS, *parameters.NAMES, "Direction", *refused.STREAMS]
    match last:
        case "parameter":
            return constants
        case "api":
            return [name for name in FUNCTIONS if name.startswith("compss_") or name == "TaskGroup"]
        case "exceptions":
            return [refused.EXCEPTION]
        case "distro_stream":
            return list(refused.DISTRO_STREAMS)
        case "data_transformation":
            return [*TRANSFORMATIONS, "dto", "DTObject", *constants]
    return [last] if last in DECORATORS else []


# Modules and their names ----------------------------------------------------------------------------------------------


def _module(machine: Machine, name: str, level: int) -> ApiModule | StoreModule | None:
    """The API's module of that name, or that of an object store; None for others."""
    root = name.partition(".")[0]
    if level:
        return None
    if root == "pycompss" and name not in MODULES:
        close = difflib.get_close_matches(name, MODULES, 1, 0.8)
        help = f"did you mean '{close[0]}'?" if close else _LISTED
        raise machine.lacks(LackingModule("E305", f"there is no module '{name}' that can be compiled", help))
    if root in PACKAGES:
        return ApiModule(name)
    if root not in packages() and root not in refused.STORES:
        return None
    found = machine.program.find(name, 0, machine.program.main)
    if found is not None and found.path.is_relative_to(machine.program.root):
        # The program has a module of that name.
        return None
    return ApiModule(name) if root in packages() else StoreModule(name)


def _attribute(machine: Machine, site: Site, module: ApiModule, name: str) -> Any:
    if module.name.partition(".")[0] == "pycompss":
        below = f"{module.name}.{name}"
        if below in MODULES or source_of(below)[0]:
            return module_value(machine, below, 0, machine.program.main)
    found = find(name)
    if found is None:
        found = _OF_OURS.get((module.name, name))
    if found is not None:
        return found
    known = sorted(names_of(module.name))
    close = difflib.get_close_matches(name, known, 1, 0.75)
    listed = f"it has {', '.join(known)}" if 0 < len(known) <= _FEW else _LISTED
    help = f"did you mean '{close[0]}'?" if close else listed
    raise machine.lacks(LackingAttribute("E305", f"'{module.name}' has no '{name}' that can be compiled", help))


def _of_store(machine: Machine, site: Site, module: StoreModule, name: str) -> Any:
    root = module.name.partition(".")[0]
    if machine.guards and not machine.program.search.is_installed(root):
        raise machine.lacks(LackingAttribute("E305", f"module '{root}' is not installed here"))
    return module.public_names()


def _of_task(machine: Machine, site: Site, task: TaskValue, name: str) -> Any:
    """``task.__name__`` and the like are the function's."""
    return get_attribute(machine, site, task.function, name)


# Calls ----------------------------------------------------------------------------------------------------------------


def _call(
    recording: Recording,
    machine: Machine,
    site: Site,
    callee: ApiFunction,
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
) -> Any:
    return callee.run(recording, site, *args, **kwargs)


def _decoration(
    machine: Machine, site: Site, callee: ApiDecorator, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Any:
    """``@task(…)``, or ``@task`` without arguments, which is applied at once."""
    node = site.operation.origin
    if callee.stated != callee.name:
        message = f"'@{callee.stated}' is an old spelling of '@{callee.name}'"
        machine.report(Diagnostic("N210", message, site.span, "", (), Severity.NOTE))
    for name, value in kwargs.items():
        for each in _inside(value):
            if isinstance(each, refused.Unsupported):
                raise refused.refusal(each.name, f"{name}={each.name}")
    module = site.frame.code.module
    if isinstance(node, cst.Decorator) or (len(args) == 1 and isinstance(args[0], FunctionCell | TaskValue)):
        bare = Decoration(callee.name, (), {}, module, node)
        return _apply(machine, site, bare, args, kwargs)
    values = {name: decorator_value(value) for name, value in kwargs.items()}
    given = tuple(decorator_value(value) for value in args)
    return Decoration(callee.name, given, values, module, node, kwargs.get("returns"))


def _inside(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, Cell) and value.kind == "dict" and not isinstance(value.content, Computed):
        yield from value.content.values()


def _apply(machine: Machine, site: Site, callee: Decoration, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """A decorator, with its arguments, meets what it decorates."""
    (value,) = args
    if callee.name == "local":
        # Values are there when they are used, in any function.
        return value
    if isinstance(value, Descriptor):
        task = decorated(callee, value.function, site)
        machine.reach.add_task(task.function.code)
        return Descriptor(value.kind, task, value.setter, value.deleter)
    task = decorated(callee, value, site)
    machine.reach.add_task(task.function.code)
    return task
