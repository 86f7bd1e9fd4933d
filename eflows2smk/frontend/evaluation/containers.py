"""Lists, dictionaries, sets and deques: their items and methods, on members that need not be known."""

from __future__ import annotations

import operator
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from typing import Any

from eflows2smk.frontend import trusted
from eflows2smk.frontend.evaluation.conversion import SCALARS, NotPlain, Plain
from eflows2smk.frontend.evaluation.datamodel import special, type_name
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.iteration import items_of
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import MISSING, ClassCell, InstanceCell, Library, Refusing
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed


def _is_computed(value: Any) -> bool:
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
    if _is_computed(owner):
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
    if type(sequence) in (tuple, list, deque) or isinstance(sequence, str):
        key = index_of(machine, site, key)
        if _is_computed(key) or (type(key) is slice and not _is_plain_slice(key)):
            return machine.residual.operation(site, (owner, key))
        if isinstance(sequence, str):
            return _really(_text_item, sequence, key)
        found = _really(operator.getitem, sequence, key)
        return machine.heap.allocate("list", found) if type(found) is list and type(key) is slice else found
    plain = Plain()
    try:
        real, real_key = plain.of(owner), plain.of(key)
    except NotPlain:
        return machine.residual.operation(site, (owner, key))
    return plain.back(machine.heap, _really(operator.getitem, real, real_key))


def _is_plain_slice(key: slice) -> bool:
    return all(type(each) in (int, bool, type(None)) for each in (key.start, key.stop, key.step))


def _text_item(text: str, key: Any) -> str:
    if type(key) is slice and key.step in (None, 1):
        start, stop, _ = key.indices(len(text))
        return trusted.cut(text, start, max(start, stop))
    return str(text)[key]


def _of_dict(machine: Machine, site: Site, owner: Cell, key: Any) -> Any:
    content = owner.content
    if _is_computed(key):
        return machine.residual.operation(site, (owner, key))
    key = hashable(key)
    if key in content:
        return content[key]
    if isinstance(content, defaultdict) and content.default_factory is not None:
        from eflows2smk.frontend.evaluation.calls import call_value

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
        if key not in members:
            raise Raised(KeyError(key))
        return owner.content[key]
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
    if isinstance(owner, InstanceCell) and not _is_computed(owner):
        method = special(machine, owner, "__setitem__")
        if method is not MISSING:
            machine.call[type(method)](machine, site, method, [key, value], {})
            return
        if owner.base is MISSING:
            raise Raised(TypeError(f"'{owner.cls.name}' object does not support item assignment"))
        owner = owner.base
    if not isinstance(owner, Cell | Computed):
        raise Raised(TypeError(f"'{type_name(owner)}' object does not support item assignment"))
    key = index_of(machine, site, key)
    if isinstance(owner, Computed) or owner.is_computed or _is_computed(key) or not machine.heap.may_change_now(owner):
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
            _really(operator.setitem, changed, key, items)
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
    if isinstance(owner, InstanceCell) and not _is_computed(owner):
        method = special(machine, owner, "__delitem__")
        if method is not MISSING:
            machine.call[type(method)](machine, site, method, [key], {})
            return
        if owner.base is MISSING:
            raise Raised(TypeError(f"'{owner.cls.name}' object doesn't support item deletion"))
        owner = owner.base
    if not isinstance(owner, Cell | Computed):
        raise Raised(TypeError(f"'{type_name(owner)}' object doesn't support item deletion"))
    if isinstance(owner, Computed) or owner.is_computed or _is_computed(key) or not machine.heap.may_change_now(owner):
        machine.residual.operation(site, (owner, key))
        return
    match owner.kind:
        case "dict":
            if hashable(key) not in owner.content:
                raise Raised(KeyError(key))
            machine.heap.delete_key(owner, key)
        case "list" | "deque":
            changed = owner.content.copy()
            _really(operator.delitem, changed, index_of(machine, site, key))
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
    _really(run, owner.content, *real)


def unpacked(machine: Machine, site: Site, source: Any, count: int, star: int) -> list[Any]:
    """What the targets of an unpacking get."""
    if _is_computed(source):
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


# Methods --------------------------------------------------------------------------------------------------------------

# What a method gives that has to be left to the run.
UNKNOWN = object()
Run = Callable[..., Any]


