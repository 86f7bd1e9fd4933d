"""Calls of library functions and of methods of Python's own values: for real on plain values, else left to the run."""

from __future__ import annotations

import inspect
import pkgutil
import sys
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from eflows2smk.frontend.evaluation import classes, operators
from eflows2smk.frontend.evaluation.calls import call_value
from eflows2smk.frontend.evaluation.changing import store_attribute
from eflows2smk.frontend.evaluation.containers import METHODS, call_method, pairs_of
from eflows2smk.frontend.evaluation.conversion import NotPlain, Plain, known, really
from eflows2smk.frontend.evaluation.datamodel import SuperBase, get_attribute, type_name
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.items import get_item, hashable, set_item
from eflows2smk.frontend.evaluation.iteration import items_of
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.rendering import repr_of, str_of
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.uniform import (
    METHODS_OF_PATHS,
    METHODS_OF_TEXTS,
    Traced,
    asks_for_digits,
    is_distinct,
    is_of_paths,
    uniformly,
)
from eflows2smk.frontend.evaluation.values import (
    MISSING,
    ClassCell,
    InstanceCell,
    Library,
    Method,
)
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.trusted import interface as trusted
from eflows2smk.workflow.text import has_symbol

# Real functions that change an argument, by position (those of the table of facts, as real objects are called here).
_CHANGES = {
    "heapq.heappush": 0,
    "heapq.heappop": 0,
    "heapq.heapify": 0,
    "heapq.heappushpop": 0,
    "heapq.heapreplace": 0,
    "bisect.insort": 0,
    "bisect.insort_left": 0,
    "bisect.insort_right": 0,
    "operator.iconcat": 0,
    "operator.setitem": 0,
    "operator.delitem": 0,
}
# Of these a method of a real object may change the members.
_FILLED = ("list", "deque", "set")
_CONTAINERS: dict[Any, str] = {list: "list", deque: "deque", set: "set"}


