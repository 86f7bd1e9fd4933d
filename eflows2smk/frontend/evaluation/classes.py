"""Classes of the program: their making, their instances, and what the decorators of the library make of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eflows2smk.frontend.core.operations import Code
from eflows2smk.frontend.evaluation.conversion import library_of
from eflows2smk.frontend.evaluation.datamodel import bind, is_method, special
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import (
    MISSING,
    ClassCell,
    Descriptor,
    FunctionCell,
    InstanceCell,
    Library,
    Own,
)
from eflows2smk.frontend.heap.values import Computed

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
    from eflows2smk.frontend.evaluation.calls import call_value
    from eflows2smk.frontend.evaluation.execution import executable

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
    from eflows2smk.frontend.evaluation.calls import call_value

    if cls.metaclass is not None:
        hook = cls.metaclass.lookup("__call__")
        if hook is not MISSING:
            return call_value(machine, site, hook, [cls, *args], kwargs)
    return make_instance(machine, site, cls, args, kwargs)


def make_instance(machine: Machine, site: Site, cls: ClassCell, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """``type.__call__``: what calling a class does unless its metaclass says otherwise."""
    from eflows2smk.frontend.evaluation.calls import call_value

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
    from eflows2smk.frontend.evaluation.calls import call_value

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
            members.append(name) if False else None
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
            from eflows2smk.frontend.evaluation.calls import call_value

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
    from eflows2smk.frontend.evaluation.operators import equal

    for name in cls.content["__members__"]:
        member = cls.content[name]
        same = equal(machine, site, member.content["value"], args[0])
        if same is None:
            return machine.residual.operation(site, (cls, *args))
        if same:
            return member
    hook = cls.lookup("_missing_")
    if hook is not MISSING:
        from eflows2smk.frontend.evaluation.calls import call_value

        found = call_value(machine, site, bind(machine, hook, None, cls), args, {})
        if found is not None:
            return found
    shown = repr(args[0]) if isinstance(args[0], str | int | float) else "this value"
    raise Raised(ValueError(f"{shown} is not a valid {cls.qualname}"))


def _named_tuple(machine: Machine, site: Site, cls: ClassCell) -> Any:
    """``class Row(NamedTuple)``: the real named tuple; its methods stay the program's."""
    import collections

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


# Dataclasses ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A field of a dataclass, as ``field(…)`` describes it."""

    default: Any = MISSING
    factory: Any = MISSING
    init: bool = True
    repr: bool = True
    compare: bool = True
    keyword_only: bool = False
    # ``InitVar``: handed to ``__post_init__`` instead of being kept.
    only_init: bool = False


def as_field(
    machine: Machine,
    site: Site,
    *,
    default: Any = MISSING,
    default_factory: Any = MISSING,
    init: bool = True,
    repr: bool = True,
    compare: bool = True,
    kw_only: bool = False,
    **_: Any,
) -> Field:
    """``dataclasses.field``."""
    return Field(default, default_factory, init, repr, compare, kw_only)


def as_dataclass(machine: Machine, site: Site, cls: Any = None, /, **options: Any) -> Any:
    """``dataclasses.dataclass``, as a decorator or with options."""
    if cls is None:
        return Own("dataclasses.dataclass(…)", lambda machine, site, cls: _make_dataclass(machine, site, cls, options))
    return _make_dataclass(machine, site, cls, options)


def _make_dataclass(machine: Machine, site: Site, cls: Any, options: Mapping[str, Any]) -> Any:
    if not isinstance(cls, ClassCell):
        raise Refused("E302", "'dataclass' decorates a class that is not known when compiling")
    heap = machine.heap
    fields: dict[str, Field] = {}
    for base in reversed(cls.mro[1:]):
        if isinstance(base, ClassCell) and "__dataclass_fields__" in base.content:
            fields.update(base.content["__dataclass_fields__"])
    annotations = cls.content.get("__annotations__")
    keyword_only = bool(options.get("kw_only", False))
    for name in annotated(cls):
        annotation = annotations.content[name] if annotations is not None else None
        if isinstance(annotation, Library) and annotation.name.startswith("typing.ClassVar"):
            continue
        if isinstance(annotation, str) and "ClassVar" in annotation:
            continue
        if isinstance(annotation, Library) and annotation.name == "dataclasses.KW_ONLY":
            keyword_only = True
            continue
        value = cls.content.get(name, MISSING)
        field = value if isinstance(value, Field) else Field(value)
        if keyword_only and not field.keyword_only:
            field = dataclasses.replace(field, keyword_only=True)
        if _is_only_init(annotation):
            field = dataclasses.replace(field, only_init=True, repr=False, compare=False)
        fields[name] = field
        if isinstance(value, Field):
            if value.default is MISSING:
                heap.delete_key(cls, name)
            else:
                heap.set_key(cls, name, value.default)
    heap.set_key(cls, "__dataclass_fields__", fields)
    heap.set_key(cls, "__match_args__", tuple(n for n, f in fields.items() if f.init and not f.keyword_only))
    if options.get("frozen"):
        heap.set_key(cls, "__frozen__", True)
    if not options.get("repr", True) and cls.lookup("__repr__") is MISSING:
        heap.set_key(cls, "__repr__", Library("builtins.object.__repr__", MISSING))
    if options.get("init", True) and "__init__" not in cls.content:
        heap.set_key(cls, "__init__", DataclassMethod("__init__", cls))
    if options.get("eq", True) and "__eq__" not in cls.content:
        heap.set_key(cls, "__eq__", DataclassMethod("__eq__", cls))
    if options.get("order"):
        for name in ("__lt__", "__le__", "__gt__", "__ge__"):
            heap.set_key(cls, name, DataclassMethod(name, cls))
    return cls


