"""Classes of the program: plain records, dataclasses, enumerations and named tuples."""

from __future__ import annotations

import collections
import enum
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import libcst as cst

from eflows2smk.frontend.errors import Refusal
from eflows2smk.frontend.lowering import Closure, Unit, located, statement
from eflows2smk.frontend.scopes import Frame, Scope
from eflows2smk.frontend.statements import suite
from eflows2smk.frontend.values import MISSING, Bound, Descriptor, Function, Record, UserClass

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator


class Super:
    """What ``super()`` gives: the attributes of the base classes, bound to the instance."""

    __slots__ = ("cls", "instance")

    def __init__(self, cls: UserClass, instance: Any) -> None:
        self.cls = cls
        self.instance = instance

    def get(self, name: str) -> Any:
        own = self.instance.cls if isinstance(self.instance, Record) else self.instance
        for cls in own.order[own.order.index(self.cls) + 1 :]:
            found = cls.names.get(name, MISSING)
            if found is not MISSING:
                return bound(found, self.instance, cls)
        if name == "__init__":
            return self._initialise
        raise AttributeError(f"'super' object has no attribute '{name}'")

    def _initialise(self, *args: Any, **kwargs: Any) -> None:
        if self.cls.is_exception:
            self.instance.state["args"] = args


class DataclassDecorator:
    """``@dataclass`` with its options."""

    def __init__(self, **options: Any) -> None:
        self.options = options

    def __call__(self, cls: UserClass) -> UserClass:
        return dataclass(cls)


def bound(found: Any, instance: Any, cls: UserClass | type) -> Any:
    """A class attribute as it is seen from an instance (or from the class itself, with instance None)."""
    if isinstance(found, Descriptor):
        match found.kind:
            case "staticmethod":
                return found.function
            case "classmethod":
                return Bound(found.function, cls)
            case _:
                return found if instance is None else found.function(instance)
    if instance is not None and getattr(type(found), "is_method", False):
        return Bound(found, instance)
    return found


