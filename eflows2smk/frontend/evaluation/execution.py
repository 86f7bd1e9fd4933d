"""From operations to closures: each code is prepared once and executed as often as the program asks.

A closure of an operation gets the frame and gives None, or the `Signal` or `Leaving` with which the block ends there.
Simple operations and control flow each have a table by kind of operation; nothing here knows what is residual, a task
or a domain of the workflow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from eflows2smk.frontend import trusted
from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import inner_blocks
from eflows2smk.frontend.core.operations import Block, Code, CodeKind, Operation, Place, Step
from eflows2smk.frontend.evaluation import operators
from eflows2smk.frontend.evaluation.calls import call_value, returned
from eflows2smk.frontend.evaluation.containers import delete_item, get_item, pairs_of, set_item, unpacked
from eflows2smk.frontend.evaluation.conversion import SCALARS
from eflows2smk.frontend.evaluation.datamodel import delete_attribute, get_attribute, set_attribute
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.exceptions import exception_of, handles
from eflows2smk.frontend.evaluation.frames import Frame, hops
from eflows2smk.frontend.evaluation.iteration import items_of, iterator_of
from eflows2smk.frontend.evaluation.machine import Level, Machine, Site, looping
from eflows2smk.frontend.evaluation.rendering import formatted
from eflows2smk.frontend.evaluation.signals import Leaving, Raised, Signal
from eflows2smk.frontend.evaluation.values import MISSING, FunctionCell, Refusing, Unknowable
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed

# Iterations of a ``while``, far above what a workflow needs.
LONGEST_WHILE = 1_000_000

Closure = Callable[[Frame], Any]
# What executes a block on whose condition or iterator only the run can decide; set by `control`.
Prepare = Callable[[Machine, Code, Any], Closure]


def executable(machine: Machine, code: Code) -> Closure:
    """The closure of a code's body."""
    known = machine.codes.get(code)
    if known is None:
        known = machine.codes[code] = _body(machine, code)
    return known


def _body(machine: Machine, code: Code) -> Closure:
    body = _top_level(machine, code) if code.kind is CodeKind.MODULE else block(machine, code, code.body)
    if not code.annotates:
        return body

    def run(frame: Frame) -> Any:
        machine.heap.set_key(frame.names, "__annotations__", machine.heap.allocate("dict", {}))
        return body(frame)

    return run


def _top_level(machine: Machine, code: Code) -> Closure:
    """The body of a module, each of whose statements is announced."""
    steps = [step_closure(machine, code, step) for step in code.body.steps]

    def run(frame: Frame) -> None:
        try:
            for position, step in enumerate(steps):
                for announce in machine.statements:
                    announce(frame.module, position)
                step(frame)
        finally:
            for announce in machine.statements:
                announce(frame.module, len(steps))

    return run


def block(machine: Machine, code: Code, body: Block) -> Closure:
    """A closure that runs the steps of a block."""
    steps = [step_closure(machine, code, step) for step in body.steps]
    if not steps:
        return _nothing
    if len(steps) == 1:
        return steps[0]

    def run(frame: Frame) -> Any:
        for position, step in enumerate(steps):
            signal = step(frame)
            if signal is not None:
                if type(signal) is Leaving and position + 1 < len(steps):
                    signal.rest.append(rest(position + 1))
                return signal
        return None

    def rest(position: int) -> Closure:
        def run_rest(frame: Frame) -> Any:
            for following in range(position, len(steps)):
                signal = steps[following](frame)
                if signal is not None:
                    if type(signal) is Leaving and following + 1 < len(steps):
                        signal.rest.append(rest(following + 1))
                    return signal
            return None

        return run_rest

    return run


def _nothing(frame: Frame) -> None:
    return None


def step_closure(machine: Machine, code: Code, step: Step) -> Closure:
    """One statement: its operations one after the other. What it is refused for is reported here, and the program
    goes on behind it, so that all problems are found at once."""
    closures = [(operation, prepared(machine, code, operation)) for operation in step.operations]
    bound = _bound_names(step)
    begins, ends = machine.residual.begins, machine.residual.ends

    def run(frame: Frame) -> Any:
        token = begins(step, frame)
        try:
            for operation, closure in closures:  # noqa: B007 - the last one is the one that was refused
                signal = closure(frame)
                if signal is not None:
                    return signal
        except Refused as refused:
            if refused.place is None:
                refused.place = code.module, operation.origin
            _report(machine, frame, step, refused)
            for name, place in bound:
                _store(machine, code, name, place)(frame, Refusing(refused.reported))
        finally:
            ends(token)
        return None

    return run


def _report(machine: Machine, frame: Frame, step: Step, refused: Refused) -> None:
    if refused.reported is None and refused.code:
        module, node = refused.place or (frame.code.module, step.node)
        refused.reported = refused.diagnostic(module.span(node))
        machine.report(refused.reported)


def _bound_names(step: Step) -> list[tuple[str, Place]]:
    return [(each.name, each.place) for each in step.operations if isinstance(each, core.Store)]


def prepared(machine: Machine, code: Code, operation: Operation) -> Closure:
    prepare = PREPARE.get(type(operation))
    if prepare is None:
        return _refused(code, operation)
    return prepare(machine, code, operation)


