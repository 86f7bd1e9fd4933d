"""Imports by a function's call: `importlib.import_module`, ``__import__``, and `site.addsitedir`."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

from eflows2smk.frontend.evaluation.imports import module_value
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.values import ModuleCell
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed


def _import_module(machine: Machine, site: Site, name: Any, package: Any = None) -> Any:
    operands = (name, package)
    if not isinstance(name, str) or not (package is None or isinstance(package, str)):
        return machine.residual.operation(site, operands, "importlib.import_module")
    dots = len(name) - len(name.lstrip("."))
    if dots:
        # Counted from the package, not from the module that asks.
        parts = str(package or "").split(".")
        name = ".".join([*parts[: len(parts) - dots + 1], *filter(None, [name.lstrip(".")])])
    return _found(machine, site, name)


def _found(machine: Machine, site: Site, name: str) -> Any:
    """The module, after the packages around it."""
    source = site.frame.module.source
    parts = name.split(".")
    holder: Any = None
    for end in range(1, len(parts) + 1):
        value = module_value(machine, ".".join(parts[:end]), 0, source)
        if isinstance(holder, ModuleCell):
            machine.heap.set_key(holder, parts[end - 1], value)
        holder = value
    return holder


def _import(
    machine: Machine, site: Site, name: Any, globals: Any = None, locals: Any = None, fromlist: Any = (), level: Any = 0
) -> Any:
    if not isinstance(name, str) or level != 0 or isinstance(fromlist, Computed):
        return machine.residual.operation(site, (name, fromlist, level), "builtins.__import__")
    found = _found(machine, site, name)
    named: Sequence[Any] = fromlist.content if isinstance(fromlist, Cell) else fromlist
    return found if named else _found(machine, site, name.partition(".")[0])


def _add_folder(machine: Machine, site: Site, folder: Any, known: Any = None) -> Any:
    path = machine.variables.content["sys.path"]
    if not isinstance(folder, str) or not isinstance(path, Cell) or path.is_computed:
        return machine.residual.operation(site, (folder, known), "site.addsitedir")
    full = os.path.abspath(machine.world.real(folder))  # noqa: PTH100 - links stay as written
    if full not in path.content:
        machine.heap.replace(path, [*path.content, full])
    return None


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "importlib.import_module": _import_module,
    "builtins.__import__": _import,
    "site.addsitedir": _add_folder,
}
