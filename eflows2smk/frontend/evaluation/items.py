"""Items and slices of all values: ``owner[key]`` read, set and deleted."""

from __future__ import annotations

import operator
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from typing import Any

from eflows2smk.frontend.evaluation.calls import call_value
from eflows2smk.frontend.evaluation.conversion import NotPlain, Plain, really
from eflows2smk.frontend.evaluation.datamodel import is_member, special, type_name
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.iteration import items_of
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.uniform import is_distinct, uniformly
from eflows2smk.frontend.evaluation.values import MISSING, ClassCell, InstanceCell, Library, Refusing
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.trusted import interface as trusted
from eflows2smk.workflow.text import has_symbol


def is_computed(value: Any) -> bool:
    return isinstance(value, Computed) or (isinstance(value, Cell) and isinstance(value.content, Computed))


def index_of(machine: Machine, site: Site, key: Any) -> Any:
    """A key as an index: an instance with ``__index__`` is asked."""
    if isinstance(key, InstanceCell):
        method = special(machine, key, "__index__")
        if method is not MISSING:
            return machine.call[type(method)](machine, site, method, [], {})
        if key.base is not MISSING:
            return key.base
    return key


def get_item(machine: Machine, site: Site, owner: Any, key: Any) -> Any:
    """``owner[key]``."""
    if isinstance(owner, Refusing):
        raise Refused("", "", reported=owner.reason)
    if is_computed(owner):
        return machine.residual.operation(site, (owner, key))
    if isinstance(owner, InstanceCell):
        method = special(machine, owner, "__getitem__")
        if method is not MISSING:
            return machine.call[type(method)](machine, site, method, [key], {})
        if owner.base is MISSING:
            raise Raised(TypeError(f"'{owner.cls.name}' object is not subscriptable"))
        owner = owner.base
    if isinstance(owner, ClassCell):
        return _of_class(machine, site, owner, key)
    if isinstance(owner, Library):
        return _subscripted(machine, site, owner, key)
    if isinstance(owner, Cell) and owner.kind == "dict":
        return _of_dict(machine, site, owner, key)
    sequence = owner.content if isinstance(owner, Cell) and owner.kind in ("list", "deque") else owner
    if isinstance(sequence, tuple | str) or type(sequence) in (list, deque):
        key = index_of(machine, site, key)
        if is_computed(key) or (type(key) is slice and not _is_plain_slice(key)):
            return machine.residual.operation(site, (owner, key))
        if isinstance(sequence, str):
            return _of_text(machine, site, sequence, key)
        found = really(operator.getitem, sequence, key)
        return machine.heap.allocate("list", found) if type(found) is list and type(key) is slice else found
    plain = Plain()
    try:
        real, real_key = plain.of(owner), plain.of(key)
    except NotPlain:
        return machine.residual.operation(site, (owner, key))
    return plain.back(machine.heap, really(operator.getitem, real, real_key))


def _is_plain_slice(key: slice) -> bool:
    return all(type(each) in (int, bool, type(None)) for each in (key.start, key.stop, key.step))


def _of_text(machine: Machine, site: Site, text: str, key: Any) -> Any:
    if not has_symbol(text):
        return really(_text_item, text, key)
    try:
        return uniformly(_text_item, text, key)
    except NotPlain:
        return machine.residual.operation(site, (text, key))


def _text_item(text: str, key: Any) -> str:
    if type(key) is slice and key.step in (None, 1):
        start, stop, _ = key.indices(len(text))
        return trusted.cut(text, start, max(start, stop))
    return str(text)[key]


def _of_dict(machine: Machine, site: Site, owner: Cell, key: Any) -> Any:
    content = owner.content
    if is_computed(key):
        return machine.residual.operation(site, (owner, key))
    key = hashable(key)
    if not is_distinct(machine.symbols, key, content):
        return machine.residual.operation(site, (owner, key))
    if key in content:
        return content[key]
    if isinstance(content, defaultdict) and content.default_factory is not None:
        factory: Any = content.default_factory
        made = call_value(machine, site, getattr(factory, "function", factory), [], {})
        set_item(machine, site, owner, key, made)
        return made
    if isinstance(content, Counter):
        return 0
    raise Raised(KeyError(key))


def hashable(key: Any) -> Any:
    """The key of a dictionary or member of a set. Raises `Raised` with a TypeError for what has no hash."""
    if isinstance(key, Cell) and key.kind in ("list", "dict", "set", "deque", "array"):
        raise Raised(TypeError(f"unhashable type: '{type_name(key)}'"))
    if isinstance(key, InstanceCell) and key.cls.lookup("__eq__") is not MISSING:
        if key.cls.lookup("__hash__") in (MISSING, None) and key.cls.lookup("__dataclass_fields__") is MISSING:
            raise Raised(TypeError(f"unhashable type: '{key.cls.name}'"))
        raise Refused(
            "E302",
            f"an instance of '{key.cls.name}', whose '__eq__' decides which are equal, is a key here",
            "use a tuple of its values as the key",
        )
    if type(key) is slice:
        raise Raised(TypeError("unhashable type: 'slice'"))
    return key


