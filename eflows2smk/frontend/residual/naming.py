"""How a script gets at what the program names: an import, or a definition of its own."""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core import texts
from eflows2smk.frontend.core.blocks import all_operations
from eflows2smk.frontend.core.operations import Code
from eflows2smk.frontend.evaluation.builtin_values import BUILTINS
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.functions.managers import ContextMaker
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import MISSING, ClassCell, FunctionCell, Library, ModuleCell, Partial
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.residual.snapshots import Before
from eflows2smk.source.modules import SourceModule


@dataclass(frozen=True, slots=True)
class Need:
    """A name that a function takes from around it, with its value, and who holds it there; None for the value of a
    default, which nobody else knows."""

    name: str
    value: Any
    holder: Cell | None


@dataclass(frozen=True, slots=True)
class Definition:
    """code: of a function or class. attributes: what the program set on the function. frame: for what it needs, and for
    its operations."""

    code: str
    needs: tuple[Need, ...]
    attributes: tuple[tuple[str, Any], ...]
    frame: Frame
    operations: tuple[core.Operation, ...]


def import_line(machine: Machine, name: str, value: Any, frame: Frame) -> list[str] | None:
    """The lines that make a name mean a module, class or function in a script; None if none does."""
    if isinstance(value, Library) and not _is_named_tuple(machine, value):
        if BUILTINS.get(name) == value:
            return []
        return _of_library(machine, name, value, frame)
    if isinstance(value, ModuleCell):
        module = job_module(machine, value.source)
        root = module.partition(".")[0]
        if not _can_be_imported(module):
            return _loaded(name, module)
        return [f"import {module}"] if name in (module, root) else [f"import {module} as {name}"]
    if getattr(value, "is_of_scripts", False):
        stated = [each for each, other, _ in imports_of(_module_code(frame)) if other == name]
        alias = "" if value.name == name else f" as {name}"
        return stated or [f"from eflows2smk import {value.name}{alias}"]
    home = home_of(machine, value)
    if home is None:
        return None
    module, known = home
    if not _can_be_imported(module):
        return _loaded(name, module, f".{known}")
    line = f"from {module} import {known}"
    return [line if known == name else f"{line} as {name}"]


def _can_be_imported(module: str) -> bool:
    """Whether an import can name it; a main program may be called ``heat-2d.py``."""
    return all(part.isidentifier() and not keyword.iskeyword(part) for part in module.split("."))


def _loaded(name: str, module: str, way: str = "") -> list[str]:
    """The same for a module that no import can name. way: to what is wanted of it."""
    return ["from eflows2smk.runtime.importing import import_module", f"{name} = import_module({module!r}){way}"]


def job_module(machine: Machine, source: SourceModule) -> str:
    """The name under which a job imports a module of the program."""
    return Path(source.path).stem if source is machine.program.main else source.name


# Objects of the evaluation that stand for objects which a module's top level makes.
_MADE = (FunctionCell, ClassCell, ContextMaker, Partial)


def home_of(machine: Machine, value: Any) -> tuple[str, str] | None:
    """The module of a job, and the name in it, under which what the program defines is found; None for all else."""
    is_made = isinstance(value, _MADE) or _is_named_tuple(machine, value)
    if not is_made and not getattr(value, "is_method", False):
        return None
    defined = getattr(value, "function", value)
    own = [defined.module] if isinstance(defined, FunctionCell | ClassCell) else []
    for module in (*own, *machine.modules.values()):
        for name, known in module.content.items():
            if known is value:
                return job_module(machine, module.source), name
    return None


def _is_named_tuple(machine: Machine, value: Any) -> bool:
    """Whether it is the class of a named tuple that the program defines."""
    real = value.real if isinstance(value, Library) else None
    if not isinstance(real, type) or not issubclass(real, tuple) or not hasattr(real, "_fields"):
        return False
    return any(real.__module__ == module.name for module in machine.modules.values())


