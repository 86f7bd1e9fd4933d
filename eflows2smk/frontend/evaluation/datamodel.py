"""Python's data model: types, attributes and special methods of all values.

``value.name`` by the kind of value: instances look in their class's mro for data descriptors, then in themselves, then
in the mro again; builtin types have the methods that `containers` and the table of trusted functions know.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from eflows2smk.frontend.evaluation.conversion import NotPlain, library_of
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.uniform import Traced, uniformly
from eflows2smk.frontend.evaluation.values import (
    MISSING,
    Bound,
    ClassCell,
    Descriptor,
    FunctionCell,
    InstanceCell,
    Library,
    Method,
    ModuleCell,
    Own,
    Partial,
    Refusing,
    Super,
)
from eflows2smk.frontend.heap.cells import Cell, NamesCell
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.trusted import interface as trusted
from eflows2smk.workflow.text import Text

OBJECT = library_of(object)


TYPE = library_of(type)


_FUNCTION = Library("types.FunctionType", types.FunctionType)


_METHOD = Library("types.MethodType", types.MethodType)


_MODULE = Library("types.ModuleType", types.ModuleType)


_GENERATOR = Library("types.GeneratorType", types.GeneratorType)


_KIND_TYPES: dict[str, type] = {"list": list, "set": set}


def type_of(value: Any) -> Any:
    """``type(value)``: a class cell, or a library's class; None where only the run knows."""
    if isinstance(value, Computed):
        return value.type if isinstance(value.type, ClassCell) else None
    if isinstance(value, InstanceCell):
        return value.cls
    if isinstance(value, ClassCell):
        return value.metaclass or TYPE
    if isinstance(value, FunctionCell):
        return _FUNCTION
    if isinstance(value, Bound):
        return _METHOD
    if isinstance(value, ModuleCell):
        return _MODULE
    if isinstance(value, Cell):
        if isinstance(value.content, Computed):
            return None
        if value.kind == "iterator":
            return _GENERATOR if getattr(value.content, "is_generator", False) else None
        return library_of(_KIND_TYPES.get(value.kind) or type(value.content))
    if type(value) is Text:
        return library_of(str)
    if isinstance(value, Library):
        return None if value.real is MISSING else library_of(type(value.real))
    if type(value) is trusted.TracedPath:
        return library_of(type(value).__mro__[1])
    return library_of(type(value))


def type_name(value: Any) -> str:
    """As Python's messages name the type of a value."""
    if isinstance(value, Computed):
        return "computed value"
    cls = type_of(value)
    if isinstance(cls, ClassCell):
        return cls.name
    return cls.name.rpartition(".")[2] if isinstance(cls, Library) else "object"


# What stands for an object of Python, and is none itself.
_NOT_PYTHONS_OWN = (Cell, Library, Bound, Method, Descriptor, Super, Partial, Own, Refusing)


def is_instance(value: Any, classes: Any) -> bool | None:
    """``isinstance``; None where only the run knows."""
    if isinstance(classes, tuple):
        return _any(is_instance(value, each) for each in classes)
    if isinstance(value, Computed) or (isinstance(value, Cell) and isinstance(value.content, Computed)):
        known_type = value.type if isinstance(value, Computed) else type_of(value)
        if isinstance(known_type, ClassCell) and classes in known_type.mro:
            return True
        return None
    if isinstance(classes, Library) and isinstance(classes.real, type) and not isinstance(value, _NOT_PYTHONS_OWN):
        return isinstance(value, classes.real)
    cls = type_of(value)
    return None if cls is None else is_subclass(cls, classes)


def is_subclass(cls: Any, classes: Any) -> bool | None:
    """``issubclass``; None where only the run knows."""
    if isinstance(classes, tuple):
        return _any(is_subclass(cls, each) for each in classes)
    union = getattr(classes.real if isinstance(classes, Library) else None, "__args__", None)
    if union is not None and not isinstance(classes, ClassCell):
        return _any(is_subclass(cls, library_of(each)) for each in union)
    if isinstance(cls, ClassCell):
        if classes in cls.mro:
            return True
        if isinstance(classes, ClassCell):
            return None if any(isinstance(each, Library) and each.real is MISSING for each in cls.mro) else False
        return _of_program(cls, classes)
    if isinstance(classes, ClassCell):
        return False if cls.real is not MISSING else None
    if cls.real is MISSING or not isinstance(classes, Library) or classes.real is MISSING:
        return True if cls == classes else None
    try:
        return issubclass(cls.real, classes.real)
    except TypeError as error:
        raise Raised(error) from None


