"""What an operation that is left to the run may do, as far as it is known: one question, one answer.

Enters: the operation and what it gets. Leaves: what it changes, what its result may share parts with (for
`heap.effects`), and what it does to files (for `record.files`). What nothing is known of does everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PosixPath
from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.values import ClassCell, Descriptor, FunctionCell, Library, Method
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.effects import Change, Operand, Result
from eflows2smk.frontend.heap.values import Computed, is_immutable_type
from eflows2smk.frontend.library.facts import UNKNOWN, Condition, Facts, Kind, Relation, Type
from eflows2smk.frontend.library.library import Library as Known
from eflows2smk.frontend.residual.hidden import DEEP, hidden_methods, is_special, may_change
from eflows2smk.frontend.residual.scripts import Script

# What comparisons of which nothing is known give is a truth value or something new.
_TRUTHS = frozenset(("in", "not in", "is", "is not"))
_NUMBERS = {"int": 0, "bool": 0, "float": 1, "complex": 2}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a computed value came from: the operation, and what it got. name: of an attribute."""

    site: Site
    operands: tuple[Any, ...]
    name: str = ""

    @classmethod
    def of(cls, site: Site, operands: Sequence[Any]) -> Origin:
        return cls(site, tuple(operands), site.operation.name if isinstance(site.operation, core.GetAttribute) else "")


@dataclass(slots=True)
class Described:
    """facts: of the library's function, with `arguments` by parameter, where it is a call; else None. methods: names of
    methods and properties of the program's classes that may be run, of objects of which the class is not known.
    is_method: a method that is not called yet."""

    operands: list[Operand]
    results: list[Result]
    facts: Facts | None = None
    arguments: dict[str, list[Any]] = field(default_factory=dict)
    runs_program: bool = False
    methods: tuple[str, ...] = ()
    is_method: bool = False