def _of_class(machine: Machine, site: Site, owner: ClassCell, key: Any) -> Any:
    if owner.metaclass is not None:
        method = owner.metaclass.lookup("__getitem__")
        if method is not MISSING:
            return machine.call[type(method)](machine, site, method, [owner, key], {})
    members = owner.content.get("__members__", MISSING)
    if members is not MISSING:
        found = owner.content.get(key)
        if not is_member(owner, found):
            raise Raised(KeyError(key))
        return found
    method = owner.lookup("__class_getitem__")
    if method is not MISSING:
        function = getattr(method, "function", method)
        return machine.call[type(function)](machine, site, function, [owner, key], {})
    if any(isinstance(base, Library) and base.name in ("typing.Generic", "typing.Protocol") for base in owner.mro):
        return owner
    raise Raised(TypeError(f"type '{owner.name}' is not subscriptable"))


def _subscripted(machine: Machine, site: Site, owner: Library, key: Any) -> Any:
    """``list[int]``, ``Optional[str]``: types of annotations."""
    if owner.real is MISSING:
        return owner
    try:
        return Library(owner.name, operator.getitem(owner.real, Plain().of(key)))
    except NotPlain:
        return owner
    except Exception as error:
        raise Raised(error) from None


def set_item(machine: Machine, site: Site, owner: Any, key: Any, value: Any) -> None:
    """``owner[key] = value``."""
    if isinstance(owner, InstanceCell) and not is_computed(owner):
        method = special(machine, owner, "__setitem__")
        if method is not MISSING:
            machine.call[type(method)](machine, site, method, [key, value], {})
            return
        if owner.base is MISSING:
            raise Raised(TypeError(f"'{owner.cls.name}' object does not support item assignment"))
        owner = owner.base
    if isinstance(owner, Library) and owner.real is MISSING:
        machine.residual.operation(site, (owner, key, value))
        return
    if not isinstance(owner, Cell | Computed):
        raise Raised(TypeError(f"'{type_name(owner)}' object does not support item assignment"))
    key = index_of(machine, site, key)
    if isinstance(owner, Computed) or owner.is_computed or is_computed(key) or not machine.heap.may_change_now(owner):
        machine.residual.operation(site, (owner, key, value))
        return
    if owner.kind == "dict" and not is_distinct(machine.symbols, hashable(key), owner.content):
        machine.residual.operation(site, (owner, key, value))
        return
    match owner.kind:
        case "dict":
            machine.heap.set_key(owner, hashable(key), value)
        case "list" | "deque" if type(key) is slice:
            if not _is_plain_slice(key):
                machine.residual.operation(site, (owner, key, value))
                return
            items = items_of(machine, site, value)
            if items is None:
                machine.residual.operation(site, (owner, key, value))
                return
            changed = list(owner.content)
            really(operator.setitem, changed, key, items)
            machine.heap.replace(owner, changed)
        case "list" | "deque":
            size = len(owner.content)
            if type(key) not in (int, bool):
                raise Raised(TypeError(f"list indices must be integers or slices, not {type_name(key)}"))
            if not -size <= key < size:
                raise Raised(IndexError("list assignment index out of range"))
            machine.heap.set_index(owner, key % size, value)
        case "object" | "array":
            _change_object(machine, site, owner, operator.setitem, key, value)
        case _:
            raise Raised(TypeError(f"'{type_name(owner)}' object does not support item assignment"))


def delete_item(machine: Machine, site: Site, owner: Any, key: Any) -> None:
    """``del owner[key]``."""
    if isinstance(owner, InstanceCell) and not is_computed(owner):
        method = special(machine, owner, "__delitem__")
        if method is not MISSING:
            machine.call[type(method)](machine, site, method, [key], {})
            return
        if owner.base is MISSING:
            raise Raised(TypeError(f"'{owner.cls.name}' object doesn't support item deletion"))
        owner = owner.base
    if isinstance(owner, Library) and owner.real is MISSING:
        machine.residual.operation(site, (owner, key))
        return
    if not isinstance(owner, Cell | Computed):
        raise Raised(TypeError(f"'{type_name(owner)}' object doesn't support item deletion"))
    if isinstance(owner, Computed) or owner.is_computed or is_computed(key) or not machine.heap.may_change_now(owner):
        machine.residual.operation(site, (owner, key))
        return
    match owner.kind:
        case "dict":
            if hashable(key) not in owner.content:
                raise Raised(KeyError(key))
            machine.heap.delete_key(owner, key)
        case "list" | "deque":
            changed = owner.content.copy()
            really(operator.delitem, changed, index_of(machine, site, key))
            machine.heap.replace(owner, changed)
        case _:
            _change_object(machine, site, owner, operator.delitem, key)


def _change_object(machine: Machine, site: Site, owner: Cell, run: Callable[..., Any], *operands: Any) -> None:
    plain = Plain()
    try:
        real = [plain.of(each) for each in operands]
    except NotPlain:
        machine.residual.operation(site, (owner, *operands))
        return
    machine.heap.secure(owner)
    really(run, owner.content, *real)


def unpacked(machine: Machine, site: Site, source: Any, count: int, star: int) -> list[Any]:
    """What the targets of an unpacking get."""
    if is_computed(source):
        return list(machine.residual.unpacked(site, source, count, star))
    items = items_of(machine, site, source)
    if items is None:
        return list(machine.residual.unpacked(site, source, count, star))
    if star < 0:
        if len(items) > count:
            raise Raised(ValueError(f"too many values to unpack (expected {count})"))
        if len(items) < count:
            raise Raised(ValueError(f"not enough values to unpack (expected {count}, got {len(items)})"))
        return items
    if len(items) < count - 1:
        raise Raised(ValueError(f"not enough values to unpack (expected at least {count - 1}, got {len(items)})"))
    behind = count - 1 - star
    middle = items[star : len(items) - behind]
    return [*items[:star], machine.heap.allocate("list", middle), *items[len(items) - behind :]]