def _of_program(cls: ClassCell, wanted: Any) -> bool | None:
    """Whether a class of the program counts as one of a library's."""
    if not isinstance(wanted, Library):
        return False
    if wanted == OBJECT:
        return True
    unknown = False
    for base in cls.mro:
        if isinstance(base, Library):
            found = is_subclass(base, wanted)
            if found:
                return True
            unknown = unknown or found is None
    methods = getattr(wanted.real, "__abstractmethods__", ())
    if methods and wanted.name.startswith(("collections.abc.", "typing.", "_collections_abc.")):
        return all(cls.lookup(name) is not MISSING for name in methods)
    return None if unknown else False


def _any(found: Any) -> bool | None:
    unknown = False
    for each in found:
        if each:
            return True
        unknown = unknown or each is None
    return None if unknown else False


def special(machine: Machine, value: InstanceCell, name: str) -> Any:
    """A special method of an instance, looked up in its class alone and bound; MISSING if there is none."""
    found = value.cls.lookup(name)
    return MISSING if found is MISSING else bind(machine, found, value, value.cls)


def bind(machine: Machine, found: Any, owner: Any, cls: Any) -> Any:
    """A class attribute as it is seen from an instance, or from the class itself with owner None.

    Properties are got by `get_attribute`, since that runs code.
    """
    if isinstance(found, Descriptor):
        match found.kind:
            case "staticmethod":
                return found.function
            case "classmethod":
                return Bound(found.function, cls)
        return found
    if owner is not None and type(found) in machine.call and is_method(found):
        return Bound(found, owner)
    return found


def is_method(value: Any) -> bool:
    """Whether a class attribute becomes a method of instances."""
    return isinstance(value, FunctionCell) or getattr(type(value), "is_method", False)


def get_attribute(machine: Machine, site: Site, value: Any, name: str) -> Any:
    """``value.name``. Raises `Raised` with an AttributeError as Python does."""
    found = find_attribute(machine, site, value, name)
    if found is MISSING:
        raise Raised(AttributeError(missing(value, name)))
    return found


def missing(value: Any, name: str) -> str:
    if isinstance(value, ClassCell):
        return f"type object '{value.name}' has no attribute '{name}'"
    if isinstance(value, ModuleCell):
        return f"module '{value.name}' has no attribute '{name}'"
    return f"'{type_name(value)}' object has no attribute '{name}'"


def find_attribute(machine: Machine, site: Site, value: Any, name: str) -> Any:
    """As `get_attribute`; MISSING where there is none."""
    handler = machine.attribute.get(type(value))
    if handler is not None:
        found = handler(machine, site, value, name)
        if found is MISSING and hasattr(_REAL.get(type(value), object()), name):
            raise Refused("E302", f"'.{name}' of a {type_name(value)} is not known when compiling")
        return found
    if isinstance(value, Computed) or (isinstance(value, Cell) and isinstance(value.content, Computed)):
        return computed_attribute(machine, site, value, name)
    if isinstance(value, Cell):
        return _of_container(machine, site, value, name)
    if isinstance(value, Refusing):
        raise Refused("", "", reported=value.reason)
    return _of_plain(machine, site, value, name)


def computed_attribute(machine: Machine, site: Site, value: Any, name: str) -> Any:
    """Of a computed value: a method where its class is known, else left to the run."""
    if isinstance(value, Cell) and value.kind == "list" and name in ("append", "extend"):
        # Which may be one that gathers what loops add.
        return Method(value, name)
    cls = value.type if isinstance(value, Computed) else value.content.type
    if isinstance(cls, ClassCell):
        found = cls.lookup(name)
        if is_method(found):
            return Bound(found, value)
        if isinstance(found, Descriptor):
            return call_getter(machine, site, found, value, cls)
    return machine.residual.operation(site, (value,))


def call_getter(machine: Machine, site: Site, found: Descriptor, owner: Any, cls: Any) -> Any:
    if found.kind in ("property", "cached_property"):
        return machine.call[type(found.function)](machine, site, found.function, [owner], {})
    return bind(machine, found, owner, cls)