def _refused(code: Code, operation: Operation) -> Closure:
    def run(frame: Frame) -> None:
        refused = Refused("E302", f"this construct ({type(operation).__name__.lower()}) can't be compiled")
        refused.place = code.module, operation.origin
        raise refused

    return run


def enclosing(machine: Machine, operation: Operation, blocks: Sequence[Block], closure: Closure) -> Closure:
    """A compound operation that no task is reached from is left to the run as a whole, if a part of it is."""

    def run(frame: Frame) -> Any:
        if machine.residual.is_enclosed or any(machine.reach.reaches(each) for each in blocks):
            return closure(frame)
        residual = machine.residual
        token = residual.encloses(Site(operation, frame))
        try:
            signal = closure(frame)
        except BaseException:
            residual.abandoned(token)
            raise
        given = residual.enclosed(token, frame.result if signal is Signal.RETURN else None)
        if signal is Signal.RETURN:
            frame.result = given
        return signal

    return run


# Names ----------------------------------------------------------------------------------------------------------------


def _constant(machine: Machine, code: Code, operation: core.Constant) -> Closure:
    target, value = operation.target, operation.value

    def run(frame: Frame) -> None:
        frame.registers[target] = value

    return run


def _move(machine: Machine, code: Code, operation: core.Move) -> Closure:
    target, source = operation.target, operation.source

    def run(frame: Frame) -> None:
        frame.registers[target] = frame.registers[source]

    return run


def _load(machine: Machine, code: Code, operation: core.Load) -> Closure:
    target, name, place = operation.target, operation.name, operation.place
    from eflows2smk.frontend.evaluation.functions.table import BUILTINS

    def checked(value: Any) -> Any:
        if type(value) is Unknowable:
            machine.report(value.reason)
            raise Refused("", "", reported=value.reason)
        if type(value) is Refusing:
            raise Refused("", "", reported=value.reason)
        return value

    def from_module(frame: Frame) -> None:
        value = frame.module.content.get(name, MISSING)
        if value is MISSING:
            value = BUILTINS.get(name, MISSING)
            if value is MISSING:
                raise Raised(NameError(f"name '{name}' is not defined"))
        frame.registers[target] = checked(value)

    def local(frame: Frame) -> None:
        value = frame.names.content.get(name, MISSING)
        if value is MISSING:
            raise Raised(
                UnboundLocalError(f"cannot access local variable '{name}' where it is not associated with a value")
            )
        frame.registers[target] = value if type(value) in SCALARS else checked(value)

    match place:
        case Place.LOCAL | Place.CELL:
            return local
        case Place.GLOBAL:
            return from_module
        case Place.BUILTIN:
            value = BUILTINS[name]

            def builtin(frame: Frame) -> None:
                frame.registers[target] = value

            return builtin
    distance = hops(code, name) if place in (Place.FREE, Place.CLASS_FREE) else 0

    def free(frame: Frame) -> None:
        value = frame.outer[distance].content.get(name, MISSING)
        if value is MISSING:
            raise Raised(
                NameError(
                    f"cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
                )
            )
        frame.registers[target] = checked(value)

    if place is Place.FREE:
        return free
    otherwise = free if place is Place.CLASS_FREE else from_module

    def in_class(frame: Frame) -> None:
        value = frame.names.content.get(name, MISSING)
        if value is MISSING:
            otherwise(frame)
        else:
            frame.registers[target] = checked(value)

    return in_class


def _store(machine: Machine, code: Code, name: str, place: Place) -> Callable[[Frame, Any], None]:
    """Binds a name."""
    put = machine.heap.set_key
    match place:
        case Place.GLOBAL:
            return lambda frame, value: put(frame.module, name, value)
        case Place.FREE | Place.CLASS_FREE:
            distance = hops(code, name)
            return lambda frame, value: put(frame.outer[distance], name, value)
    return lambda frame, value: put(frame.names, name, value)


def _storing(machine: Machine, code: Code, operation: core.Store) -> Closure:
    store, source = _store(machine, code, operation.name, operation.place), operation.source

    def run(frame: Frame) -> None:
        store(frame, frame.registers[source])

    return run


def _delete(machine: Machine, code: Code, operation: core.Delete) -> Closure:
    name, place = operation.name, operation.place
    distance = hops(code, name) if place in (Place.FREE, Place.CLASS_FREE) else 0

    def run(frame: Frame) -> None:
        names: Cell
        match place:
            case Place.GLOBAL:
                names = frame.module
            case Place.FREE | Place.CLASS_FREE:
                names = frame.outer[distance]
            case _:
                names = frame.names
        if name not in names.content:
            if place in (Place.LOCAL, Place.CELL):
                raise Raised(
                    UnboundLocalError(f"cannot access local variable '{name}' where it is not associated with a value")
                )
            raise Raised(NameError(f"name '{name}' is not defined"))
        machine.heap.delete_key(names, name)

    return run


# Operators ------------------------------------------------------------------------------------------------------------


def _labels(code: Code, operation: Operation) -> dict[int, str | None]:
    """The label of the hole that each register makes in a text: its source, None for a literal."""
    return labels_of(code)