def instantiate(cls: UserClass, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Record:
    """A new record; runs ``__init__``, or fills the fields of a dataclass."""
    record = Record(cls)
    initialise = cls.lookup("__init__")
    if initialise is not MISSING:
        initialise(record, *args, **kwargs)
    elif cls.fields is not None:
        _fill(record, cls, args, kwargs)
    elif cls.is_exception:
        record.state["args"] = args
    elif args or kwargs:
        raise TypeError(f"{cls.name}() takes no arguments")
    return record


def _fill(record: Record, cls: UserClass, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    assert cls.fields is not None
    if len(args) > len(cls.fields):
        raise TypeError(f"{cls.name}() takes {len(cls.fields)} arguments but {len(args)} were given")
    values = dict(zip(cls.fields, args, strict=False))
    for name, value in kwargs.items():
        if name not in cls.fields or name in values:
            raise TypeError(f"{cls.name}() got an unexpected or repeated argument '{name}'")
        values[name] = value
    for name in cls.fields:
        if name not in values:
            default = cls.lookup(name)
            if default is MISSING:
                raise TypeError(f"{cls.name}() missing required argument: '{name}'")
            values[name] = default.make() if isinstance(default, FieldDefault) else default
        record.state[name] = values[name]
    after = cls.lookup("__post_init__")
    if after is not MISSING:
        after(record)


class FieldDefault:
    """``field(default_factory=…)`` of a dataclass."""

    def __init__(self, *, default: Any = MISSING, default_factory: Any = MISSING, **_: Any) -> None:
        self.default = default
        self.factory = default_factory

    def make(self) -> Any:
        if self.factory is not MISSING:
            return self.factory()
        if self.default is MISSING:
            raise TypeError("missing required argument")
        return self.default


def dataclass(cls: UserClass) -> UserClass:
    """Make the annotated names of a class its fields, those of its bases first."""
    inherited = [name for base in cls.bases if isinstance(base, UserClass) for name in base.fields or ()]
    own = cls.names.get("__annotations__", [])
    cls.fields = tuple(dict.fromkeys([*inherited, *own]))
    return cls


def replace(record: Record, **changes: Any) -> Record:
    """``dataclasses.replace``."""
    return instantiate(record.cls, (), {**fields_of(record), **changes})


def fields_of(record: Record) -> dict[str, Any]:
    """The fields of an instance of a dataclass; raises TypeError for other instances."""
    if not isinstance(record, Record) or record.cls.fields is None:
        raise TypeError("should be called on dataclass instances")
    if record.future is not None:
        record.future.refuse("the list of its fields")
    return {name: record.state[name] for name in record.cls.fields}


def as_dict(record: Record) -> dict[str, Any]:
    """``dataclasses.asdict``."""

    def plain(value: Any) -> Any:
        if isinstance(value, Record) and value.cls.fields is not None:
            return as_dict(value)
        if type(value) in (list, tuple):
            return type(value)(plain(item) for item in value)
        return {key: plain(item) for key, item in value.items()} if type(value) is dict else value

    return {name: plain(value) for name, value in fields_of(record).items()}


def as_tuple(record: Record) -> tuple[Any, ...]:
    """``dataclasses.astuple``."""
    return tuple(as_tuple(v) if isinstance(v, Record) else v for v in fields_of(record).values())


DATACLASSES: dict[str, Callable[..., Any]] = {"replace": replace, "asdict": as_dict, "astuple": as_tuple}


def _annotated(body: cst.BaseSuite) -> list[str]:
    names = []
    for line in body.body:
        for node in line.body if isinstance(line, cst.SimpleStatementLine) else []:
            if isinstance(node, cst.AnnAssign) and isinstance(node.target, cst.Name):
                annotation = node.annotation.annotation
                label = annotation.value if isinstance(annotation, cst.Subscript) else annotation
                if not (isinstance(label, cst.Name) and label.value == "ClassVar"):
                    names.append(node.target.value)
    return names


@statement(cst.ClassDef)
def class_definition(unit: Unit, node: cst.ClassDef, scope: Scope) -> Closure:
    name = node.name.value
    qualname = f"{scope.qualname}.{name}" if scope.qualname else name
    inner = Scope("class", scope, (), qualname)
    inner.names.update(_bound(node.body))
    bases = [unit.expression(arg.value, scope) for arg in node.bases]
    body = suite(unit, node.body, inner)
    decorators = [(unit.expression(d.decorator, scope), d) for d in reversed(node.decorators)]
    annotated = _annotated(node.body)

    def run(frame: Frame) -> None:
        names: dict[str, Any] = {}
        inside = Frame(names, frame, frame.globals)
        body(inside)
        values = tuple(base(frame) for base in bases)
        names["__annotations__"] = annotated
        cls = _make(UserClass(name, qualname, unit.source, values, names), unit.evaluator)
        if isinstance(cls, UserClass):
            cls.instantiate = instantiate
            cls.altered = bool(node.keywords)
            unit.evaluator.classes.append(cls)
        names["__class__"] = cls
        made: Any = cls
        for decorator, where in decorators:
            try:
                made = unit.evaluator.decorate(decorator(frame), made, unit, where)
            except Exception as error:
                raise located(error, unit, where) from None
        if scope.hops(name) < 0:
            frame.globals[name] = made
        else:
            frame.names[name] = made

    return run


def _bound(body: cst.BaseSuite) -> set[str]:
    from eflows2smk.frontend.scopes import bound_names

    return bound_names(body).names


_ENUMERATIONS: tuple[Any, ...] = (enum.Enum, enum.IntEnum, enum.StrEnum, enum.Flag, enum.IntFlag)


def _named_tuple(name: str, fields: list[str], defaults: list[Any]) -> Any:
    return collections.namedtuple(name, fields, defaults=defaults)


def _make(cls: UserClass, evaluator: Evaluator) -> Any:
    """The class itself, or the real thing for enumerations and named tuples; the evaluator keeps their methods."""
    methods = {key: value for key, value in cls.names.items() if isinstance(value, Function | Descriptor)}
    plain = {key: value for key, value in cls.names.items() if not key.startswith("__") and key not in methods}
    for base in cls.bases:
        made: Any = None
        if isinstance(base, type) and base in _ENUMERATIONS:
            made = base(cls.name, plain)
        elif base is collections.namedtuple or getattr(base, "__name__", "") == "NamedTuple":
            fields = cls.names["__annotations__"]
            defaults = [plain[field] for field in fields if field in plain]
            made = _named_tuple(cls.name, fields, defaults)
        if made is None:
            continue
        special = next((name for name in methods if name.startswith("_") and name.endswith("_")), "")
        if special or len(cls.bases) > 1:
            more = f"with '{special}'" if special else "with another base class"
            raise Refusal(
                "E302",
                f"class '{cls.name}' is a '{base.__name__}' {more}, which can't be compiled",
                help="write functions in their place",
            )
        made.__module__, made.__qualname__ = evaluator.job_module(cls.module), cls.qualname
        evaluator.methods[made] = methods
        return made
    if any(isinstance(base, UserClass) and base.fields is not None for base in cls.bases):
        cls.fields = next(b.fields for b in cls.bases if isinstance(b, UserClass) and b.fields is not None)
    return cls