def _list_append(machine: Machine, site: Site, owner: Cell, value: Any, /) -> None:
    machine.heap.append(owner, value)


def _list_extend(machine: Machine, site: Site, owner: Cell, values: Any, /) -> Any:
    items = items_of(machine, site, values)
    if items is None:
        return UNKNOWN
    machine.heap.extend(owner, items)
    return None


def _changed(name: str) -> Run:
    """A method of the real container, done on a copy of the content."""

    def run(machine: Machine, site: Site, owner: Cell, *args: Any) -> Any:
        content = owner.content.copy()
        found = _really(getattr(content, name), *args)
        machine.heap.replace(owner, content)
        return found

    return run


def _pop(machine: Machine, site: Site, owner: Cell, index: Any = -1, /) -> Any:
    size = len(owner.content)
    if not size:
        raise Raised(IndexError("pop from empty list" if owner.kind == "list" else "pop from an empty deque"))
    if _is_computed(index):
        return UNKNOWN
    if type(index) not in (int, bool):
        raise Raised(TypeError(f"'{type_name(index)}' object cannot be interpreted as an integer"))
    if not -size <= index < size:
        raise Raised(IndexError("pop index out of range"))
    return machine.heap.pop(owner, index)


def _pop_left(machine: Machine, site: Site, owner: Cell) -> Any:
    return _pop(machine, site, owner, 0)


def _insert(machine: Machine, site: Site, owner: Cell, index: Any, value: Any, /) -> Any:
    if _is_computed(index):
        return UNKNOWN
    _really(operator.index, index)
    try:
        machine.heap.insert(owner, index, value)
    except IndexError as error:
        raise Raised(error) from None
    return None


def _append_left(machine: Machine, site: Site, owner: Cell, value: Any, /) -> None:
    machine.heap.append_left(owner, value)


def _read(name: str) -> Run:
    def run(machine: Machine, site: Site, owner: Cell, *args: Any) -> Any:
        return _really(getattr(owner.content, name), *args)

    return run


def _copied(machine: Machine, site: Site, owner: Cell) -> Cell:
    return machine.heap.allocate(owner.kind, owner.content.copy())


def _list_position(machine: Machine, site: Site, owner: Cell, value: Any) -> Any:
    """Index of the first equal member, -1 for none, `UNKNOWN` where only the run can tell."""
    from eflows2smk.frontend.evaluation.operators import equal

    for position, item in enumerate(owner.content):
        same = equal(machine, site, item, value)
        if same is None:
            return UNKNOWN
        if same:
            return position
    return -1


def _list_index(machine: Machine, site: Site, owner: Cell, value: Any, *bounds: Any) -> Any:
    if bounds:
        part = machine.heap.allocate("list", list(owner.content)[slice(*bounds)])
        found = _list_position(machine, site, part, value)
        start = (
            slice(*bounds).indices(len(owner.content))[0]
            if len(bounds) > 1
            else range(len(owner.content))[bounds[0] :][0]
        )
        return found if found is UNKNOWN or found < 0 else found + start
    found = _list_position(machine, site, owner, value)
    if found is not UNKNOWN and found < 0:
        raise Raised(ValueError(f"{value!r} is not in list" if type(value) in SCALARS else "value is not in list"))
    return found


def _list_remove(machine: Machine, site: Site, owner: Cell, value: Any) -> Any:
    found = _list_position(machine, site, owner, value)
    if found is UNKNOWN:
        return UNKNOWN
    if found < 0:
        raise Raised(ValueError("list.remove(x): x not in list"))
    content = owner.content.copy()
    del content[found]
    machine.heap.replace(owner, content)
    return None


def _list_count(machine: Machine, site: Site, owner: Cell, value: Any) -> Any:
    from eflows2smk.frontend.evaluation.operators import equal

    same = [equal(machine, site, item, value) for item in owner.content]
    return UNKNOWN if None in same else sum(map(bool, same))


def _list_sort(machine: Machine, site: Site, owner: Cell, *, key: Any = None, reverse: Any = False) -> Any:
    from eflows2smk.frontend.evaluation.functions.iterating import ordered_items

    found = ordered_items(machine, site, list(owner.content), key, reverse)
    if found is UNKNOWN:
        return UNKNOWN
    machine.heap.replace(owner, found)
    return None


