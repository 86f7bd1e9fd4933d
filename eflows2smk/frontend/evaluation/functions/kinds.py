"""Functions of Python itself that ask what a value is, for its attributes, its text or its number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from eflows2smk.frontend.evaluation import operators
from eflows2smk.frontend.evaluation.calls import call_value
from eflows2smk.frontend.evaluation.changing import delete_attribute, set_attribute
from eflows2smk.frontend.evaluation.conversion import is_known, known
from eflows2smk.frontend.evaluation.datamodel import (
    find_attribute,
    get_attribute,
    is_instance,
    is_subclass,
    special,
    type_of,
)
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.labels import labels_of
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.rendering import repr_of, str_of
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.symbols import Symbol
from eflows2smk.frontend.evaluation.values import (
    MISSING,
    ClassCell,
    FunctionCell,
    InstanceCell,
    Library,
    ModuleCell,
    Super,
)
from eflows2smk.frontend.heap.cells import Cell, NamesCell
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.trusted import interface as trusted


def _residual(machine: Machine, site: Site, *operands: Any) -> Any:
    return machine.residual.operation(site, operands)


def _isinstance(machine: Machine, site: Site, value: Any, cls: Any, /) -> Any:
    found: bool | None = False
    for each in cls if isinstance(cls, tuple) and cls else (cls,):
        answer = _counts(machine, site, value, each)
        if answer:
            return True
        found = None if answer is None else found
    return _residual(machine, site, value, cls) if found is None else found


def _counts(machine: Machine, site: Site, value: Any, cls: Any) -> bool | None:
    """Whether a value is an instance of one class, as its metaclass sees it; None where only the run knows."""
    hook = cls.metaclass.lookup("__instancecheck__") if isinstance(cls, ClassCell) and cls.metaclass else MISSING
    if hook is MISSING:
        return is_instance(value, cls)
    answer = operators.truth_of(machine, site, call_value(machine, site, hook, [cls, value], {}))
    return answer if isinstance(answer, bool) else None


def _issubclass(machine: Machine, site: Site, value: Any, cls: Any, /) -> Any:
    if not isinstance(value, ClassCell | Library):
        raise Raised(TypeError("issubclass() arg 1 must be a class"))
    found = is_subclass(value, cls)
    return _residual(machine, site, value, cls) if found is None else found


def _type(machine: Machine, site: Site, value: Any, *more: Any) -> Any:
    if more:
        raise Refused("E302", "classes that 'type' makes can't be compiled", "write a class statement")
    found = type_of(value)
    return _residual(machine, site, value) if found is None else found


def _callable(machine: Machine, site: Site, value: Any, /) -> Any:
    if isinstance(value, Computed) or (isinstance(value, Library) and value.real is MISSING):
        return _residual(machine, site, value)
    if isinstance(value, InstanceCell):
        return value.cls.lookup("__call__") is not MISSING
    if isinstance(value, Library):
        return callable(value.real) or isinstance(value.real, trusted.World)
    return type(value) in machine.call


def length_of(machine: Machine, site: Site, value: Any, /) -> Any:
    if isinstance(value, InstanceCell) and not isinstance(value.content, Computed):
        method = special(machine, value, "__len__")
        if method is not MISSING:
            return call_value(machine, site, method, [], {})
        if value.base is not MISSING:
            return length_of(machine, site, value.base)
        raise Raised(TypeError(f"object of type '{value.cls.name}' has no len()"))
    if (
        isinstance(value, Cell)
        and value.kind in ("list", "dict", "set", "deque")
        and not isinstance(value.content, Computed)
    ):
        return len(value.content)
    if isinstance(value, tuple | frozenset):
        return len(value)
    if isinstance(value, ClassCell) and "__members__" in value.content:
        return len(value.content["__members__"])
    return operators.on_plain(machine, site, len, value)


def _getattr(machine: Machine, site: Site, value: Any, name: Any, *default: Any) -> Any:
    if not isinstance(name, str):
        return _residual(machine, site, value, name, *default)
    if not default:
        return get_attribute(machine, site, value, str(name))
    try:
        found = find_attribute(machine, site, value, str(name))
    except Raised as error:
        if isinstance(error.value, AttributeError):
            return default[0]
        raise
    return default[0] if found is MISSING else found


def _hasattr(machine: Machine, site: Site, value: Any, name: Any, /) -> Any:
    if isinstance(value, Computed) or (isinstance(value, Cell) and isinstance(value.content, Computed)):
        return _residual(machine, site, value, name)
    return _getattr(machine, site, value, name, MISSING) is not MISSING


def _setattr(machine: Machine, site: Site, value: Any, name: Any, new: Any, /) -> None:
    set_attribute(machine, site, value, str(name), new)


def _delattr(machine: Machine, site: Site, value: Any, name: Any, /) -> None:
    delete_attribute(machine, site, value, str(name))


def _vars(machine: Machine, site: Site, *values: Any) -> Any:
    if not values:
        return _locals(machine, site)
    (value,) = values
    if isinstance(value, InstanceCell | ClassCell | ModuleCell | FunctionCell) and not isinstance(
        value.content, Computed
    ):
        return NamesCell(value)
    if isinstance(value, Cell) and value.kind == "object" and hasattr(value.content, "__dict__"):
        return known(machine.heap, dict(vars(value.content)), {})
    return _residual(machine, site, value)


def _globals(machine: Machine, site: Site) -> Any:
    return NamesCell(site.frame.module)


def _locals(machine: Machine, site: Site) -> Any:
    if site.frame.names is site.frame.module:
        return NamesCell(site.frame.module)
    if isinstance(site.frame.names.content, Computed):
        return _residual(machine, site, site.frame.names)
    return machine.heap.allocate("dict", dict(site.frame.names.content))


def _super(machine: Machine, site: Site, *args: Any) -> Any:
    if args:
        cls, owner = args
        return Super(cls, owner)
    frame = site.frame
    found: Any = frame
    while found is not None and (found.function is None or found.function.owner is None):
        found = found.caller if found.code.kind.value in ("lambda", "comprehension") or found.function is None else None
    if found is None:
        raise Raised(RuntimeError("super(): no arguments"))
    names = (*found.code.parameters.positional_only, *found.code.parameters.positional)
    return Super(found.function.owner, found.names.content[names[0]])


def _id(machine: Machine, site: Site, value: Any, /) -> Any:
    return _residual(machine, site, value)


def _hash(machine: Machine, site: Site, value: Any, /) -> Any:
    if type(value) in (int, bool):
        return hash(value)
    return _residual(machine, site, value)


def _str(machine: Machine, site: Site, *args: Any, **kwargs: Any) -> Any:
    if len(args) == 1 and not kwargs:
        arguments: Any = getattr(site.operation, "arguments", ())
        label = labels_of(machine, site.frame.code).get(arguments[0].value) if len(arguments) == 1 else None
        return str_of(machine, site, args[0], label)
    return operators.on_plain(machine, site, lambda *given: str(*given, **kwargs), *args)


def _repr(machine: Machine, site: Site, value: Any, /) -> Any:
    return repr_of(machine, site, value)


def _print(machine: Machine, site: Site, *values: Any, **options: Any) -> None:
    machine.residual.prints(site, values, options, _printed(machine, site, values, **options))


def _printed(
    machine: Machine,
    site: Site,
    values: tuple[Any, ...],
    sep: Any = " ",
    end: Any = "\n",
    file: Any = None,
    flush: Any = False,
) -> str | None:
    """What is printed on standard output, with symbols of the loops around; None where only the run knows."""
    sep, end = " " if sep is None else sep, "\n" if end is None else end
    if file is not None or not isinstance(sep, str) or not isinstance(end, str):
        return None
    around = machine.domains
    for value in values:
        if not (value.domain in around if isinstance(value, Symbol) else is_known(value)):
            return None
    texts = [str_of(machine, site, value) for value in values]
    return None if any(not isinstance(text, str) for text in texts) else sep.join(texts) + end


def _int(machine: Machine, site: Site, *args: Any, **kwargs: Any) -> Any:
    return _number(machine, site, int, ("__int__", "__index__"), args, kwargs)


def _float(machine: Machine, site: Site, *args: Any) -> Any:
    return _number(machine, site, float, ("__float__", "__index__"), args, {})


def _bool(machine: Machine, site: Site, *args: Any) -> Any:
    return operators.truth_of(machine, site, args[0]) if args else False


def _number(machine: Machine, site: Site, real: Any, names: tuple[str, ...], args: Any, kwargs: Any) -> Any:
    if len(args) == 1 and isinstance(args[0], InstanceCell):
        for name in names:
            method = special(machine, args[0], name)
            if method is not MISSING:
                return call_value(machine, site, method, [], {})
        if args[0].base is not MISSING:
            return _number(machine, site, real, names, [args[0].base], kwargs)
    return operators.on_plain(machine, site, lambda *given: real(*given, **kwargs), *args)


def _unary_by(real: Callable[..., Any], method: str) -> Callable[..., Any]:
    def run(machine: Machine, site: Site, value: Any, *more: Any) -> Any:
        if isinstance(value, InstanceCell):
            found = special(machine, value, method)
            if found is not MISSING:
                return call_value(machine, site, found, list(more), {})
            value = value.base if value.base is not MISSING else value
        return operators.on_plain(machine, site, real, value, *more)

    return run


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "isinstance": _isinstance,
    "issubclass": _issubclass,
    "type": _type,
    "callable": _callable,
    "len": length_of,
    "getattr": _getattr,
    "hasattr": _hasattr,
    "setattr": _setattr,
    "delattr": _delattr,
    "vars": _vars,
    "globals": _globals,
    "locals": _locals,
    "super": _super,
    "id": _id,
    "hash": _hash,
    "str": _str,
    "repr": _repr,
    "print": _print,
    "int": _int,
    "float": _float,
    "bool": _bool,
    "abs": _unary_by(abs, "__abs__"),
    "round": _unary_by(round, "__round__"),
}