def of_instance(machine: Machine, site: Site, value: InstanceCell, name: str) -> Any:
    if isinstance(value.content, Computed):
        return computed_attribute(machine, site, value, name)
    found = value.cls.lookup(name)
    if isinstance(found, Descriptor) and found.kind == "property":
        return call_getter(machine, site, found, value, value.cls)
    if name in value.content:
        return value.content[name]
    if isinstance(found, Descriptor) and found.kind == "cached_property":
        made = call_getter(machine, site, found, value, value.cls)
        machine.heap.set_key(value, name, made)
        return made
    if found is not MISSING:
        return _from_class(machine, site, found, value, value.cls)
    if name == "__class__":
        return value.cls
    if name == "__dict__":
        return NamesCell(value)
    getter = value.cls.lookup("__getattr__")
    if getter is not MISSING:
        return machine.call[type(getter)](machine, site, getter, [value, name], {})
    if value.base is not MISSING:
        return find_attribute(machine, site, value.base, name)
    return _of_library_base(machine, site, value.cls, value, name)


def _from_class(machine: Machine, site: Site, found: Any, owner: Any, cls: Any) -> Any:
    """An attribute found in a class; a descriptor of the program's own is asked."""
    if isinstance(found, InstanceCell):
        getter = found.cls.lookup("__get__")
        if getter is not MISSING:
            return machine.call[type(getter)](machine, site, getter, [found, owner, cls], {})
    return bind(machine, found, owner, cls)


def _of_library_base(machine: Machine, site: Site, cls: ClassCell, value: Any, name: str) -> Any:
    """What a class of the program inherits from a library's class."""
    base = cls.library_base()
    if base is None:
        return _of_object(value, name)
    if base.real is MISSING:
        return machine.residual.operation(site, (value,))
    if hasattr(base.real, name):
        return Method(value, name)
    return MISSING


def _of_object(value: Any, name: str) -> Any:
    """What every object has."""
    if hasattr(object, name):
        return Method(value, name)
    return MISSING


def of_class(machine: Machine, site: Site, value: ClassCell, name: str) -> Any:
    if name in ("__name__", "__qualname__"):
        return value.name if name == "__name__" else value.qualname
    if name == "__module__":
        return value.module.content["__name__"]
    if name in ("__mro__", "__bases__"):
        return value.mro if name == "__mro__" else value.bases
    if name == "__class__":
        return value.metaclass or TYPE
    if name == "__dict__":
        return NamesCell(value)
    if name == "__members__" and name in value.content:
        # With the names that are aliases, which iteration leaves out.
        return machine.heap.allocate(
            "dict", {key: each for key, each in value.content.items() if is_member(value, each)}
        )
    if value.metaclass is not None:
        found = value.metaclass.lookup(name)
        if isinstance(found, Descriptor) and found.kind == "property":
            return call_getter(machine, site, found, value, value.metaclass)
    found = value.lookup(name)
    if found is not MISSING:
        return (
            found
            if isinstance(found, Descriptor) and found.kind == "property"
            else _from_class(machine, site, found, None, value)
        )
    if value.metaclass is not None:
        found = value.metaclass.lookup(name)
        if found is not MISSING:
            return bind(machine, found, value, value.metaclass)
    base = value.library_base()
    if base is not None and base.real is MISSING:
        return machine.residual.operation(site, (value,))
    if hasattr(base.real if base is not None else object, name):
        return Method(value, name)
    return MISSING


def is_member(cls: ClassCell, value: Any) -> bool:
    """Of an enumeration."""
    return isinstance(value, InstanceCell) and value.cls is cls and "__enum_name__" in value.content


def of_super(machine: Machine, site: Site, value: Super, name: str) -> Any:
    owner = value.owner
    own: Any
    # A class is an object too: of its metaclass, where the method is one of that.
    own = owner if isinstance(owner, ClassCell) and value.cls in owner.mro else type_of(owner)
    if not isinstance(own, ClassCell):
        raise Refused("E302", "the class of this object is not known when compiling, so 'super()' isn't either")
    if value.cls not in own.mro:
        raise Raised(TypeError("super(type, obj): obj must be an instance or subtype of type"))
    instance = None if own is owner else owner
    for cls in own.mro[own.mro.index(value.cls) + 1 :]:
        if isinstance(cls, Library):
            if cls.real is MISSING:
                return machine.residual.operation(site, (owner,))
            if hasattr(cls.real, name):
                return Method(SuperBase(cls, owner), name)
            continue
        found = cls.content.get(name, MISSING)
        if found is not MISSING:
            if isinstance(found, Descriptor) and found.kind == "property":
                return call_getter(machine, site, found, owner, cls)
            if isinstance(found, Descriptor) and found.kind == "classmethod":
                return Bound(found.function, own)
            if name == "__new__":
                return found
            return _from_class(machine, site, found, instance if instance is not None else owner, cls)
    return MISSING