def _dict_get(machine: Machine, site: Site, owner: Cell, key: Any, default: Any = None) -> Any:
    if _is_computed(key):
        return UNKNOWN
    return owner.content.get(hashable(key), default)


def _dict_pop(machine: Machine, site: Site, owner: Cell, key: Any, *default: Any) -> Any:
    if _is_computed(key):
        return UNKNOWN
    if hashable(key) not in owner.content:
        if default:
            return default[0]
        raise Raised(KeyError(key))
    found = owner.content[key]
    machine.heap.delete_key(owner, key)
    return found


def _dict_setdefault(machine: Machine, site: Site, owner: Cell, key: Any, default: Any = None) -> Any:
    if _is_computed(key):
        return UNKNOWN
    if hashable(key) not in owner.content:
        machine.heap.set_key(owner, key, default)
    return owner.content[key]


def _dict_update(machine: Machine, site: Site, owner: Cell, *others: Any, **more: Any) -> Any:
    items: list[tuple[Any, Any]] = []
    for other in others:
        found = pairs_of(machine, site, other)
        if found is None:
            return UNKNOWN
        items += found
    counts = type(owner.content) is Counter
    for key, value in [*items, *more.items()]:
        machine.heap.set_key(owner, hashable(key), owner.content[key] + value if counts else value)
    return None


def pairs_of(machine: Machine, site: Site, value: Any) -> list[tuple[Any, Any]] | None:
    """Keys and values of a mapping, or of an iterable of pairs."""
    if isinstance(value, Cell) and value.kind == "dict" and not _is_computed(value):
        return list(value.content.items())
    items = items_of(machine, site, value)
    if items is None:
        return None
    pairs: list[tuple[Any, Any]] = []
    for item in items:
        pair = items_of(machine, site, item)
        if pair is None:
            return None
        if len(pair) != 2:
            raise Raised(ValueError(f"dictionary update sequence element has length {len(pair)}; 2 is required"))
        pairs.append((pair[0], pair[1]))
    return pairs


def _dict_keys(machine: Machine, site: Site, owner: Cell) -> Cell:
    return machine.heap.allocate("list", list(owner.content))


def _dict_values(machine: Machine, site: Site, owner: Cell) -> Cell:
    return machine.heap.allocate("list", list(owner.content.values()))


def _dict_items(machine: Machine, site: Site, owner: Cell) -> Cell:
    return machine.heap.allocate("list", list(owner.content.items()))


def _dict_popitem(machine: Machine, site: Site, owner: Cell, last: Any = True) -> Any:
    if not owner.content:
        raise Raised(KeyError("popitem(): dictionary is empty"))
    key = list(owner.content)[-1 if last else 0]
    value = owner.content[key]
    machine.heap.delete_key(owner, key)
    return key, value


def _dict_move(machine: Machine, site: Site, owner: Cell, key: Any, last: Any = True) -> None:
    content = owner.content.copy()
    _really(content.move_to_end, key, last)
    machine.heap.replace(owner, content)


def _set_add(machine: Machine, site: Site, owner: Cell, value: Any) -> Any:
    if _is_computed(value):
        return UNKNOWN
    hashable(value)
    if value not in owner.content:
        machine.heap.replace(owner, {*owner.content, value})
    return None


def _set_with(name: str, *, changes: bool) -> Run:
    """A method that takes other iterables."""

    def run(machine: Machine, site: Site, owner: Any, *others: Any) -> Any:
        values = []
        for other in others:
            items = items_of(machine, site, other)
            if items is None or any(_is_computed(item) for item in items):
                return UNKNOWN
            values.append({hashable(item) for item in items})
        content = set(owner.content)
        found = getattr(content, name)(*values)
        if changes:
            machine.heap.replace(owner, content)
            return None
        return machine.heap.allocate("set", found) if isinstance(found, set) else found

    return run


def _set_pop(machine: Machine, site: Site, owner: Cell) -> Any:
    from eflows2smk.frontend.trusted.order import pop

    content = set(owner.content)
    found = _really(pop, content)
    machine.heap.replace(owner, content)
    return found


def _set_discard(machine: Machine, site: Site, owner: Cell, value: Any) -> Any:
    if _is_computed(value):
        return UNKNOWN
    machine.heap.replace(owner, set(owner.content) - {hashable(value)})
    return None


