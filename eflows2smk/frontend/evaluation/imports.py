"""Imports: modules of the program are evaluated, all others are known by name."""

from __future__ import annotations

import builtins
import difflib
import sys
from typing import Any

from eflows2smk.diagnostics import Diagnostic, Severity, Span
from eflows2smk.frontend.core.lowering.lowering import lower
from eflows2smk.frontend.core.operations import Code, Import
from eflows2smk.frontend.evaluation.conversion import known, name_library
from eflows2smk.frontend.evaluation.errors import LackingAttribute, LackingModule, LackingName, Refused
from eflows2smk.frontend.evaluation.execution import executable
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import MISSING, Library, ModuleCell
from eflows2smk.frontend.heap.cells import Cell, NamesCell
from eflows2smk.frontend.trusted import interface as trusted
from eflows2smk.source.modules import SourceModule

# Modules that Python itself has under two names, on the systems that workflows run on.
_SAME = {"posixpath": "os.path"}


def load(machine: Machine, source: SourceModule, name: str) -> ModuleCell:
    """A module of the program, evaluated now."""
    module = machine.heap.allocate_as(ModuleCell, "module", {})
    module.source, module.name = source, name
    machine.modules[source] = module
    machine.loading.append(source)
    levels, machine.levels = machine.levels, []
    try:
        for announce in machine.statements:
            announce(module, -1)
        code = lower(source)
        for key, value in _names_of_module(source, name, code).items():
            machine.heap.set_key(module, key, value)
        machine.reach.add(code, is_main=name == "__main__")
        executable(machine, code)(Frame(code, module, (), module))
    finally:
        machine.levels = levels
        machine.loading.pop()
    return module


def _names_of_module(source: SourceModule, name: str, code: Code) -> dict[str, Any]:
    """What every module finds in itself. How it was loaded is not known when compiling, but for the main module."""
    is_main = name == "__main__"
    unknown = Library("importlib.machinery.ModuleSpec", MISSING)
    return {
        "__name__": name,
        "__doc__": code.docstring,
        "__package__": None if is_main else name if source.path.name == "__init__.py" else name.rpartition(".")[0],
        "__loader__": Library("importlib.machinery.SourceFileLoader", MISSING),
        "__spec__": None if is_main else unknown,
        "__file__": str(source.path),
        "__cached__": None,
        "__builtins__": name_library("builtins", builtins),
    }


def user_module(machine: Machine, source: SourceModule) -> ModuleCell:
    """A module of the program, evaluated at its first import."""
    return machine.modules.get(source) or load(machine, source, source.name)


def submodule(machine: Machine, module: ModuleCell, name: str) -> ModuleCell | None:
    dotted = f"{module.source.name}.{name}"
    if module.source in machine.provided:
        found = module_value(machine, dotted, 0, module.source) if module.source.is_package else None
        return found if isinstance(found, ModuleCell) else None
    source = machine.program.find(dotted, 0, module.source)
    return None if source is None else user_module(machine, source)


def import_module(machine: Machine, site: Site, operation: Import) -> Any:
    """What an `Import` gives."""
    importer = site.frame.module.source
    if operation.module == "__future__":
        return Library("__future__")
    found = module_value(machine, operation.module, operation.level, importer)
    if isinstance(found, Library):
        _check_installed(machine, site, operation.module)
    if operation.names or operation.leaf or "." not in operation.module:
        return found
    root = operation.module.partition(".")[0]
    top = module_value(machine, root, operation.level, importer)
    if isinstance(top, ModuleCell):
        _attach(machine, top, operation.module, importer)
    return top


def _check_installed(machine: Machine, site: Site, name: str) -> None:
    """A library that is not there is the program's ImportError where it handles that; else only the jobs need it."""
    top = name.partition(".")[0]
    if machine.program.search.is_installed(top):
        return
    if machine.guards:
        message = f"module '{top}' is not installed here: the program goes on as without it"
        machine.report(Diagnostic("N307", message, site.span, "", (), Severity.NOTE))
        raise Raised(LackingModule("E305", f"module '{top}' is not installed here"))
    told = not_installed(site.frame.module.source, top, site.span)
    if not any(each.message == told.message for each in machine.diagnostics.values()):
        machine.report(told)


def not_installed(source: SourceModule, top: str, span: Span) -> Diagnostic:
    """What is said of a library that is not there, where a module imports it."""
    message = f"module '{top}' is not installed here; jobs will need it"
    beside = difflib.get_close_matches(top, [path.stem for path in source.path.parent.glob("*.py")], 1, 0.8)
    help = "install it where the jobs run, before they do"
    if beside:
        help += f"; or did you mean '{beside[0]}', which is beside this module?"
    return Diagnostic("W314", message, span, help, (), Severity.WARNING)


def _attach(machine: Machine, top: ModuleCell, name: str, importer: SourceModule) -> None:
    """``import a.b.c`` makes ``b`` an attribute of ``a``, and ``c`` one of ``a.b``."""
    holder: Any = top
    parts = name.split(".")
    for end in range(2, len(parts) + 1):
        value = module_value(machine, ".".join(parts[:end]), 0, importer)
        machine.heap.set_key(holder, parts[end - 1], value)
        holder = value
        if not isinstance(holder, ModuleCell):
            return