def labels_of(code: Code) -> dict[int, str | None]:
    """For each register the source text of the expression that it holds, None for literals."""
    known = _LABELS.get(code)
    if known is None:
        known = {}
        _note_labels(code, code.body, known)
        _LABELS[code] = known
    return known


_LABELS: dict[Code, dict[int, str | None]] = {}


def _note_labels(code: Code, body: Block, labels: dict[int, str | None]) -> None:
    for operation in body.operations():
        target = getattr(operation, "target", None)
        if target is not None:
            labels[target] = None if isinstance(operation, core.Constant) else _text(code, operation)
        for inner in inner_blocks(operation):
            _note_labels(code, inner, labels)


def _text(code: Code, operation: Operation) -> str | None:
    return code.module.text(operation.origin)


class _Lazy:
    """Texts of operands, worked out when an operation first needs them."""

    __slots__ = ("code", "register", "_known")

    def __init__(self, code: Code, register: int) -> None:
        self.code = code
        self.register = register
        self._known: Any = MISSING

    def __call__(self) -> str | None:
        if self._known is MISSING:
            self._known = labels_of(self.code).get(self.register)
        return self._known  # type: ignore[no-any-return]


def _binary(machine: Machine, code: Code, operation: core.Binary) -> Closure:
    target, symbol, left, right = operation.target, operation.operator, operation.left, operation.right
    run_plain = operators.BINARY[symbol]
    left_label, right_label = _Lazy(code, left), _Lazy(code, right)
    join = symbol == "+"
    percent = symbol == "%"
    divide = symbol == "/"

    def run(frame: Frame) -> None:
        registers = frame.registers
        one, other = registers[left], registers[right]
        if type(one) in SCALARS and type(other) in SCALARS:
            if join and isinstance(one, str) and isinstance(other, str):
                registers[target] = trusted.concat(one, other, left_label(), right_label())
                return
            if percent and isinstance(one, str):
                registers[target] = operators.really(trusted.percent, one, other, right_label())
                return
            try:
                registers[target] = run_plain(one, other)
            except (trusted.TrustError, trusted.ProgramExit) as error:
                raise _untrusted(error) from None
            except Exception as error:
                raise Raised(error) from None
            return
        site = Site(operation, frame)
        if percent and isinstance(one, str) and type(other) is tuple:
            registers[target] = operators.on_plain(machine, site, trusted.percent, one, other)
        elif divide:
            registers[target] = _divided(machine, site, one, other, left_label, right_label)
        else:
            registers[target] = operators.binary(machine, site, symbol, one, other)

    return run


def _divided(machine: Machine, site: Site, one: Any, other: Any, left_label: _Lazy, right_label: _Lazy) -> Any:
    if isinstance(one, trusted.TracedPath) or isinstance(other, trusted.TracedPath):
        return operators.on_plain(
            machine, site, lambda a, b: trusted.divide(a, b, left_label(), right_label()), one, other
        )
    return operators.binary(machine, site, "/", one, other)


def _untrusted(error: Any) -> Refused:
    if isinstance(error, trusted.TrustError):
        return Refused(error.code, error.message, error.help)
    return error  # type: ignore[no-any-return]


def _in_place(machine: Machine, code: Code, operation: core.InPlace) -> Closure:
    plain = _binary(machine, code, operation)  # type: ignore[arg-type]
    target, symbol, left, right = operation.target, operation.operator, operation.left, operation.right

    def run(frame: Frame) -> None:
        one, other = frame.registers[left], frame.registers[right]
        if type(one) in SCALARS or type(one) is tuple:
            plain(frame)
        else:
            frame.registers[target] = operators.in_place(machine, Site(operation, frame), symbol, one, other)

    return run


def _unary(machine: Machine, code: Code, operation: core.Unary) -> Closure:
    target, symbol, operand = operation.target, operation.operator, operation.operand

    def run(frame: Frame) -> None:
        value = frame.registers[operand]
        site = Site(operation, frame)
        if symbol == "not":
            truth = operators.truth_of(machine, site, value)
            frame.registers[target] = (
                machine.residual.operation(site, (truth,)) if isinstance(truth, Computed) else not truth
            )
        else:
            frame.registers[target] = operators.unary(machine, site, symbol, value)

    return run


def _compare(machine: Machine, code: Code, operation: core.Compare) -> Closure:
    target, symbol, left, right = operation.target, operation.operator, operation.left, operation.right

    def run(frame: Frame) -> None:
        registers = frame.registers
        registers[target] = operators.compare(
            machine, Site(operation, frame), symbol, registers[left], registers[right]
        )

    return run


def _truth(machine: Machine, code: Code, operation: core.Truth) -> Closure:
    target, operand = operation.target, operation.operand

    def run(frame: Frame) -> None:
        value = frame.registers[operand]
        if type(value) is bool:
            frame.registers[target] = value
        else:
            frame.registers[target] = operators.truth_of(machine, Site(operation, frame), value)

    return run


# Attributes, items, displays ------------------------------------------------------------------------------------------