class Describing:
    """Answers what operations may do. methods: names of methods and properties of all classes of the program. changing:
    those among them that may change something when they are called. looking_changes: whether that may happen where an
    attribute is read."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.methods: set[str] = set()
        self.changing: set[str] = set()
        self.looking_changes = False
        self._known_classes = 0
        # The scripts that set variables of a library of which nothing is known, by its name.
        self.settings: dict[str, list[Script]] = {}

    def describe(self, machine: Machine, site: Site, operands: Sequence[Any], name: str) -> Described:
        operation = site.operation
        values = list(operands)
        self._learn(machine)
        match operation:
            case core.Call():
                return self._call(machine, site, values, name)
            case core.Compare():
                if operation.operator in ("is", "is not") or all(_is_immutable(value) for value in values):
                    return _pure(values, "bool")
                if operation.operator in _TRUTHS:
                    return self._unless_changing(values, ("__contains__", "__eq__", "__iter__", "__next__"), "bool")
                method = _METHODS[operation.operator]
                if self.methods.isdisjoint((method, "__eq__", _REFLECTED.get(method, method))):
                    return _fresh(values)
                return self._compared(values, (method, "__eq__", _REFLECTED.get(method, method)))
            case core.Truth():
                return self._unless_changing(values, ("__bool__", "__len__"), "bool", deep=False)
            case core.Unary():
                if operation.operator == "not":
                    return self._unless_changing(values, ("__bool__", "__len__"), "bool", deep=False)
                method = _UNARY[operation.operator]
                return self._unless_program(values, (method,), _fresh(values, type_of(values[0])))
            case core.Binary() | core.InPlace():
                return self._arithmetic(operation, values)
            case core.GetAttribute():
                return self._attribute(values, operation.name)
            case core.GetItem():
                return self._unless_program(values, ("__getitem__", "__missing__"), _part(values))
            case core.Unpack() | core.Iterate() | core.Spread() | core.For() | core.Comprehension():
                return self._unless_program(values, ("__iter__", "__next__", "__getitem__"), _part(values))
            case core.SetItem() | core.SetAttribute() | core.Gather():
                changed = [Operand(values[0], Change.SHALLOW, tuple(range(1, len(values)))), *map(Operand, values[1:])]
                by = ("__setattr__", operation.name) if isinstance(operation, core.SetAttribute) else ("__setitem__",)
                return self._unless_program(values, by, Described(changed, []))
            case core.DeleteItem() | core.DeleteAttribute():
                made = Described([Operand(values[0], Change.SHALLOW), *map(Operand, values[1:])], [])
                return self._unless_program(values, ("__delitem__", "__delattr__"), made)
            case core.Format():
                return self._unless_changing(values, ("__format__", "__str__", "__repr__"), "str")
            case core.Build() if operation.kind == "text":
                return _pure(values, "str")
            case core.Build() if operation.kind in ("set", "dict") and not self.changing.isdisjoint(DEEP["set"]):
                return _anything(values)
            case core.Build():
                every = tuple(range(len(values)))
                return Described(list(map(Operand, values)), [Result(operation.kind, holds=every)])
            case core.With():
                made = Described(
                    [Operand(values[0], Change.SHALLOW)], [Result(type_of(values[0]), may_be=(0,), part_of=(0,))]
                )
                return self._unless_program(values, ("__enter__", "__exit__"), made)
            case core.MatchTest():
                return _part(values)
        return _anything(values)

    def _learn(self, machine: Machine) -> None:
        for cls in machine.classes[self._known_classes :]:
            self.methods.update(cls.content)
            changing = {name: member for name, member in cls.content.items() if may_change(member)}
            self.changing.update(changing)
            self.looking_changes |= any(isinstance(member, Descriptor) for member in changing.values())
            self.looking_changes |= not {"__getattr__", "__getattribute__"}.isdisjoint(changing)
        self._known_classes = len(machine.classes)

    def _unless_program(self, values: list[Any], methods: tuple[str, ...], otherwise: Described) -> Described:
        """As said, unless a class of the program has such a method, and one of the values may be an instance."""
        if not self.methods.isdisjoint(methods) and any(_may_be_instance(value) for value in values):
            return replace(_anything(values), methods=tuple(sorted(self.methods.intersection(methods))))
        return otherwise

    def _compared(self, values: list[Any], methods: tuple[str, ...]) -> Described:
        """What methods of the program compare stays as it is, unless they, or what they look at, may change it."""
        if not any(map(_may_be_instance, values)):
            return _fresh(values)
        if self.looking_changes or not self.changing.isdisjoint(methods):
            return self._unless_program(values, methods, _fresh(values))
        every = tuple(range(len(values)))
        made = Described(list(map(Operand, values)), [Result(None, may_be=every, part_of=every)], runs_program=True)
        return replace(made, methods=tuple(sorted(self.methods.intersection(methods))))

    def _unless_changing(
        self, values: list[Any], methods: tuple[str, ...], type: str, *, deep: bool = True
    ) -> Described:
        """A new value of an immutable type; a method of the program may change the values on the way to it. deep: or
        what these hold."""
        may_be = _may_hold_instance if deep else _may_be_instance
        if not self.changing.isdisjoint(methods) and any(may_be(value) for value in values):
            called = tuple(sorted(self.changing.intersection(methods)))
            return replace(_anything(values), results=[Result(type)], methods=called)
        return _pure(values, type)

    def printing(self, machine: Machine, values: Sequence[Any]) -> Described:
        """What ``print`` does to what it shows."""
        self._learn(machine)
        return self._unless_changing(list(values), DEEP["print"], "None")

    def _arithmetic(self, operation: core.Binary | core.InPlace, values: list[Any]) -> Described:
        types = [type_of(value) for value in values]
        if all(isinstance(each, str) and each in _NUMBERS for each in types):
            return _pure(values, _number(operation.operator, types))
        if all(_is_immutable(value) for value in values):
            return _pure(values, "str" if "str" in types and operation.operator in "+*%" else None)
        if operation.operator == "%" and types[0] == "str":
            return self._unless_changing(values, DEEP["str"], "str")
        if operation.operator != "*" and any(type(value) in (int, float) for value in values):
            # Numbers are added to numbers, and to what makes something new of that: arrays, dates.
            made = _fresh(values)
            if isinstance(operation, core.InPlace) and not _is_immutable(values[0]):
                made = Described(
                    [Operand(values[0], Change.SHALLOW), Operand(values[1])], [Result(types[0], may_be=(0,))]
                )
            method = _METHODS[operation.operator]
            return self._unless_program(values, (method.replace("__", "__i", 1), *_either(method)), made)
        every = tuple(range(len(values)))
        method = _METHODS[operation.operator]
        if isinstance(operation, core.InPlace) and not _is_immutable(values[0]):
            made = Described(
                [Operand(values[0], Change.SHALLOW, (1,)), Operand(values[1])],
                [Result(types[0], may_be=(0,), part_of=every)],
            )
            return self._unless_program(values, (method.replace("__", "__i", 1), *_either(method)), made)
        made = Described(list(map(Operand, values)), [Result(None, part_of=every)])
        return self._unless_program(values, _either(method), made)

    def _attribute(self, values: list[Any], name: str) -> Described:
        known_type = type_of(values[0])
        facts = self.known.attribute(known_type, name) if isinstance(known_type, str) else None
        if facts is not None and facts.kind is Kind.FUNCTION:
            return replace(_part(values), is_method=True)
        if facts is not None and facts.result:
            return _of_facts(facts, {"self": [values[0]]}, values)
        if known_type is None and (name in self.methods or "__getattr__" in self.methods):
            return Described(
                [Operand(values[0], Change.DEEP)],
                [Result(None, may_be=(0,), part_of=(0,))],
                runs_program=True,
                methods=(name, "__getattr__"),
            )
        is_method = known_type is None and self.known.method_of_any(name) is not None
        return replace(_part(values), is_method=is_method)

    # Calls ------------------------------------------------------------------------------------------------------------

    def _call(self, machine: Machine, site: Site, values: list[Any], name: str) -> Described:
        operation = site.operation
        assert isinstance(operation, core.Call)
        callee = site.frame.registers[operation.function]
        args, kwargs = _arguments(site)
        facts: Facts | None = None
        match callee:
            case Library() if name in ("", callee.name):
                facts = self.known.function(callee.name)
            case Method() if not name:
                facts, args = self.method(callee.owner, callee.name), [callee.owner, *args]
                name = f"{type_of(callee.owner)}.{callee.name}"
            case Computed() if not name and isinstance(callee.origin, Origin) and callee.origin.name:
                owner = callee.origin.operands[0]
                facts, args = self.method(owner, callee.origin.name), [owner, *args]
            case _ if name:
                # A function of the library calls it: ``map(np.sqrt, xs)``.
                facts, args, kwargs = self.known.function(name), values, {}
        every = [*args, *kwargs.values()]
        function = callee.name if isinstance(callee, Library | Method) else ""
        if function and facts is not None and self._calls_back(name or function, every):
            called = tuple(sorted(name for name in self.changing if is_special(name)))
            made = replace(_anything(every), methods=called)
            types = {_type_name(each.type, {}) for each in facts.result}
            kind = types.pop() if len(types) == 1 else None
            return replace(made, results=[Result(kind)]) if is_immutable_type(kind) else made
        if facts is None or facts.unknown_code:
            rest = [value for value in values if not any(value is each for each in every)]
            return replace(_anything([*every, *rest]), methods=self._methods_called(callee))
        binding = facts.bind(len(args), list(kwargs))
        if not binding.fits:
            return _anything(every)
        arguments: dict[str, list[Any]] = {}
        for parameter, value in zip(binding.positional, args, strict=True):
            arguments.setdefault(parameter, []).append(value)
        for keyword, parameter in binding.keywords.items():
            arguments.setdefault(parameter, []).append(kwargs[keyword])
        return _of_facts(facts, arguments, every)

    def _calls_back(self, function: str, values: list[Any]) -> bool:
        """Whether a function of a library may call a method of the program that changes something."""
        special = [name for name in self.changing if is_special(name)]
        if not special:
            return False
        known = hidden_methods(function)
        if known is None:
            return any(map(_may_hold_instance, values))
        direct, deep = (not self.changing.isdisjoint(names) for names in known)
        return (direct and any(map(_may_be_instance, values))) or (deep and any(map(_may_hold_instance, values)))

    def _methods_called(self, callee: Any) -> tuple[str, ...]:
        """The names of the program's methods that a call may run, where it is not known what is called."""
        if not isinstance(callee, Computed):
            return ()
        name = callee.origin.name if isinstance(callee.origin, Origin) else ""
        return tuple(each for each in (name or "__call__",) if each in self.methods)

    def method(self, owner: Any, method: str) -> Facts | None:
        """What is known of a method of a value."""
        known_type = type_of(owner)
        if isinstance(known_type, str):
            found = self.known.method(known_type, method)
            if found is not None:
                return found
        if isinstance(known_type, ClassCell) or method in self.methods:
            return None
        return self.known.method_of_any(method)


