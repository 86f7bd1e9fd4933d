"""Units of a program: functions, classes without their methods, and names of modules. Each has a text, and what it
mentions of other units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from eflows2smk.frontend.core.blocks import all_operations, inner_code
from eflows2smk.frontend.core.lowering.lowering import lower
from eflows2smk.frontend.core.operations import (
    Block,
    Call,
    Class,
    Code,
    CodeKind,
    Function,
    GetAttribute,
    Load,
    Step,
    Store,
)
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import Bound, ClassCell, Descriptor, FunctionCell, Library, ModuleCell
from eflows2smk.frontend.meaning.mentions import ARITHMETIC, Key, Mentions, mentions
from eflows2smk.frontend.meaning.normal import normal, normal_steps
from eflows2smk.frontend.meaning.values import API, Opaque, Texts, name_of
from eflows2smk.frontend.record.reading import bare, enclosed, reads, stored
from eflows2smk.frontend.record.tasks import TaskValue, decorator_value
from eflows2smk.source.modules import SourceModule

# A name of a module, a function or class, or a module of which nothing has been evaluated.
Item = Key | FunctionCell | ClassCell | SourceModule
# What Python gives each module. A `__version__` is the program's own.
_GIVEN = frozenset((
    "__name__", "__file__", "__doc__", "__package__", "__spec__", "__loader__", "__path__", "__builtins__",
    "__cached__", "__annotations__",
))  # fmt: skip
# What a class has of its own accord.
_OF_CLASSES = frozenset(("__module__", "__qualname__", "__doc__", "__annotations__"))
_DOCSTRINGS = ("__doc__", "getdoc", "docopt", "doctest")


@dataclass(slots=True)
class Unit:
    """name: as the program calls it. text: "" for what has a meaning only by what it mentions. items: what belongs to
    it. members: of a class, by their names, those that run only when somebody names them."""

    text: str
    items: list[Item] = field(default_factory=list)
    name: str = ""
    mentions: Mentions = field(default_factory=Mentions)
    members: dict[str, list[Item]] = field(default_factory=dict)


class Units:
    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self._known: dict[Any, Unit] = {}
        self._docstrings = any(word in source.tree.code for source in machine.modules for word in _DOCSTRINGS)
        places = {str(machine.program.root): "<program>", str(machine.world.folder): "<run>"}
        # The longer one first: one may lie in the other.
        self._places = dict(sorted(places.items(), key=lambda entry: -len(entry[0])))
        self._codes = {code.module: code for code in machine.codes if code.parent is None}

    def unit(self, item: Item) -> Unit:
        found = self._known.get(item)
        if found is None:
            found = self._known[item] = self._made(item)
            found.name = _shown(item)
        return found

    def module(self, source: SourceModule) -> list[Item]:
        """All units of a module."""
        module = self.machine.modules.get(source)
        return [source] if module is None else [(source, name) for name in module.content if not _is_given(name)]

    def _made(self, item: Item) -> Unit:
        if isinstance(item, FunctionCell):
            return self._function(item)
        if isinstance(item, ClassCell):
            return self._class(item)
        if isinstance(item, SourceModule):
            return self.code(lower(item), item.name)
        return self._name(*item)

    def code(self, code: Code, name: str) -> Unit:
        """The unit of a whole code."""
        made = Unit(f"{name} {normal(code, docstring=self._docstrings)}", name=name)
        made.mentions = mentions(self.machine, code.body, code.module)
        return made

    def _function(self, function: FunctionCell) -> Unit:
        made = self.code(function.code, name_of(function))
        for name, value in (*function.defaults.items(), *_taken(function), *sorted(function.content.items())):
            made.text += f" {name}={self._value(value, made, function)}"
        return made

    def _value(self, value: Any, made: Unit, owner: FunctionCell | ClassCell) -> str:
        """The text of what a function or a class has beside its code."""
        texts = Texts(self._places)
        try:
            text = texts.of(value)
        except Opaque:
            # What the code around it does.
            around = owner.code.parent
            if around is not None and around.kind is not CodeKind.MODULE:
                return normal(around, docstring=self._docstrings)
            found = self._statements(owner.module.source, owner.code.name)
            made.mentions.add(found.mentions)
            return found.text
        made.items += _code(texts)
        return text

    def _class(self, cls: ClassCell) -> Unit:
        made = Unit(f"class {name_of(cls)} {[base.name for base in cls.mro]}")
        made.items += [each for each in cls.mro if isinstance(each, ClassCell) and each is not cls]
        if cls.metaclass is not None:
            made.items.append(cls.metaclass)
        methods = {name for name, value in cls.content.items() if _is_code(value)}
        steps = tuple(step for step in cls.code.body.steps if not _defines(step, methods))
        made.text += normal_steps(steps, docstring=self._docstrings)
        made.mentions = mentions(self.machine, Block(steps), cls.module.source)
        for name, value in sorted(cls.content.items()):
            if name in methods:
                held: list[Item] = [each for each in _functions(value) if isinstance(each, FunctionCell | ClassCell)]
                if _is_implicit(name):
                    made.items += held
                else:
                    made.members[name] = held
                made.text += f" {name}:{type(value).__name__}"
            elif name not in _OF_CLASSES:
                made.text += f" {name}={self._value(value, made, cls)}"
        return made

    def _name(self, source: SourceModule, name: str) -> Unit:
        value = self.machine.modules[source].content[name]
        if isinstance(value, ModuleCell):
            # What is used of it is mentioned by itself.
            return Unit(f"{source.name}:{name} = {name_of(value)}")
        if _is_given(name):
            return Unit(f"{source.name}:{name}")
        texts = Texts(self._places)
        try:
            return Unit(f"{source.name}:{name} = {texts.of(value)}{_decorations(value, texts)}", _code(texts))
        except Opaque:
            return self._statements(source, name)

    def _statements(self, source: SourceModule, name: str) -> Unit:
        """What the top level of a module does to a name whose value the compiler does not know."""
        steps = self._touching(source, name)
        made = Unit(f"{source.name}:{name} {normal_steps(steps, docstring=self._docstrings)}")
        made.mentions = mentions(self.machine, Block(steps), source)
        made.mentions.keys.pop((source, name), None)
        if not any(name in _stored(step) for step in steps):
            # It came with all names of another module.
            value = self.machine.modules[source].content[name]
            others = [(other, each.content) for other, each in self.machine.modules.items() if other is not source]
            made.items += [(other, name) for other, content in others if content.get(name) is value]
        return made

    def _touching(self, source: SourceModule, name: str) -> tuple[Step, ...]:
        """The statements that may have to do with what a name holds: those that name it, or what shares parts with it,
        and calls of functions of the program for what they do."""
        content = self.machine.modules[source].content
        steps = [step for step in self._codes[source].body.steps if not _is_guard(step)]
        found: set[int] = set()
        names, pending = {name}, True
        while pending:
            pending = False
            for number, step in enumerate(steps):
                used = _names(step)
                if number in found or (_only_defines(step, content) and not _stored(step) & names):
                    continue
                if not (used | self._done(source, step, content)) & names:
                    continue
                found.add(number)
                shared = {each for each in used if not _is_definition(content.get(each))}
                pending |= not shared <= names
                names |= shared
        return tuple(steps[number] for number in sorted(found))

    def _done(self, source: SourceModule, step: Step, content: Mapping[Any, Any]) -> set[str]:
        """The names of a module with which the functions have to do that a statement calls for what they do."""
        operations = list(all_operations(Block((step,))))
        if any(isinstance(each, Store) for each in operations):
            return set()
        called = {each.function for each in operations if isinstance(each, Call)}
        loaded = {each.name for each in operations if isinstance(each, Load) and each.target in called}
        functions = [content[name] for name in loaded if isinstance(content.get(name), FunctionCell)]
        found: set[str] = set()
        for function in functions:
            read = [name for of, name in reads(self.machine, function) if of is source]
            found.update(read)
            for each in (function, *map(content.get, read)):
                if isinstance(each, FunctionCell):
                    found.update(stored(each.code))
        return found


def _shown(item: Item) -> str:
    if isinstance(item, SourceModule):
        return item.name
    if isinstance(item, FunctionCell | ClassCell):
        return f"{item.module.source.name}:{item.code.qualname}"
    return f"{item[0].name}:{item[1]}"


def _taken(function: FunctionCell) -> list[tuple[str, Any]]:
    names = [name for name in function.code.free if any(name in each.content for each in function.outer)]
    return list(zip(names, (held for _, held in enclosed(function)), strict=True))


def _decorations(value: Any, texts: Texts) -> str:
    """What the decorators of a task say, which may be called inside of another one."""
    if not isinstance(value, TaskValue):
        return ""
    said = [
        (each.name, each.args, sorted(each.kwargs.items())) for each in value.decorations if each.name != "constraint"
    ]
    found: list[str] = []
    for name, args, kwargs in said:
        for held in (name, *args, *kwargs):
            try:
                found.append(texts.of(decorator_value(held)))
            except Opaque:
                found.append(type(held).__name__)
    return " ".join(found)


def _code(texts: Texts) -> list[Item]:
    found: list[Item] = [each for each in texts.code if not isinstance(each, ModuleCell)]
    found += [(each.source, name) for each in texts.code if isinstance(each, ModuleCell) for name in each.content]
    return found


def _functions(value: Any) -> list[Any]:
    found = [bare(value)]
    if isinstance(value, Descriptor):
        found += [bare(each) for each in (value.setter, value.deleter) if each is not None]
    if isinstance(value, Bound):
        found.append(bare(value.owner))
    return found


def _is_implicit(name: str) -> bool:
    """Whether Python calls a method of this name by itself."""
    return name.startswith("__") and name.endswith("__") and name not in ARITHMETIC


def _is_code(value: Any) -> bool:
    return isinstance(value, FunctionCell | ClassCell | TaskValue | Descriptor) and isinstance(
        bare(value), FunctionCell | ClassCell
    )


def _is_definition(value: Any) -> bool:
    """Whether it is nothing that statements share and change."""
    return isinstance(value, (ModuleCell, Library, str, int, float, type(None), *API)) or _is_code(value)


def _defines(step: Step, methods: set[str]) -> bool:
    """Whether a statement of a class's body does nothing but to make one of its methods."""
    stored = [each.name for each in step.operations if isinstance(each, Store)]
    return any(inner_code(each) is not None for each in step.operations) and bool(stored) and methods.issuperset(stored)


def _only_defines(step: Step, content: Mapping[Any, Any]) -> bool:
    """Whether all that a statement does is to define a function, with decorators that leave everything else alone."""
    operations = list(all_operations(Block((step,))))
    loaded = {each.target: content.get(each.name) for each in operations if isinstance(each, Load)}
    used = {each.function for each in operations if isinstance(each, Call)}
    used |= {each.object for each in operations if isinstance(each, GetAttribute)}
    kinds = {type(each) for each in operations}
    return (
        Function in kinds
        and Class not in kinds
        and all(
            isinstance(value, (*API, Library)) if register in used else _is_definition(value)
            for register, value in loaded.items()
        )
    )


def _stored(step: Step) -> set[str]:
    return {each.name for each in all_operations(Block((step,))) if isinstance(each, Store)}


def _names(step: Step) -> set[str]:
    return {each.name for each in all_operations(Block((step,))) if isinstance(each, Load | Store)}


def _is_given(name: str) -> bool:
    """Whether Python itself gives each module a name like this, as `__file__`."""
    return name in _GIVEN


def _is_guard(step: Step) -> bool:
    return any(isinstance(each, Load) and each.name == "__name__" for each in step.operations)