def _of_library(machine: Machine, name: str, value: Library, frame: Frame) -> list[str]:
    for line, bound, dotted in (
        imports_of(frame.code)
        if frame.code.parent is None
        else (*imports_of(frame.code), *imports_of(_module_code(frame)))
    ):
        if bound == name and (
            dotted == value.name or value.name.startswith(f"{dotted}.") or dotted.startswith(value.name)
        ):
            return [each for each, other, _ in imports_of(_module_code(frame)) if other == name] or [line]
    module, _, last = value.name.rpartition(".")
    if not module:
        return [f"import {value.name}" if name == value.name else f"import {value.name} as {name}"]
    if module == "builtins":
        return [] if last == name else [f"from builtins import {last} as {name}"]
    return [f"from {module} import {last}" if last == name else f"from {module} import {last} as {name}"]


def _module_code(frame: Frame) -> Code:
    code = frame.code
    while code.parent is not None:
        code = code.parent
    return code


def imports_of(code: Code) -> list[tuple[str, str, str]]:
    """Line, bound name and dotted name of each import of a library in a code and the functions around it."""
    known = _IMPORTS.get(code)
    if known is None:
        known = _IMPORTS[code] = list(_imports(code))
    return known


_IMPORTS: dict[Code, list[tuple[str, str, str]]] = {}


def _imports(code: Code) -> Iterator[tuple[str, str, str]]:
    modules: dict[int, core.Import] = {}
    names: dict[int, tuple[core.Import, str]] = {}
    for operation in all_operations(code.body):
        match operation:
            case core.Import():
                modules[operation.target] = operation
            case core.ImportName() if operation.module in modules:
                names[operation.target] = modules[operation.module], operation.name
            case core.Store() if operation.source in names:
                module, name = names[operation.source]
                dots = "." * module.level
                line = f"from {dots}{module.module} import {name}"
                yield (
                    line if name == operation.name else f"{line} as {operation.name}",
                    operation.name,
                    f"{module.module}.{name}",
                )
            case core.Store() if operation.source in modules:
                module = modules[operation.source]
                root = module.module.partition(".")[0]
                if operation.name == root and not module.leaf:
                    yield f"import {module.module}", operation.name, root
                else:
                    yield f"import {module.module} as {operation.name}", operation.name, module.module


def definition_of(machine: Machine, name: str, value: Any, before: Before) -> Definition | None:
    """The text of a function or class that no job can import; None for all else. before: what the names that it needs
    were, where they have changed since."""
    if not isinstance(value, FunctionCell | ClassCell) or not isinstance(value.content, dict):
        return None
    frame = Frame(value.code, value.module, value.outer, value.module)
    held = value.defaults if isinstance(value, FunctionCell) else {}
    defaults = {each: f"{name}_{each}" for each in texts.computed_defaults(value.code.node) if each in held}
    code = texts.definition_of(value.code.node, defaults)
    free = _free_names(value.code)
    if isinstance(value, ClassCell):
        free = list(dict.fromkeys([*texts.names_around(value.code.node), *free]))
    if texts.is_lambda(value.code.node):
        code = f"{name} = {code}"
    elif value.code.name != name:
        code = f"{code}\n\n\n{name} = {value.code.name}"
    needs = [Need(given, held[parameter], None) for parameter, given in defaults.items()]
    for needed in free:
        for holder in (*value.outer, value.module):
            found = before.get(holder, {}).get(needed, holder.content.get(needed, MISSING))
            if found is not MISSING:
                if found is not value and BUILTINS.get(needed) != found:
                    needs.append(Need(needed, found, holder))
                break
    attributes = []
    for attribute, held in value.content.items() if isinstance(value, FunctionCell) else ():
        if attribute.isidentifier() and (not attribute.startswith("__") or attribute == "__name__"):
            attributes.append((attribute, before.get(value, {}).get(attribute, held)))
    return Definition(code, tuple(needs), tuple(attributes), frame, tuple(all_operations(value.code.body)))


def _free_names(code: Code) -> list[str]:
    found: dict[str, None] = dict.fromkeys(code.free)
    _globals(code, found)
    return list(found)


_AROUND = (core.Place.GLOBAL, core.Place.CLASS, core.Place.CLASS_FREE)


def _globals(code: Code, found: dict[str, None]) -> None:
    for operation in all_operations(code.body):
        if isinstance(operation, core.Load | core.Store | core.Delete) and operation.place in _AROUND:
            found[operation.name] = None
        elif isinstance(operation, core.Function | core.Class | core.Comprehension):
            _globals(operation.code, found)
