"""Operators, truth and comparisons: on plain values what Python does, on others what its data model says."""

from __future__ import annotations

import operator
from collections import deque
from collections.abc import Callable
from typing import Any

from eflows2smk.frontend.evaluation import flags
from eflows2smk.frontend.evaluation.conversion import SCALARS, NotPlain, Plain, really
from eflows2smk.frontend.evaluation.datamodel import special, type_name
from eflows2smk.frontend.evaluation.iteration import items_of
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.symbols import Symbol
from eflows2smk.frontend.evaluation.uniform import Traced, asks_for_digits, is_distinct, may_be_equal, uniformly
from eflows2smk.frontend.evaluation.values import MISSING, InstanceCell, Library
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.trusted import interface as trusted
from eflows2smk.workflow.text import Text, has_symbol

BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": trusted.multiply,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": trusted.power,
    "<<": trusted.left_shift,
    ">>": operator.rshift,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
    "@": operator.matmul,
}
COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
UNARY: dict[str, Callable[[Any], Any]] = {"-": operator.neg, "+": operator.pos, "~": operator.invert}
_METHODS = {
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "truediv",
    "//": "floordiv",
    "%": "mod",
    "**": "pow",
    "<<": "lshift",
    ">>": "rshift",
    "&": "and",
    "|": "or",
    "^": "xor",
    "@": "matmul",
}
_COMPARED = {"==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
_REFLECTED = {"==": "eq", "!=": "ne", "<": "gt", "<=": "ge", ">": "lt", ">=": "le"}
_UNARY_METHODS = {"-": "__neg__", "+": "__pos__", "~": "__invert__"}


def binary(machine: Machine, site: Site, symbol: str, left: Any, right: Any) -> Any:
    """``left symbol right``."""
    if isinstance(left, Symbol) or isinstance(right, Symbol):
        counted = machine.symbols.arithmetic(symbol, left, right)
        if counted is not None:
            return counted
    if isinstance(left, Computed) or isinstance(right, Computed):
        return machine.residual.operation(site, (left, right))
    if isinstance(left, InstanceCell) or isinstance(right, InstanceCell):
        found = _by_methods(machine, site, f"__{_METHODS[symbol]}__", f"__r{_METHODS[symbol]}__", left, right)
        if found is not MISSING:
            return found
        found = flags.combined(machine, symbol, left, right)
        if found is not MISSING:
            return found
        if isinstance(left, InstanceCell) and left.cls is getattr(right, "cls", None) and flags.is_flag(left.cls):
            return machine.residual.operation(site, (left, right))
        if isinstance(left, InstanceCell):
            left = _base(left)
        if isinstance(right, InstanceCell):
            right = _base(right)
        if left is MISSING or right is MISSING:
            raise Raised(_unsupported(symbol, left, right))
    structural = _structural(machine, symbol, left, right)
    if structural is not MISSING:
        return structural
    run = BINARY[symbol]
    return on_texts(machine, site, run, left, right) if symbol in "+*%/" else on_plain(machine, site, run, left, right)


def in_place(machine: Machine, site: Site, symbol: str, left: Any, right: Any) -> Any:
    """``left symbol= right``; what is bound afterwards."""
    if isinstance(left, InstanceCell):
        method = special(machine, left, f"__i{_METHODS[symbol]}__")
        if method is not MISSING:
            result = machine.call[type(method)](machine, site, method, [right], {})
            if result is not NotImplemented:
                return result
    if symbol == "+" and isinstance(left, Cell) and left.kind == "list" and isinstance(left.content, Computed):
        more = items_of(machine, site, right)
        if more is not None and machine.gathers(left, more):
            return left
    if isinstance(left, Cell) and not isinstance(left.content, Computed):
        changed = _changed_in_place(machine, site, symbol, left, right)
        if changed is not MISSING:
            # The containers of Python give themselves, whoever changes them.
            return left if left.kind in ("list", "deque", "set", "dict") and symbol in "+*|&-^" else changed
    return binary(machine, site, symbol, left, right)


def _changed_in_place(machine: Machine, site: Site, symbol: str, left: Cell, right: Any) -> Any:
    """Lists, sets, dictionaries and arrays change themselves."""
    if not machine.heap.may_change_now(left):
        return machine.residual.operation(site, (left, right))
    heap = machine.heap
    match left.kind, symbol:
        case "list" | "deque", "+":
            items = items_of(machine, site, right)
            if items is None:
                return machine.residual.operation(site, (left, right))
            weigh(machine, len(left.content) + len(items), 3)
            heap.extend(left, items)
            return left
        case "list", "*" if type(right) in (int, bool):
            trusted.multiply(left.content, right)
            heap.replace(left, left.content * right)
            return left
        case "set", "|" | "&" | "-" | "^" if isinstance(right, Cell) and right.kind == "set":
            heap.replace(left, BINARY[symbol](left.content, right.content))
            return left
        case "dict", "|" if isinstance(right, Cell) and right.kind == "dict":
            for key, value in right.content.items():
                heap.set_key(left, key, value)
            return left
        case "array" | "object", _:
            return machine.residual.operation(site, (left, right))
    return MISSING


def _structural(machine: Machine, symbol: str, left: Any, right: Any) -> Any:
    """Operators on containers whose members need not be known."""
    heap = machine.heap
    if symbol == "+":
        if type(left) is tuple and type(right) is tuple:
            weigh(machine, len(left) + len(right), 3)
            return left + right
        if _kind(left) == "list" and _kind(right) == "list":
            weigh(machine, len(left.content) + len(right.content), 3)
            return heap.allocate("list", left.content + right.content)
    elif symbol == "*":
        if type(left) is tuple and type(right) is int:
            return trusted.multiply(left, right)
        if type(right) is tuple and type(left) is int:
            return trusted.multiply(left, right)
        if _kind(left) == "list" and type(right) in (int, bool):
            return heap.allocate("list", trusted.multiply(left.content, right))
        if _kind(right) == "list" and type(left) in (int, bool):
            return heap.allocate("list", trusted.multiply(right.content, left))
    elif symbol == "|" and _kind(left) == "dict" and _kind(right) == "dict":
        return heap.allocate("dict", left.content | right.content)
    elif symbol in ("&", "|", "-", "^") and _kind(left) == "set" and _kind(right) == "set":
        return heap.allocate("set", BINARY[symbol](left.content, right.content))
    return MISSING


def weighed(machine: Machine, value: Any) -> Any:
    """A text that an operation made: a large one counts as many steps."""
    if isinstance(value, str | bytes):
        weigh(machine, len(value), 0)
    return value


def weigh(machine: Machine, length: int, shift: int) -> None:
    """A large value that an operation makes counts as many steps. Raises TooLarge for one that is too large.

    shift: by how much an element is larger than a byte, in powers of two.
    """
    if length > 10_000:
        trusted.joined_length(length)
        machine.step((length << shift) >> 9)


def _kind(value: Any) -> str:
    return value.kind if isinstance(value, Cell) and not isinstance(value.content, Computed) else ""


def unary(machine: Machine, site: Site, symbol: str, operand: Any) -> Any:
    if isinstance(operand, InstanceCell):
        method = special(machine, operand, _UNARY_METHODS[symbol])
        if method is MISSING and symbol == "~" and flags.is_flag(operand.cls):
            found = flags.inverted(machine, operand)
            return machine.residual.operation(site, (operand,)) if found is MISSING else found
        if method is MISSING:
            raise Raised(TypeError(f"bad operand type for unary {symbol}: '{type_name(operand)}'"))
        return machine.call[type(method)](machine, site, method, [], {})
    return on_plain(machine, site, UNARY[symbol], operand)


def on_plain(machine: Machine, site: Site, run: Callable[..., Any], *operands: Any) -> Any:
    """Do it on real values, or leave it to the run where there are none."""
    plain = Plain()
    try:
        real = [plain.of(operand) for operand in operands]
    except NotPlain:
        return machine.residual.operation(site, operands)
    return plain.back(machine.heap, really(run, *real))


def on_texts(machine: Machine, site: Site, run: Callable[..., Any], *operands: Any) -> Any:
    """The same for what puts texts together."""
    plain = Traced()
    try:
        real = [plain.of(operand) for operand in operands]
        return plain.back(machine.heap, really(uniformly, run, *real))
    except NotPlain:
        return machine.residual.operation(site, operands)


def _by_methods(machine: Machine, site: Site, name: str, reflected: str, left: Any, right: Any) -> Any:
    """The operator by the methods of the program's classes; MISSING where neither has one that answers."""
    order = [(name, left, right), (reflected, right, left)]
    if isinstance(left, InstanceCell) and isinstance(right, InstanceCell):
        if right.cls is not left.cls and left.cls in right.cls.mro:
            order.reverse()
        elif right.cls is left.cls and name not in _COMPARING:
            order.pop()
    for wanted, owner, other in order:
        if isinstance(owner, InstanceCell):
            method = special(machine, owner, wanted)
            if method is not MISSING:
                result = machine.call[type(method)](machine, site, method, [other], {})
                if result is not NotImplemented:
                    return result
    return MISSING


# Between two of one class as well, one of these methods stands in for the other.
_COMPARING = frozenset(f"__{name}__" for name in ("lt", "le", "gt", "ge", "eq", "ne"))


def _base(value: InstanceCell) -> Any:
    return value.base


def _unsupported(symbol: str, left: Any, right: Any) -> TypeError:
    return TypeError(f"unsupported operand type(s) for {symbol}: '{type_name(left)}' and '{type_name(right)}'")


# Comparisons ----------------------------------------------------------------------------------------------------------


def compare(machine: Machine, site: Site, symbol: str, left: Any, right: Any) -> Any:
    match symbol:
        case "is" | "is not":
            same = identical(left, right)
            if same is None:
                return machine.residual.operation(site, (left, right))
            return same == (symbol == "is")
        case "in" | "not in":
            return _contains(machine, site, symbol, left, right)
    if type(left) in SCALARS and type(right) in SCALARS:
        if is_symbolic(left) or is_symbolic(right):
            same = equal(machine, site, left, right) if symbol in ("==", "!=") else None
            return machine.residual.operation(site, (left, right)) if same is None else same == (symbol == "==")
        return really(COMPARE[symbol], left, right)
    if isinstance(left, Computed) or isinstance(right, Computed):
        return machine.residual.operation(site, (left, right))
    if isinstance(left, InstanceCell) or isinstance(right, InstanceCell):
        names = f"__{_COMPARED[symbol]}__", f"__{_REFLECTED[symbol]}__"
        found = _by_methods(machine, site, *names, left, right)
        if found is not MISSING:
            return found
        if symbol == "!=":
            same = _by_methods(machine, site, "__eq__", "__eq__", left, right)
            if same is not MISSING:
                return negated(machine, site, same)
        one, other = (_base(each) if isinstance(each, InstanceCell) else each for each in (left, right))
        if one is not MISSING and other is not MISSING:
            return compare(machine, site, symbol, one, other)
        if symbol in ("==", "!="):
            return (left is right) == (symbol == "==")
        raise Raised(
            TypeError(f"'{symbol}' not supported between instances of '{type_name(left)}' and '{type_name(right)}'")
        )
    if symbol in ("==", "!=") and not (_is_array(left) or _is_array(right)):
        same = equal(machine, site, left, right)
        return machine.residual.operation(site, (left, right)) if same is None else same == (symbol == "==")
    return on_plain(machine, site, COMPARE[symbol], left, right)


def _is_array(value: Any) -> bool:
    """Whether comparing it gives as many truth values as it has elements."""
    return isinstance(value, Cell) and value.kind == "array"


def negated(machine: Machine, site: Site, value: Any) -> Any:
    truth = truth_of(machine, site, value)
    return machine.residual.operation(site, (value,)) if isinstance(truth, Computed) else not truth


def identical(left: Any, right: Any) -> bool | None:
    """``left is right``; None where only the run knows."""
    if isinstance(left, Computed) or isinstance(right, Computed):
        if left is right:
            return True
        return None
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Cell) and isinstance(one.content, Computed) and not isinstance(other, Cell):
            return False if other is None else None
    if isinstance(left, Library) or isinstance(right, Library):
        return bool(left == right)
    if type(left) in SCALARS and type(right) in SCALARS:
        if is_symbolic(left) and is_symbolic(right):
            return left is right or may_be_equal(left, right)
        return type(left) is type(right) and (left is right or bool(left == right))
    return left is right


