"""Classes of the program: their making, their instances, and what the decorators of the library make of them."""

from __future__ import annotations

import collections
from collections.abc import Mapping, Sequence
from typing import Any

from eflows2smk.frontend.core.operations import Code
from eflows2smk.frontend.evaluation.calls import call_value
from eflows2smk.frontend.evaluation.conversion import library_of
from eflows2smk.frontend.evaluation.datamodel import bind, is_method, special
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.execution import executable
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.operators import equal
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import (
    MISSING,
    ClassCell,
    Descriptor,
    FunctionCell,
    InstanceCell,
    Library,
)

_OBJECT = library_of(object)
_ENUMERATIONS = {"enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag"}
# Bases that mean nothing for what an instance holds.
_MARKERS = {"typing.Generic", "typing.Protocol", "abc.ABC", "builtins.object"}
# Builtin types of which instances of the program's classes hold one as their `base`.
_HELD = (
    "builtins.str",
    "builtins.int",
    "builtins.float",
    "builtins.list",
    "builtins.dict",
    "builtins.set",
    "builtins.tuple",
    "builtins.frozenset",
    "builtins.bytes",
    "collections.OrderedDict",
    "collections.defaultdict",
    "collections.Counter",
    "collections.deque",
)


def make_class(machine: Machine, site: Site, code: Code, bases: Sequence[Any], keywords: Mapping[str, Any]) -> Any:
    """What a ``class`` statement makes."""
    heap = machine.heap
    expanded = _entries(machine, bases)
    for base in expanded:
        if not isinstance(base, ClassCell | Library):
            raise Refused("E302", "a base of this class is not known when compiling")
    made = heap.allocate_as(ClassCell, "class", {})
    made.name, made.qualname = code.name, code.qualname
    made.code, made.outer = code, site.frame.around
    made.bases = tuple(expanded) or (_OBJECT,)
    made.module = site.frame.module
    made.metaclass = keywords.get("metaclass")
    if not isinstance(made.metaclass, ClassCell):
        made.metaclass = next((b.metaclass for b in made.bases if isinstance(b, ClassCell) and b.metaclass), None)
    made.mro = _mro(made)
    machine.classes.append(made)
    frame = Frame(code, made, site.frame.around, site.frame.module, site.frame, site.operation.origin)
    heap.set_key(made, "__module__", site.frame.module.content["__name__"])
    heap.set_key(made, "__qualname__", code.qualname)
    heap.set_key(made, "__doc__", code.docstring)
    executable(machine, code)(frame)
    for value in list(made.content.values()):
        function = value.function if isinstance(value, Descriptor) else value
        if isinstance(function, FunctionCell) and function.owner is None:
            function.owner = made
    finished: Any = made
    if {base.name for base in made.mro if isinstance(base, Library)} & _ENUMERATIONS:
        _enumerate(machine, site, made)
    elif any(isinstance(base, Library) and base.name == "typing.NamedTuple" for base in made.bases):
        finished = _named_tuple(machine, site, made)
    for name, value in list(made.content.items()):
        if isinstance(value, InstanceCell):
            hook = special(machine, value, "__set_name__")
            if hook is not MISSING:
                call_value(machine, site, hook, [made, name], {})
    rest = {name: value for name, value in keywords.items() if name != "metaclass"}
    for base in made.mro[1:]:
        if isinstance(base, ClassCell) and "__init_subclass__" in base.content:
            hook = base.content["__init_subclass__"]
            function = hook.function if isinstance(hook, Descriptor) else hook
            call_value(machine, site, function, [made], rest)
            break
    if made.metaclass is not None:
        hook = made.metaclass.lookup("__init__")
        if hook is not MISSING:
            call_value(machine, site, hook, [made, made.name, made.bases, heap.allocate("dict", {})], rest)
        if made.metaclass.lookup("__new__") is not MISSING:
            raise Refused(
                "E302",
                f"the metaclass '{made.metaclass.name}' makes its classes itself",
                "use '__init_subclass__' or a decorator of the class",
            )
    return finished


def _entries(machine: Machine, bases: Sequence[Any]) -> list[Any]:
    """Bases as classes: ``Generic[T]`` is `Generic`."""
    found = []
    for base in bases:
        origin = (
            getattr(base.real, "__origin__", None) if isinstance(base, Library) and base.real is not MISSING else None
        )
        found.append(library_of(origin) if isinstance(origin, type) and not isinstance(base.real, type) else base)
    return found