def _get_attribute(machine: Machine, code: Code, operation: core.GetAttribute) -> Closure:
    target, owner, name = operation.target, operation.object, operation.name

    def run(frame: Frame) -> None:
        frame.registers[target] = get_attribute(machine, Site(operation, frame), frame.registers[owner], name)

    return run


def _set_attribute(machine: Machine, code: Code, operation: core.SetAttribute) -> Closure:
    owner, name, source = operation.object, operation.name, operation.source

    def run(frame: Frame) -> None:
        registers = frame.registers
        set_attribute(machine, Site(operation, frame), registers[owner], name, registers[source])

    return run


def _delete_attribute(machine: Machine, code: Code, operation: core.DeleteAttribute) -> Closure:
    owner, name = operation.object, operation.name

    def run(frame: Frame) -> None:
        delete_attribute(machine, Site(operation, frame), frame.registers[owner], name)

    return run


def _get_item(machine: Machine, code: Code, operation: core.GetItem) -> Closure:
    target, owner, key = operation.target, operation.object, operation.key

    def run(frame: Frame) -> None:
        registers = frame.registers
        registers[target] = get_item(machine, Site(operation, frame), registers[owner], registers[key])

    return run


def _set_item(machine: Machine, code: Code, operation: core.SetItem) -> Closure:
    owner, key, source = operation.object, operation.key, operation.source

    def run(frame: Frame) -> None:
        registers = frame.registers
        set_item(machine, Site(operation, frame), registers[owner], registers[key], registers[source])

    return run


def _delete_item(machine: Machine, code: Code, operation: core.DeleteItem) -> Closure:
    owner, key = operation.object, operation.key

    def run(frame: Frame) -> None:
        registers = frame.registers
        delete_item(machine, Site(operation, frame), registers[owner], registers[key])

    return run


def _build(machine: Machine, code: Code, operation: core.Build) -> Closure:
    target, kind, items = operation.target, operation.kind, operation.items
    heap = machine.heap
    if kind == "text":
        return _text_of_pieces(machine, operation)
    if kind == "slice":
        first, second, third = (item.value for item in items)

        def build_slice(frame: Frame) -> None:
            registers = frame.registers
            registers[target] = slice(registers[first], registers[second], registers[third])

        return build_slice
    if kind == "dict":
        return _build_dict(machine, operation)
    plain = [item.value for item in items]
    starred = any(item.starred for item in items)

    def run(frame: Frame) -> None:
        registers = frame.registers
        if starred:
            values: list[Any] | None = []
            site = Site(operation, frame)
            for item in items:
                if item.starred:
                    more = items_of(machine, site, registers[item.value])
                    if more is None:
                        registers[target] = machine.residual.operation(site, [registers[each] for each in plain])
                        return
                    values += more  # type: ignore[operator]
                else:
                    values.append(registers[item.value])  # type: ignore[union-attr]
        else:
            values = [registers[each] for each in plain]
        if kind == "tuple":
            registers[target] = tuple(values or ())
        elif kind == "list":
            registers[target] = heap.allocate("list", values)
        elif any(isinstance(each, Computed) for each in values or ()):
            registers[target] = machine.residual.operation(Site(operation, frame), values or ())
        else:
            registers[target] = heap.allocate("set", set(values or ()))

    return run


def _build_dict(machine: Machine, operation: core.Build) -> Closure:
    target, items = operation.target, operation.items
    heap = machine.heap

    def run(frame: Frame) -> None:
        registers = frame.registers
        made: dict[Any, Any] = {}
        for item in items:
            value = registers[item.value]
            if item.key is None:
                content = getattr(value, "content", None)
                if not isinstance(content, dict):
                    registers[target] = machine.residual.operation(Site(operation, frame), [value, *made.values()])
                    return
                made.update(content)
                continue
            key = registers[item.key]
            if isinstance(key, Computed):
                registers[target] = machine.residual.operation(Site(operation, frame), [key, value, *made.values()])
                return
            made[key] = value
        registers[target] = heap.allocate("dict", made)

    return run


def _text_of_pieces(machine: Machine, operation: core.Build) -> Closure:
    target, pieces = operation.target, [item.value for item in operation.items]

    def run(frame: Frame) -> None:
        registers = frame.registers
        values = [registers[each] for each in pieces]
        if any(not isinstance(value, str) for value in values):
            registers[target] = machine.residual.operation(Site(operation, frame), values)
        else:
            registers[target] = trusted.fstring(values)

    return run


def _format(machine: Machine, code: Code, operation: core.Format) -> Closure:
    target, operand, conversion = operation.target, operation.operand, operation.conversion
    specification, label = operation.specification, operation.label

    def run(frame: Frame) -> None:
        registers = frame.registers
        spec = "" if specification is None else registers[specification]
        site = Site(operation, frame)
        registers[target] = formatted(machine, site, registers[operand], label, conversion, spec)

    return run


def _unpack(machine: Machine, code: Code, operation: core.Unpack) -> Closure:
    targets, source, star = operation.targets, operation.source, operation.star

    def run(frame: Frame) -> None:
        registers = frame.registers
        found = unpacked(machine, Site(operation, frame), registers[source], len(targets), star)
        for target, value in zip(targets, found, strict=True):
            registers[target] = value

    return run