def equal(machine: Machine, site: Site, left: Any, right: Any) -> bool | None:
    """``left == right`` as a truth value; None where only the run knows."""
    if left is right and not isinstance(left, float):
        return True
    if type(left) in SCALARS and type(right) in SCALARS:
        return may_be_equal(left, right) if is_symbolic(left) or is_symbolic(right) else bool(left == right)
    if isinstance(left, Computed) or isinstance(right, Computed):
        return None
    if isinstance(left, InstanceCell) or isinstance(right, InstanceCell):
        found = compare(machine, site, "==", left, right)
        return None if isinstance(found, Computed) else bool(found)
    one, other = _members(left), _members(right)
    if one is None and other is None:
        try:
            plain = Plain()
            return bool(really(operator.eq, plain.of(left), plain.of(right)))
        except NotPlain:
            return left == right if isinstance(left, Library) else left is right
    if one is None or other is None or one[0] != other[0]:
        return False
    if isinstance(one[1], dict):
        return _equal_mappings(machine, site, one[1], other[1])
    if isinstance(one[1], set | frozenset):
        return bool(one[1] == other[1])
    if len(one[1]) != len(other[1]):
        return False
    unknown = False
    for item, another in zip(one[1], other[1], strict=True):
        same = equal(machine, site, item, another)
        if same is False:
            return False
        unknown = unknown or same is None
    return None if unknown else True


