"""From what a statement did to the lines of a script: the largest statements that are wholly residual, as the user
wrote them, and names for what remains.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core import texts
from eflows2smk.frontend.core.blocks import all_operations, inner_blocks, moved
from eflows2smk.frontend.core.liveness import live_behind
from eflows2smk.frontend.core.operations import Block, Code, CodeKind, Operation, Place, Step
from eflows2smk.frontend.evaluation.frames import Frame, hops
from eflows2smk.frontend.evaluation.values import MISSING
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed


@dataclass(slots=True, eq=False)
class Done:
    """One residual operation. encloses: it stands for all that was done inside of it. is_method: it only looks up what
    is called later."""

    operation: Operation
    operands: tuple[Any, ...]
    result: Any
    encloses: bool = False
    is_method: bool = False

    @property
    def can_wait(self) -> bool:
        """Whether it may be done behind calls of tasks that stand to its right: a method that is not called yet, a hole
        of an f-string with a value that nothing can change."""
        if not isinstance(self.operation, core.Format):
            return self.is_method
        return not any(isinstance(each, Cell) or getattr(each, "region", None) is not None for each in self.operands)


@dataclass(slots=True, eq=False)
class Written:
    """Text of a script, with what it needs. reads: name -> value before it. binds: name -> value behind it. operations:
    those that the text does."""

    code: str
    node: Any
    reads: dict[str, Any] = field(default_factory=dict)
    binds: dict[str, Any] = field(default_factory=dict)
    operations: tuple[Operation, ...] = ()


@dataclass(frozen=True, slots=True)
class Assigned:
    """What a target of an assignment gets, by the register that has it."""

    register: int


def is_target(operation: Operation) -> bool:
    """Whether it is what an assignment or ``del`` does to one of its targets."""
    return isinstance(
        operation, core.SetItem | core.SetAttribute | core.Unpack | core.DeleteItem | core.DeleteAttribute
    )


def _worked_out(value: Any) -> Cell | None:
    """What an iterator has given that called tasks; None for one that the script runs."""
    found = value.type if isinstance(value, Cell) and value.kind == "iterator" else None
    return found if isinstance(found, Cell) else None


def _is_lazy(value: Any) -> bool:
    """Whether a generator expression has given an iterator, not yet all that it has."""
    return not isinstance(value, Cell) or value.kind == "iterator"


def definitions(code: Code) -> dict[int, Operation]:
    """For each register the operation that gives it its value."""
    known = _DEFINITIONS.get(code)
    if known is None:
        known = _DEFINITIONS[code] = {}
        for operation in all_operations(code.body):
            for register in targets(operation):
                known.setdefault(register, operation)
    return known


_DEFINITIONS: dict[Code, dict[int, Operation]] = {}


def targets(operation: Operation) -> tuple[int, ...]:
    match operation:
        case core.Unpack():
            return operation.targets
        case core.For():
            return (operation.item,)
        case core.With():
            return (operation.entered,)
        case core.Branch():
            # Of an expression, where both sides give its value.
            return moved((operation.then, operation.otherwise))
        case _:
            target = getattr(operation, "target", None)
            return () if target is None else (target,)


def operand_registers(operation: Operation) -> tuple[int, ...]:
    """The registers that an operation reads, its inner blocks left out."""
    match operation:
        case core.Call():
            return (operation.function, *(each.value for each in operation.arguments))
        case core.Build():
            return tuple(r for item in operation.items for r in (item.key, item.value) if r is not None)
        case core.Format():
            spec = operation.specification
            return (operation.operand,) if spec is None else (operation.operand, spec)
        case core.MatchTest():
            return (operation.subject, *operation.operands)
        case core.Branch():
            return (operation.condition,)
        case core.For():
            return (operation.iterator,)
        case core.With():
            return (operation.manager,)
        case core.Comprehension():
            return (operation.iterator,)
    names = ("left", "right", "operand", "object", "key", "source", "collection", "value", "exception")
    found = (getattr(operation, name, None) for name in names)
    return tuple(each for each in found if isinstance(each, int) and not isinstance(each, bool))


def loads(step: Step) -> Iterator[tuple[core.Load, Code | None]]:
    """The names that a statement reads, with the inner code in which it does, None for the statement's own."""
    yield from _loads(Block((step,)), None)


def _loads(body: Block, inside: Code | None) -> Iterator[tuple[core.Load, Code | None]]:
    for operation in all_operations(body):
        if isinstance(operation, core.Load):
            yield operation, inside
        elif isinstance(operation, core.Comprehension | core.Function | core.Class):
            yield from _loads(operation.code.body, operation.code)