def _spread(machine: Machine, code: Code, operation: core.Spread) -> Closure:
    target, kind, source = operation.target, operation.kind, operation.source

    def run(frame: Frame) -> None:
        value = frame.registers[source]
        site = Site(operation, frame)
        found: Any
        if kind == "list":
            found = items_of(machine, site, value)
        else:
            pairs = pairs_of(machine, site, value)
            found = None if pairs is None else dict(pairs)
        if found is None:
            frame.registers[target] = machine.residual.operation(site, (value,))
        else:
            frame.registers[target] = machine.heap.allocate(kind, found)

    return run


def _annotate(machine: Machine, code: Code, operation: core.Annotate) -> Closure:
    def run(frame: Frame) -> None:
        annotations = frame.names.content["__annotations__"]
        machine.heap.set_key(annotations, operation.name, frame.registers[operation.annotation])

    return run


def _gather(machine: Machine, code: Code, operation: core.Gather) -> Closure:
    kind, collection, value, key = operation.kind, operation.collection, operation.value, operation.key
    heap = machine.heap

    def run(frame: Frame) -> None:
        registers = frame.registers
        if MEMBERS in frame.names.content:
            _add_member(
                machine, operation, frame, registers[value] if key is None else (registers[key], registers[value])
            )
            return
        found = registers[collection]
        if not isinstance(found, Cell) or found.is_computed or not heap.may_change_now(found):
            made = registers[value] if key is None else (registers[key], registers[value])
            if isinstance(found, Cell) and machine.gathers(found, (made,)):
                return
            if not machine.residual.is_enclosed:
                raise Refused(
                    "E302",
                    "what this comprehension gives can't be told when compiling",
                    "build it in a loop, or in a function without calls of tasks",
                )
            operands = [found, registers[value], *([] if key is None else [registers[key]])]
            machine.residual.operation(Site(operation, frame), operands)
        elif kind == "list":
            heap.append(found, registers[value])
        elif kind == "set":
            set_add(machine, Site(operation, frame), registers[collection], registers[value])
        else:
            assert key is not None
            set_item(machine, Site(operation, frame), registers[collection], registers[key], registers[value])

    return run


def set_add(machine: Machine, site: Site, collection: Any, value: Any) -> None:
    if isinstance(value, Computed):
        machine.residual.operation(site, (collection, value))
    else:
        machine.heap.replace(collection, {*collection.content, value})


# Calls and definitions ------------------------------------------------------------------------------------------------


def _call(machine: Machine, code: Code, operation: core.Call) -> Closure:
    target, function, arguments = operation.target, operation.function, operation.arguments
    if not any(each.star or each.keyword for each in arguments):
        plain = [each.value for each in arguments]

        def simple(frame: Frame) -> None:
            registers = frame.registers
            site = Site(operation, frame)
            registers[target] = call_value(
                machine, site, registers[function], [registers[each] for each in plain], _NO_KEYWORDS
            )

        return simple

    def run(frame: Frame) -> None:
        registers = frame.registers
        site = Site(operation, frame)
        args: list[Any] = []
        kwargs: dict[str, Any] = {}
        for each in arguments:
            value = registers[each.value]
            if each.star == "*":
                more = items_of(machine, site, value)
                if more is None:
                    values = [registers[function], *(registers[other.value] for other in arguments)]
                    registers[target] = machine.residual.operation(site, values)
                    return
                args += more
            elif each.star == "**":
                content = getattr(value, "content", None)
                if not isinstance(content, dict):
                    values = [registers[function], *(registers[other.value] for other in arguments)]
                    registers[target] = machine.residual.operation(site, values)
                    return
                for key, item in content.items():
                    if key in kwargs:
                        raise Raised(TypeError(f"got multiple values for keyword argument '{key}'"))
                    kwargs[key] = item
            elif each.keyword:
                if each.keyword in kwargs:
                    raise Raised(TypeError(f"got multiple values for keyword argument '{each.keyword}'"))
                kwargs[each.keyword] = value
            else:
                args.append(value)
        registers[target] = call_value(machine, site, registers[function], args, kwargs)

    return run


_NO_KEYWORDS: dict[str, Any] = {}


def _function(machine: Machine, code: Code, operation: core.Function) -> Closure:
    target, inner, defaults = operation.target, operation.code, operation.defaults
    given = inner.parameters.with_defaults

    def run(frame: Frame) -> None:
        registers = frame.registers
        made = machine.heap.allocate_as(FunctionCell, "function", {})
        made.code = inner
        made.defaults = {name: registers[value] for name, value in zip(given, defaults, strict=True)}
        made.outer = frame.around
        made.module = frame.module
        made.owner = None
        registers[target] = made

    return run


def _class(machine: Machine, code: Code, operation: core.Class) -> Closure:
    from eflows2smk.frontend.evaluation.classes import make_class

    target, inner, arguments = operation.target, operation.code, operation.arguments

    def run(frame: Frame) -> None:
        registers = frame.registers
        bases = [registers[each.value] for each in arguments if not each.keyword and not each.star]
        keywords = {each.keyword: registers[each.value] for each in arguments if each.keyword}
        registers[target] = make_class(machine, Site(operation, frame), inner, bases, keywords)

    return run


