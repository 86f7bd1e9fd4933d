"""``value.name = new`` and ``del value.name`` by the kind of value."""

from __future__ import annotations

from typing import Any

from eflows2smk.frontend.evaluation.conversion import NotPlain, Plain
from eflows2smk.frontend.evaluation.datamodel import missing
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import (
    MISSING,
    ClassCell,
    Descriptor,
    FunctionCell,
    InstanceCell,
    Library,
    ModuleCell,
    Refusing,
)
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed


def set_attribute(machine: Machine, site: Site, value: Any, name: str, new: Any) -> None:
    """``value.name = new``."""
    if isinstance(value, InstanceCell) and not isinstance(value.content, Computed):
        found = value.cls.lookup(name)
        if isinstance(found, Descriptor) and found.kind == "property":
            if found.setter is None:
                raise Raised(AttributeError(f"property '{name}' of '{value.cls.name}' object has no setter"))
            machine.call[type(found.setter)](machine, site, found.setter, [value, new], {})
            return
        if isinstance(found, InstanceCell):
            setter = found.cls.lookup("__set__")
            if setter is not MISSING:
                machine.call[type(setter)](machine, site, setter, [found, value, new], {})
                return
        setter = value.cls.lookup("__setattr__")
        if setter is not MISSING:
            machine.call[type(setter)](machine, site, setter, [value, name, new], {})
            return
        if "__frozen__" in value.cls.content:
            raise Raised(AttributeError(f"cannot assign to field '{name}'"))
        store_attribute(machine, site, value, name, new)
    elif isinstance(value, ClassCell | FunctionCell | ModuleCell) and not isinstance(value.content, Computed):
        store_attribute(machine, site, value, name, new)
    elif isinstance(value, Cell) and value.kind == "object" and not isinstance(value.content, Computed):
        _set_of_object(machine, site, value, name, new)
    elif isinstance(value, Library) and f"{value.name}.{name}" in machine.variables.content:
        machine.heap.set_key(machine.variables, f"{value.name}.{name}", new)
    elif isinstance(value, Computed | Cell | Library):
        machine.residual.operation(site, (value, new))
    elif isinstance(value, Refusing):
        raise Refused("", "", reported=value.reason)
    else:
        raise Raised(AttributeError(missing(value, name)))


def store_attribute(machine: Machine, site: Site, value: Cell, name: str, new: Any) -> None:
    """Put an attribute into a known object, or leave that to the run where others may share the object there."""
    if machine.heap.may_change_now(value):
        machine.heap.set_key(value, name, new)
    else:
        machine.residual.operation(site, (value, new))


def _set_of_object(machine: Machine, site: Site, value: Cell, name: str, new: Any) -> None:
    """Of a real object: namespaces of argparse and of `types`."""
    try:
        real = Plain().of(new)
    except NotPlain:
        machine.residual.operation(site, (value, new))
        return
    if not hasattr(value.content, "__dict__"):
        raise Raised(AttributeError(missing(value, name)))
    machine.heap.secure(value)
    setattr(value.content, name, real)


def delete_attribute(machine: Machine, site: Site, value: Any, name: str) -> None:
    """``del value.name``."""
    if isinstance(value, Computed) or (isinstance(value, Cell) and isinstance(value.content, Computed)):
        machine.residual.operation(site, (value,))
        return
    if isinstance(value, InstanceCell):
        found = value.cls.lookup(name)
        if isinstance(found, Descriptor) and found.deleter is not None:
            machine.call[type(found.deleter)](machine, site, found.deleter, [value], {})
            return
    if not isinstance(value, InstanceCell | ClassCell | FunctionCell | ModuleCell) or name not in value.content:
        raise Raised(AttributeError(missing(value, name)))
    if machine.heap.may_change_now(value):
        machine.heap.delete_key(value, name)
    else:
        machine.residual.operation(site, (value,))