def _either(method: str) -> tuple[str, str]:
    return method, method.replace("__", "__r", 1)


_UNARY = {"-": "__neg__", "+": "__pos__", "~": "__invert__"}
_REFLECTED = {"__lt__": "__gt__", "__le__": "__ge__", "__gt__": "__lt__", "__ge__": "__le__", "__ne__": "__ne__"}
_METHODS = {
    "+": "__add__", "-": "__sub__", "*": "__mul__", "/": "__truediv__", "//": "__floordiv__", "%": "__mod__",
    "**": "__pow__", "@": "__matmul__", "<<": "__lshift__", ">>": "__rshift__", "&": "__and__", "|": "__or__",
    "^": "__xor__", "==": "__eq__", "!=": "__ne__", "<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__",
    "~": "__invert__",
}  # fmt: skip


def _arguments(site: Site) -> tuple[list[Any], dict[str, Any]]:
    """What a call passes, as far as it is known how much that is."""

    assert isinstance(site.operation, core.Call)
    registers = site.frame.registers
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    for each in site.operation.arguments:
        value = registers[each.value]
        if each.star == "*":
            known = isinstance(value, tuple) or (isinstance(value, Cell) and value.kind in ("list", "deque"))
            args += (
                value
                if isinstance(value, tuple)
                else list(value.content)
                if known and not value.is_computed
                else [value]
            )
        elif each.star == "**":
            if isinstance(value, Cell) and value.kind == "dict" and not value.is_computed:
                kwargs.update(value.content)
            else:
                kwargs["**"] = value
        elif each.keyword:
            kwargs[each.keyword] = value
        else:
            args.append(value)
    return args, kwargs