def exposed(step: Step) -> tuple[frozenset[str], frozenset[str]]:
    """The names that a statement may read before it has bound them itself, and those that it binds in any case."""
    found: set[str] = set()
    bound: set[str] = set()
    _expose(Block((step,)), bound, found)
    return frozenset(found), frozenset(bound)


def _expose(body: Block, bound: set[str], found: set[str]) -> None:
    """bound: the names that have been bound in any case; grows with the block."""
    for operation in body.operations():
        match operation:
            case core.Load():
                if operation.name not in bound:
                    found.add(operation.name)
            case core.Store():
                bound.add(operation.name)
            case core.Delete():
                bound.discard(operation.name)
            case core.Comprehension() | core.Function() | core.Class():
                inner: set[str] = set()
                _expose_inside(operation.code.body, inner)
                found |= inner - bound
            case core.Branch():
                sides = [set(bound), set(bound)]
                _expose(operation.then, sides[0], found)
                _expose(operation.otherwise, sides[1], found)
                bound |= sides[0] & sides[1]
            case core.With():
                _expose(operation.body, bound, found)
            case core.While():
                _expose(operation.head, bound, found)
                _expose(operation.body, set(bound), found)
                _expose(operation.orelse, set(bound), found)
            case _:
                for inner_block in inner_blocks(operation):
                    _expose(inner_block, set(bound), found)


def _expose_inside(body: Block, found: set[str]) -> None:
    for operation in all_operations(body):
        if isinstance(operation, core.Load):
            found.add(operation.name)
        elif isinstance(operation, core.Comprehension | core.Function | core.Class):
            _expose_inside(operation.code.body, found)


def stores(step: Step) -> Iterator[core.Store]:
    """The names that a statement binds, those of comprehensions and functions left out."""
    for operation in all_operations(Block((step,))):
        if isinstance(operation, core.Store):
            yield operation
        elif isinstance(operation, core.Comprehension):
            for inner in all_operations(operation.code.body):
                if isinstance(inner, core.Store) and inner.place in (Place.FREE, Place.GLOBAL):
                    yield inner


def namespace(frame: Frame, name: str, place: Place, inside: Code | None) -> Cell | None:
    """The cell that holds a name which a statement of this frame reads, None for one of an inner code's own."""
    if inside is not None:
        if place in (Place.LOCAL, Place.CELL, Place.CLASS):
            return None
        if place is Place.FREE:
            around: Code | None = inside
            while around is not None and around is not frame.code:
                around = around.parent
                if around is not None and around is not frame.code and name in around.variables:
                    return None
            if name in frame.code.variables:
                return frame.names
            return frame.outer[hops(frame.code, name)]
        return frame.module
    match place:
        case Place.GLOBAL:
            return frame.module
        case Place.FREE:
            return frame.outer[hops(frame.code, name)]
        case Place.BUILTIN:
            return None
        case Place.CLASS | Place.CLASS_FREE:
            return frame.names if name in frame.names.content else frame.module
    return frame.names