def _set_remove(machine: Machine, site: Site, owner: Cell, value: Any) -> Any:
    if not _is_computed(value) and value not in owner.content:
        raise Raised(KeyError(value))
    return _set_discard(machine, site, owner, value)


def _next(machine: Machine, site: Site, owner: Cell) -> Any:
    try:
        return next(owner.content)
    except StopIteration as end:
        raise Raised(StopIteration(*([] if end.value is None else [end.value]))) from None


def _itself(machine: Machine, site: Site, owner: Cell) -> Cell:
    return owner


def _send(machine: Machine, site: Site, owner: Cell, value: Any) -> Any:
    try:
        return owner.content.send(value)
    except StopIteration as end:
        raise Raised(StopIteration(*([] if end.value is None else [end.value]))) from None


def _throw(machine: Machine, site: Site, owner: Cell, error: Any, *_: Any) -> Any:
    from eflows2smk.frontend.evaluation.exceptions import exception_of

    try:
        return owner.content.throw(exception_of(machine, site, error))
    except StopIteration as end:
        raise Raised(StopIteration(*([] if end.value is None else [end.value]))) from None


def _close(machine: Machine, site: Site, owner: Cell) -> None:
    close = getattr(owner.content, "close", None)
    if close is not None:
        close()


METHODS: dict[str, dict[str, Run]] = {
    "list": {
        "append": _list_append,
        "extend": _list_extend,
        "insert": _insert,
        "pop": _pop,
        "clear": _changed("clear"),
        "reverse": _changed("reverse"),
        "copy": _copied,
        "index": _list_index,
        "remove": _list_remove,
        "count": _list_count,
        "sort": _list_sort,
    },
    "deque": {
        "append": _list_append,
        "extend": _list_extend,
        "appendleft": _append_left,
        "pop": _pop,
        "popleft": _pop_left,
        "insert": _insert,
        **{name: _changed(name) for name in ("clear", "rotate", "reverse")},
        "copy": _copied,
        "index": _list_index,
        "remove": _list_remove,
        "count": _list_count,
    },
    "dict": {
        "get": _dict_get,
        "pop": _dict_pop,
        "setdefault": _dict_setdefault,
        "update": _dict_update,
        "keys": _dict_keys,
        "values": _dict_values,
        "items": _dict_items,
        "copy": _copied,
        "clear": _changed("clear"),
        "popitem": _dict_popitem,
        "move_to_end": _dict_move,
        "most_common": _read("most_common"),
        "elements": _read("elements"),
    },
    "set": {
        "add": _set_add,
        "discard": _set_discard,
        "remove": _set_remove,
        "pop": _set_pop,
        "clear": _changed("clear"),
        "copy": _copied,
        **{
            name: _set_with(name, changes=False)
            for name in "union intersection difference symmetric_difference issubset issuperset isdisjoint".split()
        },
        **{
            name: _set_with(name, changes=True)
            for name in "update intersection_update difference_update symmetric_difference_update".split()
        },
    },
    "iterator": {
        "__next__": _next,
        "__iter__": _itself,
        "send": _send,
        "throw": _throw,
        "close": _close,
    },
}
# Methods that leave their object as it is; the others need one that may be changed now.
READING = frozenset(
    "copy index count get keys values items most_common elements union intersection difference"
    " symmetric_difference issubset issuperset isdisjoint __next__ __iter__ send throw close".split()
)


def call_method(machine: Machine, site: Site, owner: Cell, name: str, args: Any, kwargs: Any) -> Any:
    """A method of a container; left to the run where it asks for what is not known."""
    run = METHODS[owner.kind][name]
    if name not in READING and not machine.heap.may_change_now(owner):
        return machine.residual.operation(site, (owner, *args, *kwargs.values()))
    try:
        found = run(machine, site, owner, *args, **kwargs)
    except TypeError as error:
        if error.__traceback__ is not None and error.__traceback__.tb_next is None:
            raise Raised(TypeError(f"{owner.kind}.{name}: {error}")) from None
        raise
    if found is UNKNOWN:
        return machine.residual.operation(site, (owner, *args, *kwargs.values()))
    if type(found) is list:
        return machine.heap.allocate("list", found)
    return found


def _really(run: Callable[..., Any], *args: Any) -> Any:
    from eflows2smk.frontend.evaluation.operators import really

    return really(run, *args)