def _comprehension(machine: Machine, code: Code, operation: core.Comprehension) -> Closure:
    target, inner, iterator = operation.target, operation.code, operation.iterator
    from eflows2smk.frontend.evaluation.generators import generator

    def run(frame: Frame) -> None:
        names = machine.heap.allocate("namespace", {".0": frame.registers[iterator]})
        inside = Frame(inner, names, frame.around, frame.module, frame, operation.origin, frame.function)
        if inner.is_generator:
            iterable = frame.registers[iterator]
            if not hasattr(iterable, "__next__") and not machine.reach.reaches(inner.body):
                frame.registers[target] = machine.control.generated(Site(operation, frame), iterable, inside)
            elif _is_at_once(machine, inner, iterable):
                frame.registers[target] = _at_once(machine, inside)
            else:
                frame.registers[target] = generator(machine, inside)
            return
        site = Site(operation, frame)
        if operation.kind in ("set", "dict") and _is_at_once(machine, inner, frame.registers[iterator]):
            frame.registers[target] = _built(machine, site, inside, operation.kind)
            return
        if machine.residual.is_enclosed or machine.reach.reaches(inner.body):
            executable(machine, inner)(inside)
            frame.registers[target] = returned(machine, site, inside)
            return
        token = machine.residual.encloses(site)
        try:
            executable(machine, inner)(inside)
            result = returned(machine, site, inside)
        except BaseException:
            machine.residual.abandoned(token)
            raise
        frame.registers[target] = machine.residual.enclosed(token, result)

    return run


def _is_at_once(machine: Machine, code: Code, iterator: Any) -> bool:
    """Whether a generator expression is worked out where it stands: tasks are called for it, and the run may decide
    for which elements. It can't wait then for those who ask for the next one."""
    if machine.residual.is_enclosed or code.is_coroutine or not machine.reach.reaches(code.body):
        return False
    return not hasattr(iterator, "__next__") or _has_conditions(code.body)


def _has_conditions(body: Block) -> bool:
    return any(
        (isinstance(each, core.Branch) and each.kind == "comprehension")
        or any(map(_has_conditions, inner_blocks(each)))
        for each in body.operations()
    )


def _at_once(machine: Machine, frame: Frame) -> Any:
    members = _members(machine, frame)
    return members if members.is_computed else machine.heap.allocate("iterator", iter(list(members.content)))


def _members(machine: Machine, frame: Frame) -> Cell:
    members = machine.heap.allocate("list", [])
    machine.heap.set_key(frame.names, MEMBERS, members)
    executable(machine, frame.code)(frame)
    return members


# The name of what such an expression has given so far; none that a program could bind.
MEMBERS = ".members"


def _yielded(machine: Machine, code: Code, operation: core.Yield) -> Closure:
    """In a generator expression that is worked out at once."""
    return lambda frame: _add_member(machine, operation, frame, frame.registers[operation.source])


def _add_member(machine: Machine, operation: Operation, frame: Frame, value: Any) -> None:
    members = frame.names.content[MEMBERS]
    if members.is_computed or not machine.heap.may_change_now(members):
        if not machine.gathers(members, (value,)):
            raise Refused(
                "E302",
                "what this comprehension gives can't be told when compiling",
                "build it in a loop, or in a function without calls of tasks",
            )
    else:
        machine.heap.append(members, value)


def _built(machine: Machine, site: Site, inside: Frame, kind: str) -> Any:
    """A set or dictionary of what a comprehension gives, some of which only the run knows."""
    members = _members(machine, inside)
    if members.is_computed or any(_is_unknown(each) for each in members.content):
        return machine.built(site, members, kind)
    made = machine.heap.allocate(kind, set() if kind == "set" else {})
    for each in members.content:
        if kind == "set":
            set_add(machine, site, made, each)
        else:
            set_item(machine, site, made, *each)
    return made


def _is_unknown(member: Any) -> bool:
    key = member[0] if type(member) is tuple else member
    return isinstance(key, Computed)


# Control flow ---------------------------------------------------------------------------------------------------------


def _branch(machine: Machine, code: Code, operation: core.Branch) -> Closure:
    condition = operation.condition
    then, otherwise = block(machine, code, operation.then), block(machine, code, operation.otherwise)

    def run(frame: Frame) -> Any:
        truth = frame.registers[condition]
        if truth is True:
            return then(frame)
        if truth is False:
            return otherwise(frame)
        return machine.control.branch(Site(operation, frame), truth, then, otherwise)

    return run


def _iterate(machine: Machine, code: Code, operation: core.Iterate) -> Closure:
    target, operand = operation.target, operation.operand

    def run(frame: Frame) -> None:
        value = frame.registers[operand]
        found = iterator_of(machine, Site(operation, frame), value)
        # A loop over a computed value is a matter of the control flow: it gets the value itself.
        frame.registers[target] = value if found is None else found

    return run


