"""What functions of the program certainly change in place: their parameters, and the globals of their modules."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import all_operations
from eflows2smk.frontend.core.operations import Code, Place
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import ClassCell, FunctionCell, Library, ModuleCell
from eflows2smk.frontend.record.reading import bare, mentioned
from eflows2smk.frontend.record.refused import Unsupported

# Of lists, dictionaries, sets and arrays; none of these names is that of a method that leaves its object alone.
_IN_PLACE = frozenset("append extend insert remove pop clear update add discard sort reverse popitem fill".split())
_NO_OBJECTS = (FunctionCell, ClassCell, ModuleCell, Library, Unsupported)


def changed_parameters(function: FunctionCell) -> Iterator[tuple[str, cst.CSTNode]]:
    """The first place where each parameter's object is certainly changed, if it is the parameter's all the time."""
    code = function.code
    stored = {each.name for each in all_operations(code.body) if isinstance(each, core.Store | core.Delete)}
    mine = set(code.parameters.names) - stored
    seen: set[str] = set()
    for name, place, node in _changes(code):
        if place in (Place.LOCAL, Place.CELL) and name in mine and name not in seen:
            seen.add(name)
            yield name, node


def changed_globals(machine: Machine, function: FunctionCell) -> dict[str, str]:
    """The names of modules that a function changes, itself or through what it calls, each with who does it."""
    found: dict[str, str] = {}
    seen: set[FunctionCell] = set()
    pending = [function]
    while pending:
        current = pending.pop()
        if current in seen:
            continue
        seen.add(current)
        names = current.module.content
        for each in all_operations(current.code.body):
            if isinstance(each, core.Store) and each.place is Place.GLOBAL:
                found.setdefault(each.name, current.code.name)
        for name, place, _ in _changes(current.code):
            if place is Place.GLOBAL and name in names and not isinstance(names[name], _NO_OBJECTS):
                found.setdefault(name, current.code.name)
        used = (bare(each) for each in mentioned(machine, current.code, current.module))
        pending += [each for each in used if isinstance(each, FunctionCell)]
    return found


def _changes(code: Code) -> Iterator[tuple[str, Place, cst.CSTNode]]:
    """The variables whose objects are changed in place, with where."""
    loaded: dict[int, core.Load] = {}
    methods: dict[int, core.Load] = {}
    for operation in all_operations(code.body):
        match operation:
            case core.Load():
                loaded[operation.target] = operation
            case core.GetAttribute(name=name) if name in _IN_PLACE and operation.object in loaded:
                methods[operation.target] = loaded[operation.object]
            case core.Call() if operation.function in methods:
                load = methods[operation.function]
                yield load.name, load.place, operation.origin
            case core.SetItem() | core.SetAttribute() | core.DeleteItem() | core.DeleteAttribute():
                if operation.object in loaded:
                    load = loaded[operation.object]
                    yield load.name, load.place, operation.origin
