"""Dataclasses of the program: their fields, and the methods that they get."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eflows2smk.frontend.evaluation.calls import call_value
from eflows2smk.frontend.evaluation.classes import annotated, instantiate
from eflows2smk.frontend.evaluation.datamodel import bind
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.operators import compare
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import (
    MISSING,
    ClassCell,
    InstanceCell,
    Library,
    Own,
)
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed, with_members


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
    one, other = args
    if not isinstance(other, InstanceCell) or other.cls is not one.cls:
        return NotImplemented
    if one.is_computed or other.is_computed:
        return machine.residual.operation(site, (one, other))
    names = [name for name, field in method.cls.content["__dataclass_fields__"].items() if field.compare]
    mine = tuple(one.content[name] for name in names)
    others = tuple(other.content[name] for name in names)
    symbol = {"__eq__": "==", "__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}[method.name]
    return compare(machine, site, symbol, mine, others)


def fill(
    machine: Machine, site: Site, made: InstanceCell, cls: ClassCell, args: list[Any], kwargs: dict[str, Any]
) -> None:
    """The ``__init__`` of a dataclass."""
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


def as_dict(machine: Machine, site: Site, value: Any, /, *, dict_factory: Any = None) -> Any:
    """``dataclasses.asdict``."""
    if dict_factory is not None:
        return machine.residual.operation(site, (value, dict_factory))
    return _taken_apart(machine, site, value, lambda fields: machine.heap.allocate("dict", fields))


def as_tuple(machine: Machine, site: Site, value: Any, /, *, tuple_factory: Any = None) -> Any:
    """``dataclasses.astuple``."""
    if tuple_factory is not None:
        return machine.residual.operation(site, (value, tuple_factory))
    return _taken_apart(machine, site, value, lambda fields: tuple(fields.values()))


def _taken_apart(machine: Machine, site: Site, value: Any, build: Callable[[dict[str, Any]], Any]) -> Any:
    """A record and those in it as what is built of their fields; all else is copied."""
    heap, copy = machine.heap, machine.functions["copy.deepcopy"]

    def plain(item: Any) -> Any:
        if isinstance(item, InstanceCell) and item.cls.lookup("__dataclass_fields__") is not MISSING:
            return build({name: plain(item.content[name]) for name in fields_of(machine, site, item)})
        if isinstance(item, tuple):
            return with_members(item, map(plain, item))
        if getattr(item, "kind", "") == "list":
            return heap.allocate("list", [plain(each) for each in item.content])
        if getattr(item, "kind", "") == "dict":
            return heap.allocate("dict", {key: plain(each) for key, each in item.content.items()})
        return copy(machine, site, item)

    inside = [value, *heap.reachable(value)]
    if any(isinstance(each, Computed) or (isinstance(each, Cell) and each.is_computed) for each in inside):
        return machine.residual.operation(site, (value,))
    fields_of(machine, site, value)
    return plain(value)