def _equal_mappings(machine: Machine, site: Site, one: dict[Any, Any], other: dict[Any, Any]) -> bool | None:
    if one.keys() != other.keys():
        return False
    unknown = False
    for key, item in one.items():
        same = equal(machine, site, item, other[key])
        if same is False:
            return False
        unknown = unknown or same is None
    return None if unknown else True


def _members(value: Any) -> tuple[str, Any] | None:
    """The kind and the members of a container, to compare them one by one."""
    if type(value) is tuple:
        return "tuple", value
    if type(value) is frozenset:
        return "set", value
    if isinstance(value, Cell) and value.kind in ("list", "dict", "set", "deque"):
        return (value.kind, value.content) if not isinstance(value.content, Computed) else None
    return None


def _contains(machine: Machine, site: Site, symbol: str, item: Any, container: Any) -> Any:
    wanted = symbol == "in"
    if isinstance(container, Computed):
        return machine.residual.operation(site, (item, container))
    if isinstance(container, InstanceCell):
        method = special(machine, container, "__contains__")
        if method is not MISSING:
            found = truth_of(machine, site, machine.call[type(method)](machine, site, method, [item], {}))
            return (
                machine.residual.operation(site, (item, container)) if isinstance(found, Computed) else found == wanted
            )
        if special(machine, container, "__iter__") is MISSING and container.base is not MISSING:
            return _contains(machine, site, symbol, item, container.base)
    if (
        isinstance(container, Cell)
        and container.kind in ("dict", "set")
        and not isinstance(container.content, Computed)
    ):
        if isinstance(item, Computed):
            return machine.residual.operation(site, (item, container))
        if isinstance(item, Cell) and item.kind in ("list", "dict", "set"):
            raise Raised(TypeError(f"unhashable type: '{item.kind}'"))
        if not is_distinct(machine.symbols, item, container.content):
            return machine.residual.operation(site, (item, container))
        return (item in container.content) == wanted
    if isinstance(item, str) and isinstance(container, str):
        if is_symbolic(item) or is_symbolic(container):
            if asks_for_digits((item,)):
                return machine.residual.operation(site, (item, container))
            return on_texts(machine, site, lambda a, b: (a in b) == wanted, item, container)
        return (item in container) == wanted
    if type(container) is range and type(item) in (int, float, bool):
        return (item in container) == wanted
    real = isinstance(container, Cell) and container.kind in ("object", "array") and not container.is_computed
    if type(container) in (tuple, frozenset) or (isinstance(container, Cell) and not real):
        members = items_of(machine, site, container)
        if members is None:
            return machine.residual.operation(site, (item, container))
        unknown = False
        for member in members:
            same = equal(machine, site, item, member)
            if same:
                return wanted
            unknown = unknown or same is None
        return machine.residual.operation(site, (item, container)) if unknown else not wanted
    return on_plain(machine, site, (lambda a, b: a in b) if wanted else (lambda a, b: a not in b), item, container)