def _for(machine: Machine, code: Code, operation: core.For) -> Closure:
    iterator, item = operation.iterator, operation.item
    body, orelse = block(machine, code, operation.body), block(machine, code, operation.orelse)
    names = operation.names

    may_leave = _may_leave(operation.body)

    def run(frame: Frame) -> Any:
        registers = frame.registers
        found = registers[iterator]
        site = Site(operation, frame)
        if not hasattr(found, "__next__"):
            return machine.control.loop(site, found, body, orelse)
        if may_leave and not machine.residual.is_enclosed and machine.reach.reaches(operation.body):
            return _left_perhaps(machine, site, found, body, orelse)
        level = Level(operation, names, frame)
        with looping(machine, level):
            for value in found:
                registers[item] = value
                machine.operations += 1
                signal = body(frame)
                level.index += 1
                if signal is None or signal is Signal.CONTINUE:
                    continue
                if signal is Signal.BREAK:
                    return None
                return signal
        return orelse(frame)

    return enclosing(machine, operation, (operation.body, operation.orelse), run)


def _while(machine: Machine, code: Code, operation: core.While) -> Closure:
    condition = operation.condition
    head, body, orelse = (block(machine, code, each) for each in (operation.head, operation.body, operation.orelse))
    names = _tested_names(operation)

    def run(frame: Frame) -> Any:
        site = Site(operation, frame)
        if machine.residual.is_enclosed or not any(
            machine.reach.reaches(each) for each in (operation.head, operation.body)
        ):
            return known(site, None)
        token = machine.control.begins(site)
        try:
            return known(site, token)
        finally:
            machine.control.ends(token)

    def known(site: Site, token: Any) -> Any:
        frame = site.frame
        level = Level(operation, names, frame)
        with looping(machine, level):
            while True:
                head(frame)
                truth = frame.registers[condition]
                if truth is not True and truth is not False:
                    break
                if not truth:
                    break
                machine.operations += 1
                signal = body(frame)
                if type(signal) is Leaving:
                    if signal.how != {"continue"}:
                        break
                    signal = machine.control.resolved(site, signal)
                level.index += 1
                if level.index > LONGEST_WHILE:
                    raise Refused("E303", "this loop does not end")
                if signal is None or signal is Signal.CONTINUE:
                    continue
                if signal is Signal.BREAK:
                    return None
                return signal
        if truth is True:
            return machine.control.leaves(site, token, None, (head, body), orelse)
        if truth is not False:
            return machine.control.until(site, truth, head, body, orelse)
        return orelse(frame)

    return enclosing(machine, operation, (operation.head, operation.body, operation.orelse), run)


def _left_perhaps(machine: Machine, site: Site, found: Iterator[Any], body: Closure, orelse: Closure) -> Any:
    """A loop over known values that a computed one may end."""
    operation, frame = site.operation, site.frame
    assert isinstance(operation, core.For)
    token = machine.control.begins(site)
    seen: list[Any] = []
    try:
        level = Level(operation, operation.names, frame)
        with looping(machine, level):
            for value in found:
                seen.append(value)
                frame.registers[operation.item] = value
                machine.operations += 1
                signal = body(frame)
                if type(signal) is Leaving:
                    if signal.how != {"continue"}:
                        break
                    signal = machine.control.resolved(site, signal)
                level.index += 1
                if signal is None or signal is Signal.CONTINUE:
                    continue
                if signal is Signal.BREAK:
                    return None
                return signal
            else:
                signal = None
        if type(signal) is Leaving:
            return machine.control.leaves(site, token, [*seen, *found], body, orelse)
        return orelse(frame)
    finally:
        machine.control.ends(token)


def _may_leave(body: Block) -> bool:
    return any(
        isinstance(each, core.Break | core.Continue | core.Return) or any(map(_may_leave, inner_blocks(each)))
        for each in body.operations()
    )


def _tested_names(operation: core.While) -> tuple[str, ...]:
    """The names that the condition reads and the body binds."""
    bound = set(_stored(operation.body))
    loads = _loaded(operation.head)
    return tuple(dict.fromkeys(name for name in loads if name in bound))


def _loaded(body: Block) -> Iterator[str]:
    for each in body.operations():
        if isinstance(each, core.Load):
            yield each.name
        for inner in inner_blocks(each):
            yield from _loaded(inner)


def _stored(body: Block) -> Iterator[str]:
    for each in body.operations():
        if isinstance(each, core.Store):
            yield each.name
        for inner in inner_blocks(each):
            yield from _stored(inner)


def _signal(signal: Signal) -> Prepare:
    return lambda machine, code, operation: lambda frame: signal


def _return(machine: Machine, code: Code, operation: core.Return) -> Closure:
    source = operation.source

    def run(frame: Frame) -> Signal:
        frame.result = frame.registers[source]
        return Signal.RETURN

    return run


def _raise(machine: Machine, code: Code, operation: core.Raise) -> Closure:
    exception, cause = operation.exception, operation.cause

    def run(frame: Frame) -> None:
        site = Site(operation, frame)
        if exception is None:
            if not frame.handling:
                raise Raised(RuntimeError("No active exception to reraise"))
            raise Raised(frame.handling[-1])
        reason = None if cause is None else frame.registers[cause]
        raise Raised(exception_of(machine, site, frame.registers[exception], reason))

    return run