class Composing:
    """Puts the text of one statement, or of a piece of it, together."""

    def __init__(
        self, step: Step, frame: Frame, done: list[Done], before: dict[Cell, dict[Any, Any]], start: int
    ) -> None:
        """before: the values of names that the statement itself has changed, as they were at its beginning. start: the
        serial number of the fork there."""
        self.step = step
        self.frame = frame
        self.done = done
        self.before = before
        self.start = start
        self.replaced: dict[Any, Any] = {}
        # How what some of these parts give is called.
        self.labels: dict[Any, str] = {}
        self.waits: set[Any] = set()
        self.exposed, self.sure = exposed(step)
        self._find_waits(Block((step,)), None)
        self._find_replaced()

    def _find_waits(self, body: Block, inside: Code | None) -> None:
        """Calls that only wait for a value, which a script has at once."""
        made: dict[int, core.Load] = {}
        for operation in all_operations(body):
            if isinstance(operation, core.Load):
                made[operation.target] = operation
            elif isinstance(operation, core.Call) and operation.function in made:
                load = made[operation.function]
                holder = namespace(self.frame, load.name, load.place, inside)
                value = None if holder is None else self.value_before(holder, load.name)
                if getattr(value, "is_wait", False) and texts.has_one_argument(operation.origin):
                    self.waits.add(operation.origin)
            elif isinstance(operation, core.Comprehension | core.Function | core.Class):
                self._find_waits(operation.code.body, operation.code)

    def _find_replaced(self) -> None:
        """Parts that are known to the compiler as values of the run: the script gets these, not what they were got
        from."""
        defined = definitions(self.frame.code)
        here = {id(each.operation) for each in self.done}
        for each in self.done:
            if each.encloses:
                registers = self._registers_around(each.operation)
            else:
                registers = operand_registers(each.operation)
            for register in registers:
                self._replace(register, defined, here)

    def _registers_around(self, operation: Operation) -> tuple[int, ...]:
        """Those that a compound operation reads and has not made, in its blocks too."""
        inside = [each for block in inner_blocks(operation) for each in all_operations(block)]
        made = {register for each in inside for register in targets(each)}
        read = dict.fromkeys(register for each in (operation, *inside) for register in operand_registers(each))
        return tuple(register for register in read if register not in made)

    def _replace(self, register: int, defined: dict[int, Operation], here: set[int]) -> None:
        operation = defined.get(register)
        if operation is None or id(operation) in here or isinstance(operation, core.Load | core.Constant):
            return
        value = self.frame.registers[register]
        if isinstance(operation, core.Call) and operation.origin in self.waits:
            # The script has what is waited for, at once.
            self._replace(operation.arguments[0].value, defined, here)
            return
        if any(done.encloses and done.result is value for done in self.done if value is not None):
            # The statement makes it itself.
            return
        if isinstance(operation, core.Iterate):
            self._replace(operation.operand, defined, here)
        elif isinstance(operation, core.Unpack):
            self._replace(operation.source, defined, here)
        elif (given := _worked_out(value)) is not None and texts.is_expression(operation.origin):
            self.replaced[operation.origin] = given
        elif isinstance(operation, core.Comprehension) and operation.kind == "generator" and _is_lazy(value):
            self._replace(operation.iterator, defined, here)
        elif is_computed(value) and texts.is_expression(operation.origin) and not self._is_born_here(operation, value):
            self.replaced[operation.origin] = value
        elif isinstance(operation, core.Move):
            self._replace(operation.source, defined, here)
        else:
            for inner in operand_registers(operation):
                self._replace(inner, defined, here)

    def _is_born_here(self, operation: Operation, value: Any) -> bool:
        """Whether the statement makes an object that it then gives to what may change it: nobody knows what that was
        in between, and its text makes it again from the same parts."""
        if not isinstance(value, Cell) or value.serial < self.start:
            return False
        if isinstance(operation, core.Call):
            return value.kind == "object"
        return isinstance(operation, core.Build | core.Binary | core.GetItem)

    def written(self, node: Any, names: dict[int, str]) -> Written:
        """The text of a node. names: of the values that are replaced, by identity."""
        inside = set(map(id, texts.descendants(node)))
        replaced = {part: value for part, value in self.replaced.items() if id(part) in inside and part is not node}
        hidden: set[int] = set()
        for part in replaced:
            hidden.update(map(id, texts.descendants(part)))
        for call in self.waits:
            hidden.update(map(id, texts.descendants(texts.function_of(call))))
        outermost = {part: value for part, value in replaced.items() if not self._is_below(part, replaced)}
        code = texts.text_of(node, {part: names[id(value)] for part, value in outermost.items()}, self.waits)
        reads: dict[str, Any] = {}
        for load, code_inside in loads(self.step):
            if id(load.origin) not in inside or id(load.origin) in hidden or load.name in reads:
                continue
            if load.name not in self.exposed:
                continue
            holder = namespace(self.frame, load.name, load.place, code_inside)
            if holder is None:
                continue
            value = self.value_before(holder, load.name)
            if value is not MISSING:
                reads[load.name] = value
        reads.update(self._left(inside, reads))
        for value in outermost.values():
            reads[names[id(value)]] = value
        done = tuple(
            each
            for each in all_operations(Block((self.step,)))
            if id(each.origin) in inside and id(each.origin) not in hidden
        )
        return Written(code, node, reads, operations=done)

    def _left(self, inside: set[int], reads: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """Names that the text may leave as they were, which somebody may read later."""
        behind = live_behind(self.frame.code).get(self.step, set())
        for store in stores(self.step):
            name = store.name
            if name in self.sure or name in reads or id(store.origin) not in inside:
                continue
            holder = namespace(self.frame, name, store.place, None)
            if holder is None or (name not in behind and self._is_own(holder)):
                continue
            value = self.value_before(holder, name)
            if value is not MISSING:
                yield name, value

    def _is_own(self, holder: Cell) -> bool:
        """Whether no code but this one, and codes in it, reads names of the cell."""
        if self.frame.code.kind is CodeKind.MODULE:
            return holder is self.frame.module and self.frame.module.name == "__main__"
        return holder is self.frame.names and self.frame.code.kind is not CodeKind.CLASS

    def naming(self, name: str, node: Any, names: dict[int, str]) -> Written:
        """The value of an expression under a name."""
        return self._as(f"{name} = {{}}", self.written(node, names))

    def returning(self, name: str, node: Any, names: dict[int, str]) -> Written:
        """What a statement returns under a name: it becomes a function of its own."""
        made = self.written(node, names)
        changed = [each for each in self.bound(node) if each in made.reads]
        lines = [*([f"nonlocal {', '.join(changed)}"] if changed else []), *made.code.split("\n")]
        body = "\n".join(f"    {line}" if line else "" for line in lines)
        made.code = f"def returns():\n{body}\n\n{name} = returns()"
        return made

    def assigning(self, target: Any, value: Any, names: dict[int, str]) -> Written:
        """A value assigned to a target."""
        made = self._as(f"{{}} = {names[id(value)]}", self.written(target, names))
        made.reads[names[id(value)]] = value
        return made

    def augments_known(self) -> bool:
        """Whether an augmented assignment goes on with a part of an object that was got before."""
        target = texts.augmented_target(self.step.node)
        return target in self.replaced and texts.name_of(target) == ""

    def augmenting(self, name: str, names: dict[int, str]) -> Written:
        """What an augmented assignment makes of such a part, under a name."""
        target = texts.augmented_target(self.step.node)
        value = self.replaced[target]
        made = self._as(f"{name} = {names[id(value)]}\n{{}}", self.written(self.step.node, {**names, id(value): name}))
        made.reads.pop(name, None)
        made.reads[names[id(value)]] = value
        return made

    def deleting(self, target: Any, names: dict[int, str]) -> Written:
        return self._as("del {}", self.written(target, names))

    def unpacking(self, targets: Sequence[str], source: Any, names: dict[int, str]) -> Written:
        """The parts of a value under names."""
        listed = f"{targets[0]}," if len(targets) == 1 else ", ".join(targets)
        return Written(f"{listed} = {names[id(source)]}", None, {names[id(source)]: source})

    def _as(self, form: str, written: Written) -> Written:
        return replace(written, code=form.replace("{}", written.code))

    def reads_around(self, node: Any, name: str) -> tuple[list[Any], list[Any]]:
        """Where the text of a node reads a name before, and where behind, the last part that it gets as a value of the
        run; what stands between two such parts is in both."""
        inside = set(map(id, texts.descendants(node)))
        parts = {id(part) for part in self.replaced if id(part) in inside}
        order = [each for each in all_operations(Block((self.step,))) if id(each.origin) in inside]
        made = [place for place, each in enumerate(order) if id(each.origin) in parts and not _is_load(each)]
        hidden = {id(each) for part in self.replaced if id(part) in parts for each in texts.descendants(part)}
        found: tuple[list[Any], list[Any]] = ([], [])
        for place, each in enumerate(order):
            if isinstance(each, core.Load) and each.name == name and id(each.origin) not in hidden:
                if made and place < made[-1]:
                    found[0].append(each.origin)
                if not made or place > made[0]:
                    found[1].append(each.origin)
        return found

    def calls(self, node: Any, name: str) -> bool:
        """Whether the text of a node calls what has this name."""
        inside = set(map(id, texts.descendants(node)))
        hidden = {id(each) for part in self.replaced if id(part) in inside for each in texts.descendants(part)}
        loaded = {each.target: each.name for each, _ in loads(self.step)}
        called = (each for each in all_operations(Block((self.step,))) if isinstance(each, core.Call))
        return any(
            loaded.get(each.function) == name and id(each.origin) in inside and id(each.origin) not in hidden
            for each in called
        )

    def _is_below(self, part: Any, others: dict[Any, Any]) -> bool:
        return any(other is not part and any(each is part for each in texts.descendants(other)) for other in others)

    def value_before(self, holder: Cell, name: str) -> Any:
        changed = self.before.get(holder, {})
        if name in changed:
            return changed[name]
        return holder.content.get(name, MISSING)

    def bound(self, node: Any) -> dict[str, Any]:
        """The names that a node binds, with their values behind it."""
        found: dict[str, Any] = {}
        inside = set(map(id, texts.descendants(node)))
        for store in stores(self.step):
            holder = namespace(self.frame, store.name, store.place, None) if id(store.origin) in inside else None
            if holder is not None:
                value = holder.content.get(store.name, MISSING)
                if value is not MISSING:
                    found[store.name] = value
        return found


def _is_load(operation: Operation) -> bool:
    return isinstance(operation, core.Load)


def runs(step: Step, frame: Frame, done: list[Done], start: int) -> Iterator[list[Done]]:
    """What one text may hold: where a statement has several targets, each of them has a text of its own, and so has
    what it assigns."""
    if texts.has_one_target(step.node) and not Composing(step, frame, done, {}, start).augments_known():
        yield list(done)
        return
    run: list[Done] = []
    for each in done:
        if is_target(each.operation):
            if run:
                yield run
            yield [each]
            run = []
        else:
            run.append(each)
    if run:
        yield run


def is_computed(value: Any) -> bool:
    return isinstance(value, Computed) or (isinstance(value, Cell) and value.is_computed)