class SuperBase:
    """A library's base class, seen from an instance of a class of the program."""

    __slots__ = ("cls", "owner")

    def __init__(self, cls: Library, owner: Any) -> None:
        self.cls = cls
        self.owner = owner


def of_function(machine: Machine, site: Site, value: FunctionCell, name: str) -> Any:
    match name:
        case _ if name in value.content:
            return value.content[name]
        case "__name__":
            return value.code.name
        case "__qualname__":
            return value.code.qualname
        case "__module__":
            return value.module.content["__name__"]
        case "__doc__":
            return value.code.docstring
        case "__dict__":
            return NamesCell(value)
        case "__defaults__":
            given = value.code.parameters.with_defaults
            found = tuple(value.defaults[each] for each in given if each not in value.code.parameters.keyword_only)
            return found or None
        case "__class__":
            return _FUNCTION
    return MISSING


def of_bound(machine: Machine, site: Site, value: Bound, name: str) -> Any:
    if name == "__self__":
        return value.owner
    if name == "__func__":
        return value.function
    return find_attribute(machine, site, value.function, name)


def of_descriptor(machine: Machine, site: Site, value: Descriptor, name: str) -> Any:
    if value.kind == "property" and name in ("setter", "getter", "deleter"):
        return Own(f"property.{name}", _changer(value, name))
    if name in ("fget", "__func__", "__wrapped__"):
        return value.function
    return MISSING


def _changer(value: Descriptor, name: str) -> Any:
    def run(machine: Machine, site: Site, function: Any) -> Descriptor:
        return Descriptor(
            "property",
            function if name == "getter" else value.function,
            function if name == "setter" else value.setter,
            function if name == "deleter" else value.deleter,
        )

    return run


def of_partial(machine: Machine, site: Site, value: Partial, name: str) -> Any:
    match name:
        case "func":
            return value.function
        case "args":
            return value.args
        case "keywords":
            return machine.heap.allocate("dict", dict(value.keywords))
    return MISSING


def _of_container(machine: Machine, site: Site, value: Cell, name: str) -> Any:
    if name in machine.methods.get(value.kind, {}):
        return Method(value, name)
    if value.kind == "iterator":
        return Method(value, name) if name in ("__next__", "__iter__", "close", "send", "throw") else MISSING
    return _of_plain(machine, site, value, name)


def _of_plain(machine: Machine, site: Site, value: Any, name: str) -> Any:
    """An attribute of a value of Python's own: read now, or a method to be called."""
    if name == "__class__":
        return type_of(value)
    if isinstance(value, tuple) and name in getattr(type(value), "_fields", ()):
        return getattr(value, name)
    if isinstance(value, tuple) and name == "_replace" and hasattr(value, "_fields"):
        return Own("_replace", lambda machine, site, **changed: value._replace(**changed))  # type: ignore[attr-defined]
    own = machine.named_tuples.get(type(value), {}).get(name, MISSING)
    if isinstance(own, Descriptor):
        return call_getter(machine, site, own, value, type_of(value))
    if own is not MISSING:
        return bind(machine, own, value, type_of(value))
    plain = Traced()
    try:
        real = plain.of(value)
    except NotPlain:
        # A container with members that are not known: only its methods and its type are.
        real = type(value.content)() if isinstance(value, Cell) and value.kind != "object" else None
        if real is None or not hasattr(real, name):
            return MISSING
        return Method(value, name)
    try:
        found = trusted.method(real, name)
        if isinstance(real, PurePath) and not trusted.is_function(found):
            found = uniformly(lambda path: trusted.method(path, name), real)
    except NotPlain:
        return machine.residual.operation(site, (value,))
    except trusted.TrustError:
        # It is there; what it may do at compile time is a question of the call.
        return Method(value, name)
    if found is trusted.MISSING:
        return MISSING
    if trusted.is_function(found):
        return Method(value, name)
    return plain.back(machine.heap, found)


# What objects of the evaluation stand for: what those have besides is not known, rather than missing.
_REAL: dict[type, type] = {
    FunctionCell: types.FunctionType,
    Bound: types.MethodType,
    Descriptor: property,
    Partial: functools.partial,
    ModuleCell: types.ModuleType,
    ClassCell: type,
}


ATTRIBUTE: dict[type, Callable[..., Any]] = {
    InstanceCell: of_instance,
    ClassCell: of_class,
    Super: of_super,
    FunctionCell: of_function,
    Bound: of_bound,
    Descriptor: of_descriptor,
    Partial: of_partial,
}