def _try(machine: Machine, code: Code, operation: core.Try) -> Closure:
    body, orelse = block(machine, code, operation.body), block(machine, code, operation.orelse)
    final = block(machine, code, operation.final) if operation.final.steps else None
    handlers = [
        (handler, block(machine, code, handler.head), block(machine, code, handler.body))
        for handler in operation.handlers
    ]

    def guarded(frame: Frame) -> Any:
        try:
            signal = body(frame)
        except Raised as raised:
            for handler, head, handle in handlers:
                head(frame)
                caught = None if handler.caught is None else frame.registers[handler.caught]
                if handler.caught is not None and not handles(machine, Site(operation, frame), raised.value, caught):
                    continue
                frame.registers[handler.error] = raised.value
                frame.handling.append(raised.value)
                try:
                    return handle(frame)
                finally:
                    frame.handling.pop()
            raise
        if type(signal) is Leaving:
            raise machine.control.undecided(signal.site, None)
        return orelse(frame) if signal is None else signal

    blocks = [operation.body, operation.orelse, operation.final]
    blocks += [each for handler in operation.handlers for each in (handler.head, handler.body)]
    if final is None:
        return enclosing(machine, operation, blocks, guarded)

    def run(frame: Frame) -> Any:
        try:
            signal = guarded(frame)
        except Raised:
            left = final(frame)
            if left is not None:
                return left
            raise
        result = frame.result
        left = final(frame)
        if left is not None:
            return left
        frame.result = result
        return signal

    return enclosing(machine, operation, blocks, run)


def _with(machine: Machine, code: Code, operation: core.With) -> Closure:
    from eflows2smk.frontend.evaluation.contexts import enter, leave

    body = block(machine, code, operation.body)

    def run(frame: Frame) -> Any:
        site = Site(operation, frame)
        manager = frame.registers[operation.manager]
        frame.registers[operation.entered] = enter(machine, site, manager)
        try:
            signal = body(frame)
        except Raised as raised:
            if leave(machine, site, manager, raised.value):
                return None
            raise
        if type(signal) is Leaving:
            raise machine.control.undecided(signal.site, None)
        result = frame.result
        leave(machine, site, manager, None)
        frame.result = result
        return signal

    return enclosing(machine, operation, (operation.body,), run)


def _match_test(machine: Machine, code: Code, operation: core.MatchTest) -> Closure:
    from eflows2smk.frontend.evaluation.matching import tested

    def run(frame: Frame) -> None:
        registers = frame.registers
        operands = [registers[each] for each in operation.operands]
        registers[operation.target] = tested(
            machine, Site(operation, frame), operation, registers[operation.subject], operands
        )

    return run


def _import(machine: Machine, code: Code, operation: core.Import) -> Closure:
    from eflows2smk.frontend.evaluation.imports import import_module

    def run(frame: Frame) -> None:
        frame.registers[operation.target] = import_module(machine, Site(operation, frame), operation)

    return run


def _import_name(machine: Machine, code: Code, operation: core.ImportName) -> Closure:
    from eflows2smk.frontend.evaluation.imports import import_name

    def run(frame: Frame) -> None:
        module = frame.registers[operation.module]
        frame.registers[operation.target] = import_name(machine, Site(operation, frame), module, operation.name)

    return run


def _import_star(machine: Machine, code: Code, operation: core.ImportStar) -> Closure:
    from eflows2smk.frontend.evaluation.imports import public_names

    def run(frame: Frame) -> None:
        names = frame.module if code.kind is CodeKind.MODULE else frame.names
        for name, value in public_names(machine, Site(operation, frame), frame.registers[operation.module]).items():
            machine.heap.set_key(names, name, value)

    return run


PREPARE: dict[type[Operation], Prepare] = {
    core.Constant: _constant,
    core.Move: _move,
    core.Load: _load,
    core.Store: _storing,
    core.Delete: _delete,
    core.Unary: _unary,
    core.Binary: _binary,
    core.InPlace: _in_place,
    core.Compare: _compare,
    core.Truth: _truth,
    core.GetAttribute: _get_attribute,
    core.SetAttribute: _set_attribute,
    core.DeleteAttribute: _delete_attribute,
    core.GetItem: _get_item,
    core.SetItem: _set_item,
    core.DeleteItem: _delete_item,
    core.Build: _build,
    core.Format: _format,
    core.Call: _call,
    core.Unpack: _unpack,
    core.Gather: _gather,
    core.Spread: _spread,
    core.Annotate: _annotate,
    core.Function: _function,
    core.Class: _class,
    core.Comprehension: _comprehension,
    core.Yield: _yielded,
    core.Import: _import,
    core.ImportName: _import_name,
    core.ImportStar: _import_star,
    core.Branch: _branch,
    core.Iterate: _iterate,
    core.For: _for,
    core.While: _while,
    core.Break: _signal(Signal.BREAK),
    core.Continue: _signal(Signal.CONTINUE),
    core.Return: _return,
    core.Raise: _raise,
    core.Try: _try,
    core.With: _with,
    core.MatchTest: _match_test,
}