# Truth ----------------------------------------------------------------------------------------------------------------


def truth_of(machine: Machine, site: Site, value: Any) -> Any:
    """``bool(value)``, or a computed value."""
    if type(value) in SCALARS or isinstance(value, tuple | frozenset | deque):
        return bool(value)
    if isinstance(value, Computed):
        return machine.residual.operation(site, (value,))
    if isinstance(value, InstanceCell):
        method = special(machine, value, "__bool__")
        if method is not MISSING:
            return truth_of(machine, site, machine.call[type(method)](machine, site, method, [], {}))
        method = special(machine, value, "__len__")
        if method is not MISSING:
            return truth_of(machine, site, machine.call[type(method)](machine, site, method, [], {}))
        return truth_of(machine, site, value.base) if value.base is not MISSING else True
    if isinstance(value, Cell):
        if isinstance(value.content, Computed):
            return machine.residual.operation(site, (value,))
        if value.kind in ("list", "dict", "set", "deque"):
            return bool(value.content)
        if value.kind not in ("object", "array"):
            return True
    if isinstance(value, Library):
        return True
    try:
        return really(bool, Plain().of(value))
    except NotPlain:
        return True


def concatenated(left: Any, right: Any, left_label: str | None, right_label: str | None) -> Any:
    """``left + right`` of two texts, with the provenance of both."""
    return trusted.concat(left, right, left_label, right_label)


def is_symbolic(value: Any) -> bool:
    """A text that holds the number of an iteration."""
    return isinstance(value, str) and has_symbol(value)


def is_text(value: Any) -> bool:
    return type(value) is str or type(value) is Text