def _of_facts(facts: Facts, arguments: dict[str, list[Any]], values: list[Any]) -> Described:
    """The heap's form of what a line of a library says."""
    numbers = {id(value): number for number, value in enumerate(values)}

    def of(parameter: str) -> tuple[int, ...]:
        return tuple(numbers[id(value)] for value in arguments.get(parameter, ()) if id(value) in numbers)

    changes = [Change.NOTHING] * len(values)
    holds: list[tuple[int, ...]] = [()] * len(values)
    if facts.unknown_changes:
        changes = [Change.DEEP] * len(values)
        holds = [tuple(range(len(values)))] * len(values)
    for change in facts.changes:
        if not may_hold(change.condition, arguments):
            continue
        for number in of(change.parameter):
            changes[number] = Change.DEEP if change.deep else max(changes[number], Change.SHALLOW, key=_RANK.index)
    for parameter in facts.iterates:
        for number in of(parameter):
            if _is_iterator(values[number]):
                changes[number] = max(changes[number], Change.SHALLOW, key=_RANK.index)
    for holding in facts.holdings:
        for number in of(holding.holder):
            holds[number] = (*holds[number], *of(holding.sharing.parameter))
            changes[number] = max(changes[number], Change.SHALLOW, key=_RANK.index)
    operands = [Operand(value, change, held) for value, change, held in zip(values, changes, holds, strict=True)]
    return Described(operands, [_result(facts, arguments, values, of)], facts, arguments)


def may_hold(condition: Condition | None, arguments: dict[str, list[Any]]) -> bool:
    """An argument that is not given is one that is not true; any text that is given is."""
    if condition is None:
        return True
    given = arguments.get(condition.parameter, [False])
    return not all(
        isinstance(value, bool | int | float | str | None)
        and (bool(value) or isinstance(value, str)) is not condition.true
        for value in given
    )


