"""``value.name`` on the values of the evaluator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eflows2smk.frontend import api, trusted
from eflows2smk.frontend.classes import Super, bound
from eflows2smk.frontend.computed.symbols import Grown
from eflows2smk.frontend.errors import Refusal
from eflows2smk.frontend.raised import own
from eflows2smk.frontend.tasks import TaskFunction
from eflows2smk.frontend.values import (
    MISSING,
    ApiModule,
    Descriptor,
    Dropped,
    Function,
    Future,
    LibraryModule,
    Opaque,
    Record,
    UserClass,
    UserModule,
)

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator


def get_attribute(evaluator: Evaluator, value: Any, name: str) -> Any:
    """The attribute as Python finds it; raises AttributeError, or what the kind of value refuses with."""
    special = _TABLE.get(type(value))
    if special is not None:
        return special(evaluator, value, name)
    methods = evaluator.methods.get(type(value))
    if methods is not None and name in methods:
        return bound(methods[name], value, type(value))
    found = trusted.method(value, name)
    if found is trusted.MISSING:
        raise AttributeError(f"'{type(value).__name__}' object has no attribute '{name}'")
    return evaluator.world.bind(found)


def _record(evaluator: Evaluator, value: Record, name: str) -> Any:
    found = value.cls.lookup(name)
    if isinstance(found, Descriptor) and found.kind == "property":
        return bound(found, value, value.cls)
    if name in value.state:
        if value.future is not None:
            value.future.refuse(f"the attribute '.{name}'")
        return value.state[name]
    if found is not MISSING:
        return bound(found, value, value.cls)
    if name == "__class__":
        return value.cls
    if name == "__dict__":
        return value.state
    base = _library_base(value.cls)
    if base is not None:
        raise trusted.Untrusted(f"{base.name}.{name}", "its class has a base class from a library")
    error = AttributeError(f"'{value.cls.name}' object has no attribute '{name}'")
    raise own(error) if value.cls.certainly_lacks(name) else error


def _library_base(cls: UserClass) -> Opaque | None:
    for base in cls.bases:
        if isinstance(base, Opaque):
            return base
        if isinstance(base, UserClass):
            found = _library_base(base)
            if found is not None:
                return found
    return None


def _class(evaluator: Evaluator, value: UserClass, name: str) -> Any:
    if name == "__name__":
        return value.name
    found = value.lookup(name)
    if found is MISSING:
        error = AttributeError(f"class '{value.name}' has no attribute '{name}'")
        raise own(error) if value.certainly_lacks(name) else error
    return bound(found, None, value)


def _user_module(evaluator: Evaluator, value: UserModule, name: str) -> Any:
    if name in value.names:
        return value.names[name]
    source = evaluator.program.find(f"{value.source.name}.{name}", 0, value.source)
    if source is not None:
        return evaluator.user_module(source)
    evaluator.check_circular(value, name)
    raise AttributeError(f"module '{value.source.name}' has no attribute '{name}'")


def _api_module(evaluator: Evaluator, value: ApiModule, name: str) -> Any:
    found = api.find(name)
    return ApiModule(f"{value.name}.{name}") if found is None else found


def _function(evaluator: Evaluator, value: Function | TaskFunction, name: str) -> Any:
    function = value.function if isinstance(value, TaskFunction) else value
    if name == "__name__":
        return function.name
    if name == "__qualname__":
        return function.qualname
    if name == "__wrapped__" and isinstance(value, TaskFunction):
        return function
    if name == "__doc__":
        return None
    raise Refusal("E302", f"the attribute '.{name}' of a function can't be used in the main program")


def _property(evaluator: Evaluator, value: Descriptor, name: str) -> Any:
    if name != "setter":
        raise AttributeError(f"'property' object has no attribute '{name}'")

    def setter(function: Any) -> Descriptor:
        return Descriptor("property", value.function, function)

    return setter


def _grown(evaluator: Evaluator, value: Grown, name: str) -> Any:
    return value.append if name == "append" else value.refuse(f"the attribute '.{name}'")


_TABLE = {
    Grown: _grown,
    Future: lambda evaluator, value, name: value.refuse(f"the attribute '.{name}'"),
    Record: _record,
    UserClass: _class,
    UserModule: _user_module,
    LibraryModule: lambda evaluator, value, name: evaluator.library_attribute(value.name, name),
    Opaque: lambda evaluator, value, name: Opaque(f"{value.name}.{name}"),
    Dropped: lambda evaluator, value, name: Dropped(f"{value.name}.{name}"),
    ApiModule: _api_module,
    Function: _function,
    TaskFunction: _function,
    Super: lambda evaluator, value, name: value.get(name),
    Descriptor: _property,
}