def _mro(cls: ClassCell) -> tuple[Any, ...]:
    """Python's method resolution order (C3)."""
    sequences = [list(_mro_of(base)) for base in cls.bases] + [list(cls.bases)]
    order: list[Any] = [cls]
    while any(sequences):
        sequences = [each for each in sequences if each]
        for sequence in sequences:
            candidate = sequence[0]
            if not any(candidate in other[1:] for other in sequences):
                break
        else:
            raise Raised(TypeError("Cannot create a consistent method resolution order (MRO) for bases"))
        order.append(candidate)
        for sequence in sequences:
            if sequence[0] == candidate:
                del sequence[0]
    return tuple(order)


def _mro_of(base: Any) -> tuple[Any, ...]:
    if isinstance(base, ClassCell):
        return base.mro
    if isinstance(base.real, type):
        return (base, *(library_of(each) for each in base.real.__mro__[1:]))
    return (base, _OBJECT)


# Instances ------------------------------------------------------------------------------------------------------------


def instantiate(machine: Machine, site: Site, cls: ClassCell, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """``Class(…)``; as calls of functions it is left to the run as a whole where no task is reached from it."""
    residual = machine.residual
    codes = [code for name in _MAKERS if isinstance(code := code_of(cls.lookup(name)), Code)]
    if residual.is_enclosed or not codes or any(machine.reach.reaches(code.body) for code in codes):
        return _instantiate(machine, site, cls, args, kwargs)
    token = residual.encloses(site)
    try:
        made = _instantiate(machine, site, cls, args, kwargs)
    except BaseException:
        residual.abandoned(token)
        raise
    return residual.enclosed(token, made)


_MAKERS = ("__new__", "__init__", "__post_init__")


def code_of(method: Any) -> Code | None:
    function = method.function if isinstance(method, Descriptor) else method
    return function.code if isinstance(function, FunctionCell) else None


def _instantiate(machine: Machine, site: Site, cls: ClassCell, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    if cls.metaclass is not None:
        hook = cls.metaclass.lookup("__call__")
        if hook is not MISSING:
            return call_value(machine, site, hook, [cls, *args], kwargs)
    return make_instance(machine, site, cls, args, kwargs)


def make_instance(machine: Machine, site: Site, cls: ClassCell, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """``type.__call__``: what calling a class does unless its metaclass says otherwise."""
    members = cls.content.get("__members__", MISSING)
    if members is not MISSING:
        return _member(machine, site, cls, args)
    abstract = [name for name, value in _all_attributes(cls).items() if _is_abstract(value)]
    if abstract:
        plural = "s" if len(abstract) > 1 else ""
        names = ", ".join(f"'{name}'" for name in sorted(abstract))
        raise Raised(
            TypeError(
                f"Can't instantiate abstract class {cls.name} without an implementation for abstract"
                f" method{plural} {names}"
            )
        )
    maker = cls.lookup("__new__")
    if maker is not MISSING:
        function = maker.function if isinstance(maker, Descriptor) else maker
        made = call_value(machine, site, function, [cls, *args], kwargs)
        if not isinstance(made, InstanceCell) or cls not in made.cls.mro:
            return made
    else:
        made = new_instance(machine, site, cls, args)
    initialise = cls.lookup("__init__")
    if initialise is not MISSING:
        call_value(machine, site, bind(machine, initialise, made, cls), args, kwargs)
        return made
    base = library_base(cls)
    if base is not None and base.real is MISSING:
        # What its base does when an object is made is not known.
        return machine.residual.operation(site, (*args, *kwargs.values()))
    if base is not None and base.name in _HELD:
        initialise_base(machine, site, made, base, args, kwargs)
    elif base is not None and isinstance(base.real, type) and issubclass(base.real, BaseException):
        machine.heap.set_key(made, "args", tuple(args))
    elif (args or kwargs) and maker is MISSING:
        raise Raised(TypeError(f"{cls.name}() takes no arguments"))
    return made


def _all_attributes(cls: ClassCell) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in reversed(cls.mro):
        if isinstance(each, ClassCell):
            found.update(each.content)
    return found


def _is_abstract(value: Any) -> bool:
    function = value.function if isinstance(value, Descriptor) else value
    return isinstance(function, FunctionCell) and function.content.get("__isabstractmethod__") is True


def new_instance(machine: Machine, site: Site, cls: ClassCell, args: Sequence[Any] = ()) -> InstanceCell:
    """``object.__new__(cls)``."""
    made = machine.heap.allocate_as(InstanceCell, "instance", {}, cls)
    made.cls = cls
    made.base = MISSING
    base = library_base(cls)
    if base is not None and isinstance(base.real, type) and issubclass(base.real, BaseException):
        made.content["args"] = tuple(args)
    return made


def library_base(cls: ClassCell) -> Library | None:
    return cls.library_base(but=tuple(_MARKERS))


def initialise_base(
    machine: Machine, site: Site, made: InstanceCell, base: Library, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> None:
    """What a builtin base class holds of an instance."""
    made.base = call_value(machine, site, base, args, kwargs)


# Enumerations ---------------------------------------------------------------------------------------------------------


def _enumerate(machine: Machine, site: Site, cls: ClassCell) -> None:
    """Make the plain attributes of an enumeration its members."""
    heap = machine.heap
    names = {base.name for base in cls.mro if isinstance(base, Library)}
    members: list[str] = []
    values: dict[Any, InstanceCell] = {}
    last: Any = 0
    inherited = next(
        (b.content["__members__"] for b in cls.mro[1:] if isinstance(b, ClassCell) and "__members__" in b.content), ()
    )
    if inherited:
        raise Raised(TypeError(f"<enum '{cls.name}'> cannot extend <enum>"))
    initialise = cls.lookup("__init__")
    for name, value in list(cls.content.items()):
        if name.startswith("_") or is_method(value) or isinstance(value, Descriptor | ClassCell):
            continue
        if isinstance(value, Library) and value.name == "enum.auto()":
            value = _automatic(names, name, last)
        last = value
        if type(value) in (int, str, float, bool, tuple, type(None)) and value in values:
            heap.set_key(cls, name, values[value])
            continue
        member = heap.allocate_as(InstanceCell, "instance", {}, cls)
        member.cls = cls
        held = [base for base in cls.mro if isinstance(base, Library) and base.name in _HELD]
        member.base = MISSING
        if held:
            real = value if not isinstance(value, tuple) else value
            member.base = real
        heap.set_key(member, "__enum_name__", name)
        heap.set_key(member, "name", name)
        heap.set_key(member, "value", value)
        heap.set_key(member, "_value_", value)
        heap.set_key(member, "_name_", name)
        if initialise is not MISSING:
            given = list(value) if isinstance(value, tuple) else [value]
            call_value(machine, site, initialise, [member, *given], {})
        if type(value) in (int, str, float, bool, tuple, type(None)):
            values[value] = member
        heap.set_key(cls, name, member)
        members.append(name)
    if members:
        heap.set_key(cls, "__members__", tuple(members))


def _automatic(names: set[str], name: str, last: Any) -> Any:
    if "enum.StrEnum" in names:
        return name.lower()
    if names & {"enum.Flag", "enum.IntFlag"}:
        return 1 if not last else 1 << last.bit_length()
    return (last if isinstance(last, int) else 0) + 1


def _member(machine: Machine, site: Site, cls: ClassCell, args: Sequence[Any]) -> Any:
    for name in cls.content["__members__"]:
        member = cls.content[name]
        same = equal(machine, site, member.content["value"], args[0])
        if same is None:
            return machine.residual.operation(site, (cls, *args))
        if same:
            return member
    hook = cls.lookup("_missing_")
    if hook is not MISSING:
        found = call_value(machine, site, bind(machine, hook, None, cls), args, {})
        if found is not None:
            return found
    shown = repr(args[0]) if isinstance(args[0], str | int | float) else "this value"
    raise Raised(ValueError(f"{shown} is not a valid {cls.qualname}"))


def _named_tuple(machine: Machine, site: Site, cls: ClassCell) -> Any:
    """``class Row(NamedTuple)``: the real named tuple; its methods stay the program's."""
    fields = annotated(cls)
    defaults = [cls.content[name] for name in fields if name in cls.content]
    made = collections.namedtuple(cls.name, fields, defaults=defaults)  # type: ignore[misc]
    made.__qualname__ = cls.qualname
    made.__module__ = cls.module.name
    special_names = [name for name, value in cls.content.items() if is_method(value) or isinstance(value, Descriptor)]
    machine.named_tuples[made] = {name: cls.content[name] for name in special_names}
    return library_of(made)


def annotated(cls: ClassCell) -> list[str]:
    """The names that a class body annotates, in order."""
    found = cls.content.get("__annotations__")
    return list(found.content) if found is not None else []