def call_library(machine: Machine, site: Site, callee: Library, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """A function or class of a library, builtins among them."""
    own = machine.functions.get(callee.name)
    if own is not None:
        return _supplied(machine, site, callee.name, own, args, kwargs)
    if callee.real is MISSING:
        return machine.residual.operation(site, (callee, *args, *kwargs.values()), callee.name)
    if is_named_tuple(callee.real):
        # Whatever its members are.
        return really(callee.real, *args, **kwargs)
    return call_real(machine, site, callee.name, callee.real, args, kwargs)


def is_named_tuple(real: Any) -> bool:
    return isinstance(real, type) and issubclass(real, tuple) and hasattr(real, "_fields")


def _supplied(machine: Machine, site: Site, name: str, run: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """Call an implementation of ours. Arguments that it doesn't take are the program's TypeError where Python's own
    function doesn't take them either; else the run calls that."""
    try:
        return run(machine, site, *args, **kwargs)
    except TypeError as error:
        if error.__traceback__ is None or error.__traceback__.tb_next is not None:
            raise
    if name.partition(".")[0] in sys.stdlib_module_names:
        try:
            inspect.signature(pkgutil.resolve_name(name)).bind(*args, **kwargs)
        except TypeError as error:
            raise Raised(TypeError(f"{name.rpartition('.')[2]}(): {error}")) from None
        except (ValueError, AttributeError):
            pass
    return machine.residual.operation(site, (*args, *kwargs.values()), name)


def call_real(
    machine: Machine, site: Site, name: str, real: Any, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Any:
    """Call a real function on real values; left to the run where an argument has none."""

    def call_back(function: Any, values: list[Any]) -> Any:
        return call_value(machine, site, function, [known(machine.heap, value, {}) for value in values], {})

    plain = Plain(call_back)
    try:
        given = [plain.of(arg) for arg in args]
        named = {key: plain.of(value) for key, value in kwargs.items()}
    except NotPlain:
        if not is_of_paths(name):
            return machine.residual.operation(site, (*args, *kwargs.values()), name)
        return operators.on_texts(machine, site, lambda *parts: trusted.call(machine.world, real, parts, {}), *args)
    changed = _CHANGES.get(name)
    if changed is not None and not machine.heap.may_change_now(args[changed]):
        return machine.residual.operation(site, (*args, *kwargs.values()), name)
    try:
        found = trusted_call(machine, site, real, given, named)
    except NotPlain:
        # A function of the program that it calls gives what only the run knows.
        found = UNTRUSTED
    if found is UNTRUSTED:
        return machine.residual.operation(site, (*args, *kwargs.values()), name)
    if changed is not None:
        plain.write_back(machine.heap, args[changed])
    return plain.back(machine.heap, found)


# What a call gives that the run has to do.
UNTRUSTED = object()


def trusted_call(machine: Machine, site: Site, real: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """What a trusted function gives for real values; `UNTRUSTED` where it must not be called when compiling. Raises
    Refused for what is too large to be worked out."""
    machine.place = site
    try:
        return really(trusted.call, machine.world, real, args, kwargs)
    except trusted.TooLarge as error:
        raise Refused(error.code, error.message, error.help) from None
    except trusted.TrustError:
        return UNTRUSTED
    except trusted.ProgramExit:
        if not machine.residual.is_undecided and not machine.domains:
            raise
        raise Refused(
            "E310",
            f"'{site.text}' can't be compiled: whether the program ends here is only known when the workflow runs",
            "raise an exception in a @task function: the workflow ends there",
        ) from None


# Methods --------------------------------------------------------------------------------------------------------------


def call_method_value(
    machine: Machine, site: Site, callee: Method, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Any:
    """A method of a builtin type or of a library's class."""
    owner, name = callee.owner, callee.name
    if isinstance(owner, SuperBase):
        return _of_base(machine, site, owner, name, args, kwargs)
    if isinstance(owner, InstanceCell):
        return _of_instance(machine, site, owner, name, args, kwargs)
    if isinstance(owner, ClassCell):
        return _of_class(machine, site, owner, name, args, kwargs)
    if isinstance(owner, Cell) and name in METHODS.get(owner.kind, {}):
        if isinstance(owner.content, Computed):
            more = _added(machine, site, owner, name, args)
            if more is not None and not kwargs and machine.gathers(owner, more):
                return None
            return machine.residual.operation(site, (owner, *args, *kwargs.values()))
        return call_method(machine, site, owner, name, args, kwargs)
    if isinstance(owner, str):
        return _of_text(machine, site, owner, name, args, kwargs)
    if isinstance(owner, Cell) and name in _SPECIAL:
        return _SPECIAL[name](machine, site, owner, *args)
    plain = Plain()
    try:
        real = plain.of(owner)
        given = [plain.of(arg) for arg in args]
        named = {key: plain.of(value) for key, value in kwargs.items()}
    except NotPlain:
        if isinstance(owner, PurePath) and name in METHODS_OF_PATHS and not kwargs:
            return operators.on_texts(
                machine, site, lambda path, *more: trusted.method(path, name)(*more), owner, *args
            )
        return machine.residual.operation(site, (owner, *args, *kwargs.values()))
    if isinstance(owner, Cell) and owner.kind in ("object", "array"):
        if not machine.heap.may_change_now(owner):
            return machine.residual.operation(site, (owner, *args, *kwargs.values()))
        held = [arg for arg in (*args, *kwargs.values()) if isinstance(arg, Cell) and arg.kind in _FILLED]
        if not all(map(machine.heap.may_change_now, held)):
            return machine.residual.operation(site, (owner, *args, *kwargs.values()))
        machine.heap.secure(owner)
        before = [list(plain.of(each)) for each in held]
        made = _called(machine, site, owner, owner.content, name, plain, (given, named), (*args, *kwargs.values()))
        for each, items in zip(held, before, strict=True):
            # ``random.Random(3).shuffle(values)``
            now = list(plain.of(each))
            if len(now) != len(items) or any(one is not other for one, other in zip(now, items, strict=True)):
                plain.write_back(machine.heap, each)
        return made
    return _called(machine, site, owner, real, name, plain, (given, named), (*args, *kwargs.values()))


def _by_name(name: str) -> Callable[..., Any]:
    """A method of a text or path."""
    return lambda owner, *more: trusted.method(owner, name)(*more)


def _added(machine: Machine, site: Site, owner: Cell, name: str, args: Sequence[Any]) -> Sequence[Any] | None:
    """What a method adds at the end of a list; None for other methods, and where only the run knows."""
    if owner.kind != "list" or len(args) != 1:
        return None
    if name == "append":
        return args
    return items_of(machine, site, args[0]) if name == "extend" else None


def _called(
    machine: Machine, site: Site, owner: Any, real: Any, name: str, plain: Plain, real_arguments: Any, operands: Any
) -> Any:
    """Call a method of a real value."""
    try:
        found = trusted.method(real, name)
    except trusted.TrustError:
        return machine.residual.operation(site, (owner, *operands))
    if found is trusted.MISSING:
        raise Raised(AttributeError(f"'{type_name(owner)}' object has no attribute '{name}'"))
    given, named = real_arguments
    made = trusted_call(machine, site, trusted.bind(machine.world, found), given, named)
    if made is UNTRUSTED:
        return machine.residual.operation(site, (owner, *operands))
    return plain.back(machine.heap, made)


_SPECIAL: dict[str, Callable[..., Any]] = {
    "__getitem__": get_item,
    "__setitem__": set_item,
}


def _of_text(
    machine: Machine, site: Site, owner: str, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Any:
    """Methods of texts; those that put a text together keep its provenance."""
    if name == "join":
        items = items_of(machine, site, args[0])
        if items is None or any(isinstance(item, Computed) for item in items):
            return machine.residual.operation(site, (owner, *args))
        return really(trusted.join_method, owner, items)
    if name == "format":
        holes = [*args, *kwargs.values()]
        if any(isinstance(item, Computed) for item in holes):
            return machine.residual.operation(site, (owner, *holes))
        shown = [
            str_of(machine, site, item) if isinstance(item, InstanceCell) and "." not in owner else item
            for item in args
        ]
        texts = Traced()
        try:
            given = [texts.of(item) for item in shown]
            named = {key: texts.of(item) for key, item in kwargs.items()}
            return really(uniformly, trusted.format_method, owner, given, named)
        except NotPlain:
            return machine.residual.operation(site, (owner, *holes))
    plain = Plain()
    try:
        given = [plain.of(arg) for arg in args]
        named = {key: plain.of(value) for key, value in kwargs.items()}
        if has_symbol(owner):
            if name not in METHODS_OF_TEXTS or named or asks_for_digits(tuple(given)):
                raise NotPlain(owner)
            return plain.back(machine.heap, uniformly(_by_name(name), owner, *given))
    except NotPlain:
        return machine.residual.operation(site, (owner, *args, *kwargs.values()))
    return _called(machine, site, owner, owner, name, plain, (given, named), (*args, *kwargs.values()))


def _of_instance(
    machine: Machine, site: Site, owner: InstanceCell, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Any:
    """What every object has: ``__init__``, ``__repr__``, ``__eq__`` … of `object`, or of a builtin base."""
    base = classes.library_base(owner.cls)
    if base is not None:
        return _of_base(machine, site, SuperBase(base, owner), name, args, kwargs)
    return _of_base(machine, site, SuperBase(Library("builtins.object", object), owner), name, args, kwargs)


def _of_base(
    machine: Machine, site: Site, base: SuperBase, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Any:
    """A method of a library's base class, called through ``super()`` or inherited."""
    owner = base.owner
    match name:
        case "__init__":
            real = base.cls.real
            if isinstance(owner, InstanceCell) and isinstance(real, type) and issubclass(real, BaseException):
                machine.heap.set_key(owner, "args", tuple(args))
            elif isinstance(owner, InstanceCell) and real is not object and base.cls.name in classes._HELD:
                classes.initialise_base(machine, site, owner, base.cls, args, kwargs)
            return None
        case "__new__":
            cls = args[0] if args else owner
            made = classes.new_instance(machine, site, cls, args[1:])
            if base.cls.name in classes._HELD:
                classes.initialise_base(machine, site, made, base.cls, args[1:], kwargs)
            return made
        case "__init_subclass__" | "__set_name__":
            return None
        case "__repr__":
            return repr_of(machine, site, owner)
        case "__str__":
            return str_of(machine, site, owner)
        case "__setattr__":
            store_attribute(machine, site, owner, str(args[0]), args[1])
            return None
        case "__call__" if isinstance(owner, ClassCell):
            return classes.make_instance(machine, site, owner, args, kwargs)
        case "__getattribute__":
            return get_attribute(machine, site, owner, args[0])
        case "__eq__":
            return True if owner is args[0] else NotImplemented
        case "__ne__":
            return False if owner is args[0] else NotImplemented
        case "__hash__":
            return machine.residual.operation(site, (owner,))
    if isinstance(owner, InstanceCell) and owner.base is not MISSING:
        return call_method_value(machine, site, Method(owner.base, name), args, kwargs)
    return machine.residual.operation(site, (owner, *args, *kwargs.values()))


def _of_class(
    machine: Machine, site: Site, owner: ClassCell, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Any:
    """``Class.__init__(self)``, ``Class.__subclasses__()`` and the like, of what the class inherits."""
    if name == "mro":
        return machine.heap.allocate("list", list(owner.mro))
    base = classes.library_base(owner) or Library("builtins.object", object)
    if name in ("__new__", "__init_subclass__"):
        return _of_base(machine, site, SuperBase(base, owner), name, args, kwargs)
    if not args:
        raise Raised(TypeError(f"unbound method {name}() needs an argument"))
    return _of_base(machine, site, SuperBase(base, args[0]), name, args[1:], kwargs)


# Containers -----------------------------------------------------------------------------------------------------------


def make_container(machine: Machine, site: Site, real: type, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """``list(x)``, ``set(x)``, ``deque(x, n)``, ``dict(x, a=1)``, … of members that need not be known."""
    heap = machine.heap
    if real in (dict, OrderedDict, Counter) or real is defaultdict:
        return _make_mapping(machine, site, real, list(args), kwargs)
    items: list[Any] | None = []
    if args:
        items = items_of(machine, site, args[0])
    if items is None:
        return machine.residual.operation(site, args, f"builtins.{real.__name__}")
    if real is deque:
        length = args[1] if len(args) > 1 else kwargs.get("maxlen")
        return heap.allocate("deque", deque(items, length))
    if real in (set, frozenset):
        is_sure = not any(isinstance(item, Computed) for item in items)
        if not is_sure or not all(is_distinct(machine.symbols, item, items) for item in items):
            return machine.residual.operation(site, args, f"builtins.{real.__name__}")
        members = {hashable(item) for item in items}
        return frozenset(members) if real is frozenset else heap.allocate("set", members)
    return tuple(items) if real is tuple else heap.allocate("list", items)


def _make_mapping(machine: Machine, site: Site, real: Any, args: list[Any], kwargs: Mapping[str, Any]) -> Any:
    heap = machine.heap
    content: Any
    if real is defaultdict:
        factory = args.pop(0) if args else None
        if factory is not None and not callable(factory) and type(factory) not in machine.call:
            raise Raised(TypeError("first argument must be callable or None"))
        content = defaultdict(_never)
        content.default_factory = factory if factory is None or callable(factory) else _Factory(factory)
    else:
        content = real()
    made = heap.allocate("dict", content)
    if real is Counter:
        items = items_of(machine, site, args[0]) if args else []
        if items is None or any(isinstance(item, Computed) for item in items):
            return machine.residual.operation(site, args, "collections.Counter")
        if args and isinstance(args[0], Cell) and args[0].kind == "dict":
            content.update(args[0].content)
        else:
            content.update(items)
        content.update(kwargs)
        return made
    for arg in args:
        pairs = pairs_of(machine, site, arg)
        if pairs is None:
            return machine.residual.operation(site, args, "builtins.dict")
        for key, value in pairs:
            set_item(machine, site, made, key, value)
    for key, value in kwargs.items():
        set_item(machine, site, made, key, value)
    return made


def _never() -> None:
    raise AssertionError("the evaluation asks the factory itself")


class _Factory:
    """The factory of a defaultdict, as something that Python accepts there."""

    def __init__(self, function: Any) -> None:
        self.function = function

    def __call__(self) -> None:
        _never()
