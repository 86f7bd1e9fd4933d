"""What functions and classes of the program read of its modules, as far as their code shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import all_operations
from eflows2smk.frontend.core.operations import Code, Operation, Place
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.functions.managers import ContextMaker
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import (
    MISSING,
    Bound,
    ClassCell,
    Descriptor,
    FunctionCell,
    InstanceCell,
    ModuleCell,
    Partial,
)
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.record.globals import Key
from eflows2smk.frontend.record.tasks import TaskValue
from eflows2smk.source.modules import SourceModule

_GLOBAL = (Place.GLOBAL, Place.CLASS)


def reads(machine: Machine, value: Any) -> Iterator[Key]:
    """The names of modules that a function or a class reads, itself or through what it calls; or the name itself."""
    seen: set[Any] = set()
    pending: list[Any] = [value]
    while pending:
        current = bare(pending.pop())
        if isinstance(current, tuple):
            if len(current) == 2 and isinstance(current[0], SourceModule):
                yield current
            continue
        if not isinstance(current, FunctionCell | ClassCell) or current in seen:
            continue
        seen.add(current)
        qualname = current.code.qualname if isinstance(current, FunctionCell) else current.qualname
        if "." not in qualname and "<" not in qualname:
            yield current.module.source, qualname
        elif "<" in qualname:
            yield from _names_of(machine, current)
        if isinstance(current, ClassCell):
            classes = [cls for cls in current.mro if isinstance(cls, ClassCell)]
            pending += [each for cls in classes for each in cls.content.values()]
        else:
            for found in mentioned(machine, current.code, current.module):
                pending.append(found)
            pending += [each for _, each in enclosed(current)]


def _names_of(machine: Machine, value: Any) -> Iterator[Key]:
    """The names under which modules hold what a decorator has made."""
    for source, module in machine.modules.items():
        for name, held in module.content.items():
            if bare(held) is value:
                yield source, name


def enclosed(function: FunctionCell) -> Iterator[tuple[Cell, Any]]:
    """What a function takes from the functions around it, with the namespaces that hold it."""
    for name in function.code.free:
        holder = next((each for each in function.outer if name in each.content), None)
        if holder is not None:
            yield holder, holder.content[name]


def changes(machine: Machine, value: Any, before: Mapping[Cell, Mapping[Any, Any]]) -> bool:
    """Whether a function, or what it calls, has to do with what is something else by now: it binds such a name of a
    module, or reads an object that has changed. before: the slots that differ, by cell."""
    changed = {cell for cell in before if not isinstance(cell, ModuleCell) and cell.kind != "namespace"}
    names = {(cell.source, name) for cell, slots in before.items() if isinstance(cell, ModuleCell) for name in slots}
    spaces = {cell for cell in before if cell.kind == "namespace"}
    seen: set[Any] = set()
    pending: list[Any] = [bare(value)]
    while pending:
        current = bare(pending.pop())
        if isinstance(current, tuple):
            source, name = current
            held = machine.modules[source].content.get(name)
            if _reaches(machine, held, changed):
                return True
            continue
        if not isinstance(current, FunctionCell) or current in seen:
            continue
        seen.add(current)
        if current in before or any((current.module.source, name) in names for name in stored(current.code)):
            return True
        for holder, held in enclosed(current):
            if holder in spaces and _binds(current.code, before[holder]):
                return True
            if _reaches(machine, held, changed):
                return True
            pending.append(held)
        pending += mentioned(machine, current.code, current.module)
    return False


def _reaches(machine: Machine, value: Any, changed: set[Cell]) -> bool:
    if not changed or not isinstance(value, Cell) or isinstance(value, FunctionCell | ClassCell | ModuleCell):
        return False
    return any(each in changed for each in machine.heap.reachable(value))


def stored(code: Code) -> Iterator[str]:
    """The names of its module that a function binds."""
    for operation in all_operations(code.body):
        if isinstance(operation, core.Store | core.Delete) and operation.place is Place.GLOBAL:
            yield operation.name
        elif isinstance(operation, core.Function | core.Class | core.Comprehension):
            yield from stored(operation.code)


def _binds(code: Code, slots: Mapping[Any, Any]) -> bool:
    """Whether a function binds one of these names of the functions around it."""
    return any(
        isinstance(each, core.Store | core.Delete) and each.place is Place.FREE and each.name in slots
        for each in all_operations(code.body)
    )


def bare(value: Any) -> Any:
    """The function or class that is behind a value."""
    while isinstance(value, TaskValue | Bound | Descriptor | Partial | ContextMaker):
        value = value.function
    return value.cls if isinstance(value, InstanceCell) else value


def mentioned(machine: Machine, code: Code, module: ModuleCell) -> Iterator[Any]:
    """Functions, classes, and names of modules (as pairs) that a code uses, with the codes inside of it."""
    values: dict[int, Any] = {}
    for operation in all_operations(code.body):
        match operation:
            case core.Load(place=place, name=name) if place in _GLOBAL and name in module.content:
                yield module.source, name
                values[operation.target] = module.content[name]
                yield values[operation.target]
            case core.GetAttribute(name=name):
                owner = values.get(operation.object, MISSING)
                if isinstance(owner, ModuleCell):
                    yield owner.source, name
                found = _member(owner, name)
                values[operation.target] = found
                if found is not MISSING:
                    yield found
                elif owner is MISSING:
                    # Whatever it is, it may be an object of any class that has such a method.
                    yield from _methods(machine, name)
            case core.Import() | core.ImportStar() | core.ImportName():
                yield from _imported(machine, operation, module, values)
            case core.Function() | core.Class() | core.Comprehension():
                yield from mentioned(machine, operation.code, module)


def reached(machine: Machine, frame: Frame, done: Iterable[Operation]) -> Iterator[Any]:
    """What operations of a script have from the program's modules beside the names that the script is given: parts of
    modules, as pairs, and functions and classes whose code they run."""
    values: dict[int, Any] = {}
    for operation in done:
        match operation:
            case core.Load(place=place, name=name):
                holders = (frame.module,) if place in _GLOBAL else (frame.names, *frame.outer, frame.module)
                holder = next((each for each in holders if name in each.content), None)
                values[operation.target] = MISSING if holder is None else holder.content[name]
            case core.GetAttribute(name=name):
                owner = values.get(operation.object, MISSING)
                found = _member(owner, name)
                values[operation.target] = found
                if isinstance(owner, ModuleCell):
                    yield owner.source, name
                if isinstance(bare(found), FunctionCell | ClassCell):
                    yield bare(found)
                elif isinstance(owner, InstanceCell) and found is not MISSING and name not in owner.content:
                    yield from (
                        (cls.module.source, cls.qualname) for cls in owner.cls.mro if isinstance(cls, ClassCell)
                    )
                elif owner is MISSING or isinstance(owner, Computed):
                    yield from (bare(each) for each in _methods(machine, name))
            case core.Function() | core.Class() | core.Comprehension():
                yield from reached(machine, frame, all_operations(operation.code.body))


def _member(owner: Any, name: str) -> Any:
    owner = owner.cls if isinstance(owner, InstanceCell) else owner
    if isinstance(owner, ModuleCell):
        return owner.content.get(name, MISSING)
    return owner.lookup(name) if isinstance(owner, ClassCell) else MISSING


def _methods(machine: Machine, name: str) -> Iterator[Any]:
    for module in machine.modules.values():
        for value in module.content.values():
            if (
                isinstance(value, ClassCell)
                and value.module is module
                and isinstance(bare(value.content.get(name)), FunctionCell)
            ):
                yield value.content[name]


def _imported(machine: Machine, operation: Operation, module: ModuleCell, values: dict[int, Any]) -> Iterator[Any]:
    """What a function imports from the program's modules when it is called."""
    match operation:
        case core.Import():
            source = machine.program.find(operation.module, operation.level, module.source)
            found = machine.modules.get(source) if source is not None else None
            values[operation.target] = MISSING if found is None else found
            if found is not None and not operation.names:
                # All of the module where it is not said what is used of it.
                yield from ((found.source, name) for name in found.content)
                yield from found.content.values()
        case core.ImportName():
            owner = values.get(operation.module, MISSING)
            if isinstance(owner, ModuleCell):
                yield owner.source, operation.name
                values[operation.target] = owner.content.get(operation.name, MISSING)
                yield values[operation.target]
        case core.ImportStar():
            owner = values.get(operation.module, MISSING)
            if isinstance(owner, ModuleCell):
                yield from ((owner.source, name) for name in owner.content)
                yield from owner.content.values()
