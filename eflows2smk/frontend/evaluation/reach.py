"""Whether a task can be reached from a piece of the program, told by names.

A piece reaches a task if it mentions the name of one, or of something that does: a function or class whose code does,
a variable or parameter that such a thing is assigned or passed to. (``f()`` stands for the parameters of f, ``f!`` for
what it returns.) Names are followed through the whole program, in
one pass over each code and a fixpoint over the names, so that the answer costs the same at any depth of nesting. It may
say that a task can be reached where none is, never the other way round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import inner_blocks
from eflows2smk.frontend.core.operations import Block, Code, CodeKind

# The name by which a comprehension gets what it walks through.
ITERATOR = ".0"


class Reach:
    """tasks: the names of the program's tasks, to which more are added as they are defined."""

    def __init__(self) -> None:
        self.tasks: set[str] = set()
        self._mentions: dict[str, set[str]] = {}
        self._codes: set[Code] = set()
        self._reaching: set[str] | None = None
        self._blocks: dict[Block, frozenset[str]] = {}
        self._main: Code | None = None

    def add_task(self, code: Code) -> None:
        """A function of the program is a task."""
        names = (code.name,) if code.parent is None else self._mentionable(code.name, code.parent)
        if not self.tasks.issuperset(names):
            self.tasks.update(names)
            self._reaching = None

    def add_name(self, name: str) -> None:
        """A name was bound to a task, or to a function that calls one."""
        if name not in self.tasks and name not in self._names():
            self.tasks.add(name)
            self._reaching = None

    def add(self, code: Code, walked: frozenset[str] = frozenset(), *, is_main: bool = False) -> None:
        """Note what the functions, classes and variables of a module, and of all below it, mention. walked: the names
        in the display that a comprehension walks through."""
        if code in self._codes:
            return
        self._codes.add(code)
        self._reaching = None
        if is_main:
            self._main = code
        for operation in _every(code.body):
            match operation:
                case core.Function() | core.Class():
                    mentioned = set(names_in(operation.code.body))
                    for name in self._mentionable(operation.code.name, code):
                        self._note(name, mentioned)
                    self.add(operation.code)
        origins, elements = _sources(code.body), _elements(code.body, walked)
        loaded = _loaded(code.body, origins)
        for operation in _every(code.body):
            match operation:
                case core.Comprehension():
                    self.add(operation.code, elements.get(operation.iterator, frozenset()))
                case core.Store() if operation.source in elements:
                    for name in self._mentionable(operation.name, code):
                        self._note(name, elements[operation.source])
                case core.Store():
                    for name in self._mentionable(operation.name, code):
                        self._note(name, origins.get(operation.source, ()))
                case core.SetAttribute():
                    self._note(f".{operation.name}", origins.get(operation.source, ()))
                case core.SetItem():
                    for name in origins.get(operation.object, ()):
                        self._note(name, loaded.get(operation.source, ()))
                case core.Call():
                    passed = {name for each in operation.arguments for name in origins.get(each.value, ())}
                    for called in origins.get(operation.function, ()):
                        self._note(f"{called}()", passed)
                case core.Return():
                    for name in (code.name, f".{code.name}"):
                        self._note(f"{name}!", origins.get(operation.source, ()))

    def _mentionable(self, name: str, around: Code) -> tuple[str, ...]:
        """How a name can be mentioned that this code binds: as an attribute too, of a class or a module. Nobody asks
        the main module for one."""
        is_attribute = around.kind is CodeKind.CLASS or (around.kind is CodeKind.MODULE and around is not self._main)
        return (name, f".{name}") if is_attribute else (name,)

    def _note(self, name: str, mentioned: Iterable[str]) -> None:
        self._mentions.setdefault(name, set()).update(mentioned)

    def reaches(self, body: Block) -> bool:
        """Whether a task can be reached from a block."""
        mentioned = self._blocks.get(body)
        if mentioned is None:
            mentioned = self._blocks[body] = frozenset(names_in(body))
        return not mentioned.isdisjoint(self._names())

    def _names(self) -> set[str]:
        if self._reaching is None:
            users: dict[str, set[str]] = {}
            for name, mentioned in self._mentions.items():
                for other in mentioned:
                    users.setdefault(other, set()).add(name)
            found = set(self.tasks)
            waiting = list(found)
            while waiting:
                for user in users.get(waiting.pop(), ()):
                    name = user.removesuffix("()") if user.endswith("()") else user
                    if name not in found:
                        found.add(name)
                        waiting.append(name)
            self._reaching = found
        return self._reaching


def names_in(body: Block) -> Iterator[str]:
    """The names and attributes that a block mentions, inner functions and classes included."""
    for operation in _every(body):
        match operation:
            case core.Load():
                yield operation.name
            case core.GetAttribute():
                yield f".{operation.name}"
            case core.Comprehension() | core.Function() | core.Class():
                yield from names_in(operation.code.body)


def _every(body: Block) -> Iterator[core.Operation]:
    for operation in body.operations():
        yield operation
        for inner in inner_blocks(operation):
            yield from _every(inner)


def _elements(body: Block, walked: frozenset[str]) -> dict[int, frozenset[str]]:
    """For each register with a display of names, ``(f, g)``, or with an element of one, these names."""
    found: dict[int, frozenset[str]] = {}
    variables: dict[str, frozenset[str]] = {ITERATOR: walked} if walked else {}
    loaded: dict[int, str] = {}
    for operation in _every(body):
        match operation:
            case core.Load():
                loaded[operation.target] = operation.name
                if operation.name in variables:
                    found[operation.target] = variables[operation.name]
            case core.Build() if operation.items and all(item.value in loaded for item in operation.items):
                found[operation.target] = frozenset(loaded[item.value] for item in operation.items)
            case core.Store() if operation.source in found:
                variables[operation.name] = found[operation.source]
            case core.Iterate() if operation.operand in found:
                found[operation.target] = found[operation.operand]
            case core.For() if operation.iterator in found:
                found[operation.item] = found[operation.iterator]
    return found


def _sources(body: Block) -> dict[int, frozenset[str]]:
    """For each register the names of which its value may be, or may hold, a function."""
    found: dict[int, frozenset[str]] = {}
    for operation in _every(body):
        target = getattr(operation, "target", None)
        if target is None:
            continue
        match operation:
            case core.Load():
                names = frozenset((operation.name,))
            case core.GetAttribute():
                names = frozenset((f".{operation.name}",))
            case core.Move():
                names = found.get(operation.source, frozenset())
            case core.Build():
                names = frozenset(name for item in operation.items for name in found.get(item.value, ()))
            case core.Call():
                # What a function gives may be what it returns, or one of its arguments.
                given = (f"{name}!" for name in found.get(operation.function, ()) if not name.endswith("!"))
                passed = (name for each in operation.arguments for name in found.get(each.value, ()))
                names = frozenset((*given, *passed))
            case core.Function():
                names = frozenset((operation.code.name, *names_in(operation.code.body)))
            case _:
                continue
        found[target] = found.get(target, frozenset()) | names
    return found


def _loaded(body: Block, origins: dict[int, frozenset[str]]) -> dict[int, frozenset[str]]:
    """The names of registers that are nothing but a name."""
    return {
        operation.target: origins.get(operation.target, frozenset())
        for operation in _every(body)
        if isinstance(operation, core.Load | core.GetAttribute | core.Function)
    }