def _is_only_init(annotation: Any) -> bool:
    if isinstance(annotation, Library):
        return annotation.name.startswith("dataclasses.InitVar")
    shown = annotation if isinstance(annotation, str) else type(annotation).__name__
    return shown.removeprefix("dataclasses.").startswith("InitVar")


class DataclassMethod:
    """A method that `dataclass` writes."""

    is_method = True

    def __init__(self, name: str, cls: ClassCell) -> None:
        self.name = name
        self.cls = cls


def call_dataclass_method(
    machine: Machine, site: Site, method: DataclassMethod, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Any:
    if method.name == "__init__":
        fill(machine, site, args[0], method.cls, list(args[1:]), dict(kwargs))
        return None
    from eflows2smk.frontend.evaluation import operators

    one, other = args
    if not isinstance(other, InstanceCell) or other.cls is not one.cls:
        return NotImplemented
    if one.is_computed or other.is_computed:
        return machine.residual.operation(site, (one, other))
    names = [name for name, field in method.cls.content["__dataclass_fields__"].items() if field.compare]
    mine = tuple(one.content[name] for name in names)
    others = tuple(other.content[name] for name in names)
    symbol = {"__eq__": "==", "__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}[method.name]
    return operators.compare(machine, site, symbol, mine, others)


def fill(
    machine: Machine, site: Site, made: InstanceCell, cls: ClassCell, args: list[Any], kwargs: dict[str, Any]
) -> None:
    """The ``__init__`` of a dataclass."""
    from eflows2smk.frontend.evaluation.calls import call_value

    fields: Mapping[str, Field] = cls.content["__dataclass_fields__"]
    positional = [name for name, field in fields.items() if field.init and not field.keyword_only]
    if len(args) > len(positional):
        raise Raised(
            TypeError(
                f"{cls.name}.__init__() takes {len(positional) + 1} positional arguments but {len(args) + 1} were given"
            )
        )
    given = dict(zip(positional, args, strict=False))
    for name, value in kwargs.items():
        if name not in fields or not fields[name].init:
            raise Raised(TypeError(f"{cls.name}.__init__() got an unexpected keyword argument '{name}'"))
        if name in given:
            raise Raised(TypeError(f"{cls.name}.__init__() got multiple values for argument '{name}'"))
        given[name] = value
    missing = [
        name
        for name, field in fields.items()
        if field.init and name not in given and field.default is MISSING and field.factory is MISSING
    ]
    if missing:
        listed = " and ".join(f"'{name}'" for name in missing)
        plural = "s" if len(missing) > 1 else ""
        raise Raised(
            TypeError(f"{cls.name}.__init__() missing {len(missing)} required positional argument{plural}: {listed}")
        )
    # What `InitVar` fields get.
    handed: list[Any] = []
    for name, field in fields.items():
        if name in given:
            value = given[name]
        elif field.factory is not MISSING:
            value = call_value(machine, site, field.factory, [], {})
        elif field.default is not MISSING:
            value = field.default
        else:
            continue
        if field.only_init:
            handed.append(value)
        else:
            machine.heap.set_key(made, name, value)
    after = made.cls.lookup("__post_init__")
    if after is not MISSING:
        call_value(machine, site, bind(machine, after, made, made.cls), handed, {})


def fields_of(machine: Machine, site: Site, value: Any) -> Mapping[str, Field]:
    """The fields of an instance, or class, of a dataclass. Raises `Raised` for others."""
    cls = value.cls if isinstance(value, InstanceCell) else value
    found: Any = cls.lookup("__dataclass_fields__") if isinstance(cls, ClassCell) else MISSING
    if found is MISSING:
        raise Raised(TypeError("must be called with a dataclass type or instance"))
    return {name: field for name, field in found.items() if not field.only_init}


def replace(machine: Machine, site: Site, value: Any, /, **changes: Any) -> Any:
    """``dataclasses.replace``."""
    if isinstance(value, Computed) or isinstance(value.content, Computed):
        return machine.residual.operation(site, (value, *changes.values()))
    fields = fields_of(machine, site, value)
    values = {name: value.content[name] for name, field in fields.items() if field.init}
    return instantiate(machine, site, value.cls, [], {**values, **changes})


def as_dict(machine: Machine, site: Site, value: Any) -> Any:
    """``dataclasses.asdict``."""
    heap = machine.heap

    def plain(item: Any) -> Any:
        if isinstance(item, InstanceCell) and item.cls.lookup("__dataclass_fields__") is not MISSING:
            return heap.allocate("dict", {name: plain(item.content[name]) for name in fields_of(machine, site, item)})
        if type(item) is tuple:
            return tuple(map(plain, item))
        if getattr(item, "kind", "") == "list":
            return heap.allocate("list", [plain(each) for each in item.content])
        if getattr(item, "kind", "") == "dict":
            return heap.allocate("dict", {key: plain(each) for key, each in item.content.items()})
        return item

    fields_of(machine, site, value)
    return plain(value)


def as_tuple(machine: Machine, site: Site, value: Any) -> Any:
    """``dataclasses.astuple``."""
    return tuple(
        as_tuple(machine, site, value.content[name])
        if isinstance(value.content[name], InstanceCell)
        and value.content[name].cls.lookup("__dataclass_fields__") is not MISSING
        else value.content[name]
        for name in fields_of(machine, site, value)
    )