def module_value(machine: Machine, name: str, level: int, importer: SourceModule) -> Any:
    """The module of that name; level counts the leading dots of a relative import."""
    for finder in machine.finders:
        found = finder(name, level)
        if found is not None:
            return found
    source = machine.program.find(name, level, importer)
    if source is not None:
        return user_module(machine, source)
    if level:
        raise Raised(ImportError(f"there is no module '{'.' * level}{name}' in this program"))
    return Library(_SAME.get(name, name))


def import_name(machine: Machine, site: Site, module: Any, name: str) -> Any:
    """``from module import name``."""
    if isinstance(module, ModuleCell):
        if name in module.content:
            return module.content[name]
        found = submodule(machine, module, name)
        if found is not None:
            return found
        if module.source in machine.loading:
            at = machine.loading.index(module.source)
            chain = " → ".join(each.shown for each in [*machine.loading[at:], module.source])
            raise Refused(
                "E103",
                f"circular import: '{name}' is not defined yet when '{module.name}' is imported ({chain})",
                "move what both modules need into a third one, or import inside of a function",
            )
        if module.source in machine.supplied:
            return Library(f"{module.name}.{name}")
        if module.source in machine.provided:
            message = f"'{module.name}' has no '{name}' that can be compiled"
            own = [each for each, value in module.content.items() if isinstance(value, Cell) and each[0] != "_"]
            raise machine.lacks(LackingName("E305", message, f"it has {', '.join(own)}"))
        raise Raised(ImportError(f"cannot import name '{name}' from '{module.name}'"))
    handler = machine.attribute.get(type(module))
    if handler is None:
        raise Refused("E304", "what this import brings in is not known when compiling")
    try:
        found = handler(machine, site, module, name)
    except Raised as raised:
        if isinstance(raised.value, LackingAttribute):
            raise Raised(raised.value.imported()) from None
        raise
    if found is MISSING:
        raise Raised(ImportError(f"cannot import name '{name}'"))
    return found


def module_attribute(machine: Machine, site: Site, value: ModuleCell, name: str) -> Any:
    """An attribute of a module of the program; one below it may be imported only now."""
    if name in value.content:
        return value.content[name]
    if name == "__dict__":
        return NamesCell(value)
    found = submodule(machine, value, name)
    if found is not None:
        return found
    getter = value.content.get("__getattr__", MISSING)
    if getter is not MISSING:
        return machine.call[type(getter)](machine, site, getter, [name], {})
    return Library(f"{value.name}.{name}") if value.source in machine.supplied else MISSING


def library_attribute(machine: Machine, site: Site, owner: Library, name: str) -> Any:
    """An attribute of a library's module or class."""
    if owner.real is not MISSING and not _is_module(owner):
        return _of_class(machine, owner, name)
    dotted = f"{owner.name}.{name}"
    if dotted in machine.variables.content:
        return machine.variables.content[dotted]
    found = trusted.attribute(owner.name, name) if trusted.library(owner.name) else None
    if dotted in machine.functions:
        real = _real(owner.name, name)
        return name_library(dotted, real) if isinstance(real, type) else Library(dotted, real)
    if found is not None:
        value = trusted.bind(machine.world, found)
        if isinstance(value, type):
            return name_library(dotted, value)
        if type(value).__name__ == "LibraryModule":
            return Library(value.name)
        if trusted.is_function(value):
            return Library(dotted, value)
        return known(machine.heap, value, {})
    if owner.name.partition(".")[0] == "typing":
        return Library(dotted, _real(owner.name, name))
    return Library(dotted)


def _is_module(owner: Library) -> bool:
    return type(owner.real).__name__ == "module"


def _real(module: str, name: str) -> Any:
    """Of a module of the standard library that the evaluation itself uses; nothing is imported for a program."""
    return getattr(sys.modules.get(module), name, MISSING)


def _of_class(machine: Machine, owner: Library, name: str) -> Any:
    dotted = f"{owner.name}.{name}"
    if dotted in machine.functions:
        return Library(dotted, getattr(owner.real, name))
    if name in ("__name__", "__qualname__"):
        return owner.real.__name__ if isinstance(owner.real, type) else getattr(owner.real, name, MISSING)
    if not isinstance(owner.real, type):
        found = getattr(owner.real, name, MISSING)
        return MISSING if found is MISSING else Library(dotted, found)
    try:
        found = trusted.method(owner.real, name)
    except trusted.TrustError:
        # What the compiler must not call is left to the run.
        return Library(dotted)
    if found is trusted.MISSING:
        found = getattr(owner.real, name, MISSING)
        if found is MISSING:
            return MISSING
    value = trusted.bind(machine.world, found)
    return Library(dotted, value) if trusted.is_function(value) else known(machine.heap, value, {})


def public_names(machine: Machine, site: Site, module: Any) -> dict[str, Any]:
    """What ``from module import *`` brings in."""
    if isinstance(module, ModuleCell):
        listed = module.content.get("__all__")
        names = list(listed.content) if listed is not None else [n for n in module.content if not n.startswith("_")]
        return {name: import_name(machine, site, module, name) for name in names}
    star = getattr(type(module), "public_names", None)
    if star is not None:
        return star(module)  # type: ignore[no-any-return]
    if isinstance(module, Library) and trusted.library(module.name):
        return {name: library_attribute(machine, site, module, name) for name in trusted.public(module.name)}
    raise Refused(
        "E304",
        f"what 'from {getattr(module, 'name', '?')} import *' brings in is not known when compiling",
        "import the names that you use one by one",
    )