_RANK = [Change.NOTHING, Change.SHALLOW, Change.DEEP]


def _result(facts: Facts, arguments: dict[str, list[Any]], values: list[Any], of: Any) -> Result:
    every = tuple(range(len(values)))
    possible = [each for each in facts.result if may_hold(each.condition, arguments)]
    if not possible or any(each.shares is None for each in possible):
        types = {_type_name(each.type, arguments) for each in possible}
        return Result(types.pop() if len(types) == 1 else None, may_be=every, part_of=every, holds=every)
    may_be: list[int] = []
    parts: list[int] = []
    holds: list[int] = []
    for result in possible:
        for sharing in result.shares or ():
            target = {
                Relation.IS: may_be, Relation.PART: parts, Relation.HOLDS: holds, Relation.HOLDS_PARTS: parts,
                Relation.RETURNED: may_be, Relation.HOLDS_RETURNED: holds,
            }[sharing.relation]  # fmt: skip
            target += of(sharing.parameter)
    types = {_type_name(each.type, arguments) for each in possible}
    return Result(types.pop() if len(types) == 1 else None, tuple(may_be), tuple(parts), tuple(holds))


def _type_name(type: Type | None, arguments: dict[str, list[Any]]) -> str | None:
    if type is None:
        return None
    if type.name == "Self":
        owner = next(iter(arguments.get("self", [])), None)
        found = type_of(owner)
        return found if isinstance(found, str) else None
    if type.name in ("object", "numbers.Number"):
        return None
    return type.name


# Values ---------------------------------------------------------------------------------------------------------------


def type_of(value: Any) -> Any:
    """The name of a type, or a class of the program; None where it is not known."""
    if isinstance(value, Computed):
        return value.type
    if isinstance(value, Cell):
        if isinstance(value.content, Computed):
            return value.content.type
        if value.kind in ("object", "array"):
            return _name_of(type(value.content))
        return getattr(value, "cls", None) or (value.kind if value.kind in ("list", "dict", "set", "deque") else None)
    if isinstance(value, str):
        return "str"
    if isinstance(value, Library):
        return None
    return "pathlib.PosixPath" if isinstance(value, PosixPath) else _name_of(type(value))


def _name_of(cls: type) -> str:
    """The name under which a class is known, not that of the private module in which it is made."""
    modules = [each for each in cls.__module__.split(".") if not each.startswith("_")]
    return ".".join([*modules, cls.__qualname__]).removeprefix("builtins.")


def _is_immutable(value: Any) -> bool:
    return value.region is None if isinstance(value, Computed) else not isinstance(value, Cell)


def _may_be_instance(value: Any) -> bool:
    found = type_of(value)
    return found is None or isinstance(found, ClassCell)


def _may_hold_instance(value: Any) -> bool:
    """Whether it is or holds an instance of one of the program's classes, as far as its type tells."""
    found = type_of(value)
    return not is_immutable_type(found) and not isinstance(value, Library | FunctionCell)


def _is_iterator(value: Any) -> bool:
    return isinstance(value, Cell) and value.kind == "iterator" or type_of(value) in ("file", "iterator", "generator")


def _number(operator: str, types: list[Any]) -> str:
    if operator == "/":
        return "complex" if "complex" in types else "float"
    if operator == "**":
        return "float" if "float" in types else "int"
    return max(("int" if each == "bool" else each for each in types), key=_NUMBERS.__getitem__)


def _pure(values: Iterable[Any], type: str | None) -> Described:
    return Described([Operand(value) for value in values], [Result(type)])


def _fresh(values: Iterable[Any], type: Any = None) -> Described:
    return Described([Operand(value) for value in values], [Result(type)])


def _part(values: Sequence[Any]) -> Described:
    return Described([Operand(value) for value in values], [Result(None, may_be=(), part_of=(0,))])


def _anything(values: Sequence[Any]) -> Described:
    every = tuple(range(len(values)))
    operands = [Operand(value, Change.DEEP, every) for value in values]
    result = Result(None, may_be=every, part_of=every, holds=every)
    return Described(operands, [result], UNKNOWN, {}, runs_program=any(isinstance(v, FunctionCell) for v in values))
