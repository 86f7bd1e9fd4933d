"""A concrete interpreter of the core language over Python's own objects: lowering is tested by what it does.

Functions of the program are real functions, whose bodies hand their arguments to `_Frame`s; generators, coroutines and
asynchronous generators are real ones too, since every block is run by a Python generator that passes on what is
yielded and awaited. Classes are made by `types.new_class` and the metaclass's own machinery.
"""

from __future__ import annotations

import builtins
import contextlib
import sys
import types
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.operations import Block, Code, CodeKind, Place

Run = Generator[Any, Any, Any]
_MISSING = object()


class _Signal:
    """How a block was left by other means than an exception."""

    def __init__(self, kind: str, value: Any = None) -> None:
        self.kind = kind
        self.value = value


class _Yielded:
    """What an asynchronous generator yields, apart from what its awaits pass on."""

    def __init__(self, value: Any) -> None:
        self.value = value


class _Stopped(BaseException):
    """Carries a StopIteration of the program through the generators of the interpreter, which it would end."""

    def __init__(self, error: StopIteration) -> None:
        self.error = error


class _Carried:
    """``with _Carried():`` around what may raise a StopIteration of the program."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, StopIteration):
            raise _Stopped(error) from None


_BREAK, _CONTINUE = _Signal("break"), _Signal("continue")
_TRAMPOLINE = compile("def call(function, args, kwargs): return function(*args, **kwargs)", "<call>", "exec").co_consts[
    0
]


class Frame:
    """One run of a code."""

    def __init__(self, code: Code, module: dict[str, Any], cells: Mapping[str, types.CellType]) -> None:
        self.code = code
        self.globals = module
        self.names: dict[str, Any] = module if code.kind is CodeKind.MODULE else {}
        self.registers: list[Any] = [_MISSING] * code.registers
        own = {name: types.CellType() for name, place in code.variables.items() if place is Place.CELL}
        self.cells = {**{name: cells[name] for name in code.free}, **own}
        # Called code finds the module's globals in the frame of its caller.
        self.call = types.FunctionType(_TRAMPOLINE, module)

    # Names ------------------------------------------------------------------------------------------------------------

    def load(self, name: str, place: Place) -> Any:
        if place is Place.LOCAL:
            if name not in self.names:
                raise UnboundLocalError(
                    f"cannot access local variable '{name}' where it is not associated with a value"
                )
            return self.names[name]
        if place in (Place.CELL, Place.FREE):
            return self._of_cell(name, place)
        if place in (Place.CLASS, Place.CLASS_FREE):
            with contextlib.suppress(KeyError):
                return self.names[name]
            if place is Place.CLASS_FREE:
                return self._of_cell(name, place)
        if place is not Place.BUILTIN and name in self.globals:
            return self.globals[name]
        if name not in vars(builtins):
            raise NameError(f"name '{name}' is not defined", name=name)
        return vars(builtins)[name]

    def _of_cell(self, name: str, place: Place) -> Any:
        try:
            return self.cells[name].cell_contents
        except ValueError:
            if place is Place.CELL:
                raise UnboundLocalError(
                    f"cannot access local variable '{name}' where it is not associated with a value"
                ) from None
            raise NameError(
                f"cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
            ) from None

    def store(self, name: str, place: Place, value: Any) -> None:
        if place in (Place.CELL, Place.FREE, Place.CLASS_FREE):
            self.cells[name].cell_contents = value
        else:
            (self.globals if place is Place.GLOBAL else self.names)[name] = value

    def delete(self, name: str, place: Place) -> None:
        if place in (Place.CELL, Place.FREE, Place.CLASS_FREE):
            self._of_cell(name, place)
            del self.cells[name].cell_contents
            return
        where = self.globals if place is Place.GLOBAL else self.names
        if place is Place.LOCAL and name not in where:
            raise UnboundLocalError(f"cannot access local variable '{name}' where it is not associated with a value")
        try:
            del where[name]
        except KeyError:
            raise NameError(f"name '{name}' is not defined") from None

    def visible(self) -> dict[str, Any]:
        """What ``locals()`` gives."""
        if self.code.kind in (CodeKind.MODULE, CodeKind.CLASS):
            return self.names
        found = dict(self.names)
        for name, cell in self.cells.items():
            with contextlib.suppress(ValueError):
                found[name] = cell.cell_contents
        return found

    # Blocks -----------------------------------------------------------------------------------------------------------

    def run(self) -> Run:
        signal = yield from self.block(self.code.body)
        return signal.value if signal is not None else None

    def block(self, block: Block) -> Run:
        """Runs the steps; the `_Signal` that left the block, None where it came to its end."""
        for step in block.steps:
            for operation in step.operations:
                plain = _PLAIN.get(type(operation))
                if plain is not None:
                    try:
                        plain(self, operation)
                    except StopIteration as error:
                        raise _Stopped(error) from None
                    continue
                signal = yield from _FLOW[type(operation)](self, operation)
                if signal is not None:
                    return signal
        return None

    def finished(self, block: Block) -> _Signal | None:
        return _finished(self.block(block))


def _finished(run: Run) -> Any:
    try:
        next(run)
    except StopIteration as stop:
        return stop.value
    except _Stopped as stopped:
        error = stopped.error
    else:
        raise AssertionError("a code that is no generator yielded")
    raise error


# Operations without blocks --------------------------------------------------------------------------------------------

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    operator: eval(f"lambda a, b: a {operator} b")
    for operator in (
        *"+ - * / // % ** @ << >> & | ^".split(),
        *("==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not"),
    )
}
_UNARY: dict[str, Callable[[Any], Any]] = {
    operator: eval(f"lambda a: {operator} a") for operator in ("-", "+", "~", "not")
}


def _in_place(operator: str) -> Callable[[Any, Any], Any]:
    scope: dict[str, Any] = {}
    exec(f"def change(a, b):\n    a {operator}= b\n    return a", scope)
    change: Callable[[Any, Any], Any] = scope["change"]
    return change


_IN_PLACE = {operator: _in_place(operator) for operator in "+ - * / // % ** @ << >> & | ^".split()}
_CONVERSIONS: dict[str, Callable[[Any], Any]] = {"": lambda x: x, "r": repr, "s": str, "a": ascii}


def _constant(f: Frame, o: core.Constant) -> None:
    f.registers[o.target] = o.value


def _move(f: Frame, o: core.Move) -> None:
    f.registers[o.target] = f.registers[o.source]


def _load(f: Frame, o: core.Load) -> None:
    f.registers[o.target] = f.load(o.name, o.place)


def _store(f: Frame, o: core.Store) -> None:
    f.store(o.name, o.place, f.registers[o.source])


def _delete(f: Frame, o: core.Delete) -> None:
    f.delete(o.name, o.place)


def _unary(f: Frame, o: core.Unary) -> None:
    f.registers[o.target] = _UNARY[o.operator](f.registers[o.operand])


def _binary(f: Frame, o: core.Binary | core.Compare) -> None:
    f.registers[o.target] = _OPERATORS[o.operator](f.registers[o.left], f.registers[o.right])


def _change(f: Frame, o: core.InPlace) -> None:
    f.registers[o.target] = _IN_PLACE[o.operator](f.registers[o.left], f.registers[o.right])


def _truth(f: Frame, o: core.Truth) -> None:
    f.registers[o.target] = bool(f.registers[o.operand])


def _get_attribute(f: Frame, o: core.GetAttribute) -> None:
    f.registers[o.target] = getattr(f.registers[o.object], o.name)


def _set_attribute(f: Frame, o: core.SetAttribute) -> None:
    setattr(f.registers[o.object], o.name, f.registers[o.source])


def _delete_attribute(f: Frame, o: core.DeleteAttribute) -> None:
    delattr(f.registers[o.object], o.name)


def _get_item(f: Frame, o: core.GetItem) -> None:
    f.registers[o.target] = f.registers[o.object][f.registers[o.key]]


def _set_item(f: Frame, o: core.SetItem) -> None:
    f.registers[o.object][f.registers[o.key]] = f.registers[o.source]


def _delete_item(f: Frame, o: core.DeleteItem) -> None:
    del f.registers[o.object][f.registers[o.key]]


def _members(f: Frame, items: Sequence[core.Item]) -> Iterator[Any]:
    for item in items:
        if item.starred:
            yield from f.registers[item.value]
        else:
            yield f.registers[item.value]


def _entries(f: Frame, items: Sequence[core.Item]) -> dict[Any, Any]:
    made: dict[Any, Any] = {}
    for item in items:
        if item.key is None:
            made.update(f.registers[item.value])
        else:
            made[f.registers[item.key]] = f.registers[item.value]
    return made


_BUILT: dict[str, Callable[[Frame, Sequence[core.Item]], Any]] = {
    "tuple": lambda f, items: tuple(_members(f, items)),
    "list": lambda f, items: list(_members(f, items)),
    "set": lambda f, items: set(_members(f, items)),
    "text": lambda f, items: "".join(_members(f, items)),
    "slice": lambda f, items: slice(*_members(f, items)),
    "dict": _entries,
}


def _build(f: Frame, o: core.Build) -> None:
    f.registers[o.target] = _BUILT[o.kind](f, o.items)


def _format(f: Frame, o: core.Format) -> None:
    specification = "" if o.specification is None else f.registers[o.specification]
    f.registers[o.target] = format(_CONVERSIONS[o.conversion](f.registers[o.operand]), specification)


def _spread(f: Frame, o: core.Spread) -> None:
    source = f.registers[o.source]
    f.registers[o.target] = [*source] if o.kind == "list" else {**source}


def _passed(f: Frame, arguments: Sequence[core.Passed]) -> tuple[list[Any], dict[str, Any]]:
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    for each in arguments:
        value = f.registers[each.value]
        if each.star == "*":
            args.extend(value)
        elif each.star == "**":
            if kwargs.keys() & set(value.keys()):
                raise TypeError("got multiple values for keyword argument")
            kwargs.update(value)
        elif each.keyword:
            if each.keyword in kwargs:
                raise TypeError("got multiple values for keyword argument")
            kwargs[each.keyword] = value
        else:
            args.append(value)
    return args, kwargs


def _call(f: Frame, o: core.Call) -> None:
    function = f.registers[o.function]
    args, kwargs = _passed(f, o.arguments)
    if function is super and not args:
        first = next(iter(f.code.variables))
        args = [f.load("__class__", Place.FREE), f.load(first, f.code.variables[first])]
    elif not args and not kwargs and (function is locals or function is vars or function is dir):
        f.registers[o.target] = sorted(f.visible()) if function is dir else f.visible()
        return
    elif (function is eval or function is exec) and len(args) == 1:
        args += [f.globals, f.visible()]
    f.registers[o.target] = f.call(function, args, kwargs)


def _unpack(f: Frame, o: core.Unpack) -> None:
    registers, source = o.targets, f.registers[o.source]
    if o.star < 0:
        # Python takes one more than it needs, to see that there is none.
        scope = {"source": source}
        names = "".join(f"x{place}, " for place in range(len(registers)))
        exec(f"{names} = source" if names else "() = source", scope)
        values = [scope[f"x{place}"] for place in range(len(registers))]
    else:
        given = list(source)
        after = len(registers) - o.star - 1
        if len(given) < len(registers) - 1:
            raise ValueError(f"not enough values to unpack (expected at least {len(registers) - 1}, got {len(given)})")
        middle = given[o.star : len(given) - after]
        values = [*given[: o.star], middle, *given[len(given) - after :]]
    for register, value in zip(registers, values, strict=True):
        f.registers[register] = value


def _gather(f: Frame, o: core.Gather) -> None:
    collection, value = f.registers[o.collection], f.registers[o.value]
    if o.key is not None:
        collection[f.registers[o.key]] = value
    elif o.kind == "list":
        collection.append(value)
    else:
        collection.add(value)


def _annotate(f: Frame, o: core.Annotate) -> None:
    f.load("__annotations__", Place.CLASS if f.code.kind is CodeKind.CLASS else Place.GLOBAL)[o.name] = f.registers[
        o.annotation
    ]


def _import(f: Frame, o: core.Import) -> None:
    module = f.call(builtins.__import__, (o.module, f.globals, None, o.names or None, o.level), {})
    if o.leaf:
        for part in o.module.split(".")[1:]:
            module = _taken(module, part)
    f.registers[o.target] = module


def _taken(module: Any, name: str) -> Any:
    try:
        return getattr(module, name)
    except AttributeError:
        full = f"{module.__name__}.{name}"
        if full in sys.modules:
            return sys.modules[full]
        raise ImportError(f"cannot import name {name!r} from {module.__name__!r}") from None


def _import_name(f: Frame, o: core.ImportName) -> None:
    f.registers[o.target] = _taken(f.registers[o.module], o.name)


def _import_star(f: Frame, o: core.ImportStar) -> None:
    module = f.registers[o.module]
    public = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
    for name in public:
        f.names[name] = getattr(module, name)


def _iterate(f: Frame, o: core.Iterate) -> None:
    operand = f.registers[o.operand]
    # Nobody else holds it: a generator is closed when the loop is left.
    f.registers[o.operand] = _MISSING
    f.registers[o.target] = aiter(operand) if o.is_async else iter(operand)


def _keys(subject: Any, keys: Sequence[Any]) -> tuple[Any, ...] | None:
    if len(set(keys)) < len(keys):
        raise ValueError("mapping pattern checks duplicate key")
    found = []
    for key in keys:
        value = subject.get(key, _MISSING)
        if value is _MISSING:
            return None
        found.append(value)
    return tuple(found)


def _attributes(subject: Any, kind: Any, count: int, names: tuple[str, ...]) -> tuple[Any, ...] | None:
    if not isinstance(kind, type):
        raise TypeError("called match pattern must be a class")
    if not isinstance(subject, kind):
        return None
    found: list[Any] = []
    wanted: list[str] = []
    if count:
        by_place = getattr(kind, "__match_args__", None)
        if by_place is None and kind.__flags__ & (1 << 22) and count == 1:
            found.append(subject)
        else:
            by_place = by_place or ()
            if len(by_place) < count:
                raise TypeError(f"{kind.__name__}() accepts {len(by_place)} positional sub-patterns ({count} given)")
            wanted += by_place[:count]
    for name in (*wanted, *names):
        value = getattr(subject, name, _MISSING)
        if value is _MISSING:
            return None
        found.append(value)
    return tuple(found)


def _match(f: Frame, o: core.MatchTest) -> None:
    subject, operands = f.registers[o.subject], [f.registers[each] for each in o.operands]
    made: dict[str, Callable[[], Any]] = {
        "sequence": lambda: bool(type(subject).__flags__ & (1 << 5)),
        "mapping": lambda: bool(type(subject).__flags__ & (1 << 6)),
        "length": lambda: len(subject),
        "keys": lambda: _keys(subject, operands),
        "rest": lambda: {key: value for key, value in dict(subject).items() if key not in operands},
        "class": lambda: _attributes(subject, operands[0], o.count, o.names),
    }
    f.registers[o.target] = made[o.kind]()


# Definitions ----------------------------------------------------------------------------------------------------------


def _stub(code: Code) -> types.CodeType:
    """A function of the same kind and signature, which hands its arguments on to ``run``."""
    p = code.parameters
    words = [*p.positional_only, *(["/"] if p.positional_only else []), *p.positional]
    words += [f"*{p.variadic}"] if p.variadic else ["*"] if p.keyword_only else []
    words += [*p.keyword_only, *([f"**{p.keywords}"] if p.keywords else [])]
    given = ", ".join(p.names)
    head = "async def" if code.is_coroutine else "def"
    if code.is_coroutine and code.is_generator:
        body = _ASYNC_GENERATOR
    elif code.is_coroutine:
        body = ["    return await awaited__(run__((GIVEN)))"]
    elif code.is_generator:
        body = ["    return (yield from run__((GIVEN)))"]
    else:
        body = ["    return finished__(run__((GIVEN)))"]
    text = "\n".join(body).replace("(GIVEN)", f"({given},)" if given else "()")
    lines = "def make__(run__, finished__, awaited__, step__, ended__):\n"
    inner = f"    {head} stub__({', '.join(words)}):\n" + "\n".join("    " + line for line in text.splitlines())
    compiled = compile(f"{lines}{inner}\n    return stub__\n", code.module.shown, "exec")
    made: types.CodeType = compiled.co_consts[0]
    return made


_ASYNC_GENERATOR = """\
    run_ = run__((GIVEN))
    method_, given_ = run_.send, None
    while True:
        item_ = await step__(method_, given_)
        if item_ is ended__:
            return
        try:
            given_ = yield item_.value
            method_ = run_.send
        except BaseException as error_:
            method_, given_ = run_.throw, error_""".splitlines()


@types.coroutine
def _awaited(run: Run) -> Run:
    return (yield from run)


_ENDED = object()


@types.coroutine
def _step(method: Callable[[Any], Any], given: Any) -> Run:
    """Go on to the next value of an asynchronous generator."""
    try:
        got = method(given)
        while not isinstance(got, _Yielded):
            run = method.__self__  # type: ignore[attr-defined]
            try:
                sent = yield got
            except BaseException as error:  # noqa: BLE001
                got = run.throw(error)
            else:
                got = run.send(sent)
    except StopIteration:
        return _ENDED
    return got


def _function(f: Frame, o: core.Function) -> None:
    code, p = o.code, o.code.parameters
    values = dict(zip(p.with_defaults, (f.registers[each] for each in o.defaults), strict=True))
    cells = f.cells

    def run(arguments: tuple[Any, ...]) -> Run:
        frame = Frame(code, f.globals, cells)
        for name, value in zip(p.names, arguments, strict=True):
            frame.store(name, code.variables[name], value)
        return _ended(frame.run()) if code.is_generator or code.is_coroutine else frame.run()

    made = types.FunctionType(_stub(code), f.globals)(run, _finished, _awaited, _step, _ENDED)
    span = code.module.span(code.node)
    made.__code__ = made.__code__.replace(
        co_filename=str(code.module.path), co_firstlineno=span.line, co_name=code.name, co_qualname=code.qualname
    )
    made.__name__, made.__qualname__, made.__doc__ = code.name, code.qualname, code.docstring
    made.__module__ = f.globals.get("__name__")
    made.__defaults__ = tuple(values[n] for n in (*p.positional_only, *p.positional) if n in values) or None
    made.__kwdefaults__ = {n: values[n] for n in p.keyword_only if n in values} or None
    made.__annotations__ = {name: f.registers[register] for name, register in o.annotations}
    f.registers[o.target] = made


def _class(f: Frame, o: core.Class) -> None:
    bases, keywords = _passed(f, o.arguments)
    code = o.code
    cells = f.cells

    def make() -> Any:
        resolved = tuple(types.resolve_bases(bases))
        metaclass, namespace, rest = types.prepare_class(code.name, resolved, keywords)
        frame = Frame(code, f.globals, cells)
        frame.names = namespace
        namespace["__module__"] = f.globals.get("__name__")
        namespace["__qualname__"] = code.qualname
        if code.docstring is not None:
            namespace["__doc__"] = code.docstring
        if code.annotates and "__annotations__" not in namespace:
            namespace["__annotations__"] = {}
        frame.finished(code.body)
        cell = frame.cells.get("__class__") if "__class__" in code.variables else None
        if cell is not None:
            namespace["__classcell__"] = cell
        if any(one is not other for one, other in zip(resolved, bases, strict=False)) or len(resolved) != len(bases):
            namespace["__orig_bases__"] = tuple(bases)
        made = metaclass(code.name, resolved, namespace, **rest)
        if cell is not None and isinstance(made, type):
            try:
                cell.cell_contents  # noqa: B018
            except ValueError:
                raise RuntimeError(f"__class__ not set defining {code.name!r} as {made!r}") from None
        return made

    f.registers[o.target] = make()


_PLAIN: dict[type[core.Operation], Callable[[Frame, Any], None]] = {
    core.Constant: _constant,
    core.Move: _move,
    core.Load: _load,
    core.Store: _store,
    core.Delete: _delete,
    core.Unary: _unary,
    core.Binary: _binary,
    core.Compare: _binary,
    core.InPlace: _change,
    core.Truth: _truth,
    core.GetAttribute: _get_attribute,
    core.SetAttribute: _set_attribute,
    core.DeleteAttribute: _delete_attribute,
    core.GetItem: _get_item,
    core.SetItem: _set_item,
    core.DeleteItem: _delete_item,
    core.Build: _build,
    core.Format: _format,
    core.Spread: _spread,
    core.Call: _call,
    core.Unpack: _unpack,
    core.Gather: _gather,
    core.Annotate: _annotate,
    core.Function: _function,
    core.Class: _class,
    core.Import: _import,
    core.ImportName: _import_name,
    core.ImportStar: _import_star,
    core.Iterate: _iterate,
    core.MatchTest: _match,
}


# Operations with blocks, and those that suspend -----------------------------------------------------------------------


def _branch(f: Frame, o: core.Branch) -> Run:
    condition = f.registers[o.condition]
    assert isinstance(condition, bool), f"{condition!r} is no truth value"
    return (yield from f.block(o.then if condition else o.otherwise))


async def _await(value: Any) -> Any:
    return await value


def _suspended(value: Any) -> Run:
    return (yield from _await(value).__await__())


def _for(f: Frame, o: core.For) -> Run:
    iterator = f.registers[o.iterator]
    f.registers[o.iterator] = _MISSING
    while True:
        if o.is_async:
            try:
                item = yield from _suspended(anext(iterator))
            except StopAsyncIteration:
                break
        else:
            try:
                item = next(iterator)
            except StopIteration:
                break
        f.registers[o.item] = item
        signal = yield from f.block(o.body)
        if signal is _BREAK:
            return None
        if signal is not None and signal is not _CONTINUE:
            return signal
    return (yield from f.block(o.orelse))


def _while(f: Frame, o: core.While) -> Run:
    while True:
        signal = yield from f.block(o.head)
        assert signal is None
        if not f.registers[o.condition]:
            return (yield from f.block(o.orelse))
        signal = yield from f.block(o.body)
        if signal is _BREAK:
            return None
        if signal is not None and signal is not _CONTINUE:
            return signal


def _break(f: Frame, o: core.Break) -> Run:
    return _BREAK
    yield


def _continue(f: Frame, o: core.Continue) -> Run:
    return _CONTINUE
    yield


def _return(f: Frame, o: core.Return) -> Run:
    return _Signal("return", f.registers[o.source])
    yield


def _raise(f: Frame, o: core.Raise) -> Run:
    if o.exception is None:
        with _Carried():
            raise  # noqa: PLE0704 - what is handled where the interpreter stands is what the program handles
    with _Carried():
        if o.cause is None:
            raise f.registers[o.exception]
        raise f.registers[o.exception] from f.registers[o.cause]
    yield


def _try(f: Frame, o: core.Try) -> Run:
    try:
        signal = yield from (_try_group if o.is_group else _try_handlers)(f, o)
    except BaseException:
        final = yield from f.block(o.final)
        if final is not None:
            return final
        raise
    final = yield from f.block(o.final)
    return signal if final is None else final


def _try_handlers(f: Frame, o: core.Try) -> Run:
    try:
        signal = yield from f.block(o.body)
    except _Stopped as stopped:
        error = stopped.error
        context = error.__context__
        try:
            raise error
        except StopIteration:
            error.__context__ = context
            return (yield from _handlers(f, o, error))
    except BaseException as error:
        return (yield from _handlers(f, o, error))
    return signal if signal is not None else (yield from f.block(o.orelse))


def _handlers(f: Frame, o: core.Try, error: BaseException) -> Run:
    for handler in o.handlers:
        yield from f.block(handler.head)
        if handler.caught is not None and not _caught(error, f.registers[handler.caught]):
            continue
        f.registers[handler.error] = error
        return (yield from f.block(handler.body))
    with _Carried():
        raise


def _caught(error: BaseException, kinds: Any) -> bool:
    for kind in kinds if isinstance(kinds, tuple) else (kinds,):
        if not (isinstance(kind, type) and issubclass(kind, BaseException)):
            raise TypeError("catching classes that do not inherit from BaseException is not allowed")
        if kind in type(error).__mro__:
            return True
    return False


def _try_group(f: Frame, o: core.Try) -> Run:
    try:
        signal = yield from f.block(o.body)
    except BaseException as error:
        rest: Any = error
        whole = isinstance(error, BaseExceptionGroup)
        raised: list[BaseException] = []
        for handler in o.handlers:
            yield from f.block(handler.head)
            if rest is None:
                continue
            assert handler.caught is not None
            kinds = f.registers[handler.caught]
            if whole:
                matched, rest = rest.split(kinds)
            else:
                matched, rest = (BaseExceptionGroup("", (rest,)), None) if isinstance(rest, kinds) else (None, rest)
            if matched is None:
                continue
            f.registers[handler.error] = matched
            try:
                try:
                    raise matched
                except BaseExceptionGroup:
                    yield from f.block(handler.body)
            except BaseException as another:  # noqa: BLE001
                raised.append(another)
        if not raised and rest is None:
            return None
        if not raised:
            raise rest
        if rest is None and len(raised) == 1:
            raise raised[0]
        raise BaseExceptionGroup("", [*raised, *([] if rest is None else [rest])])
    return signal if signal is not None else (yield from f.block(o.orelse))


def _with(f: Frame, o: core.With) -> Run:
    manager = f.registers[o.manager]
    kind = type(manager)
    enter, leave = ("__aenter__", "__aexit__") if o.is_async else ("__enter__", "__exit__")
    entered, left = getattr(kind, enter), getattr(kind, leave)

    def exit_(*details: Any) -> Run:
        with _Carried():
            value = left(manager, *details)
        return (yield from _suspended(value)) if o.is_async else value

    with _Carried():
        value = entered(manager)
    f.registers[o.entered] = (yield from _suspended(value)) if o.is_async else value
    try:
        signal = yield from f.block(o.body)
    except BaseException as raised:
        error = raised.error if isinstance(raised, _Stopped) else raised
        if not (yield from exit_(type(error), error, error.__traceback__)):
            raise
        return None
    yield from exit_(None, None, None)
    return signal


def _yield(f: Frame, o: core.Yield) -> Run:
    source = f.registers[o.source]
    with _Carried():
        if o.is_from:
            f.registers[o.target] = yield from source
        else:
            f.registers[o.target] = yield _Yielded(source) if f.code.is_coroutine else source
    return None


def _await_operation(f: Frame, o: core.Await) -> Run:
    f.registers[o.target] = yield from _suspended(f.registers[o.source])
    return None


def _comprehension(f: Frame, o: core.Comprehension) -> Run:
    iterator = f.registers[o.iterator]
    if o.kind == "generator":
        made = types.FunctionType(_stub(_renamed(o.code)), f.globals)(
            lambda arguments: _ended(_of_comprehension(f, o.code, arguments[0])), _finished, _awaited, _step, _ENDED
        )
        made.__code__ = made.__code__.replace(co_name=o.code.name, co_qualname=o.code.qualname)
        made.__name__, made.__qualname__ = o.code.name, o.code.qualname
        f.registers[o.target] = made(iterator)
        return None
    f.registers[o.target] = yield from _of_comprehension(f, o.code, iterator)
    return None


def _of_comprehension(f: Frame, code: Code, iterator: Any) -> Run:
    frame = Frame(code, f.globals, f.cells)
    frame.names[".0"] = iterator
    return frame.run()


def _ended(run: Run) -> Run:
    """At the border of a real generator a StopIteration is what Python makes of it."""
    try:
        return (yield from run)
    except _Stopped as stopped:
        error = stopped.error
    raise error


def _renamed(code: Code) -> Code:
    """For its stub: ``.0`` is no name that can be written."""
    return Code(
        code.kind,
        code.name,
        code.qualname,
        code.module,
        code.node,
        parameters=core.Parameters(positional_only=("iterator__",)),
        is_generator=code.is_generator,
        is_coroutine=code.is_coroutine,
    )


_FLOW: dict[type[core.Operation], Callable[[Frame, Any], Run]] = {
    core.Branch: _branch,
    core.For: _for,
    core.While: _while,
    core.Break: _break,
    core.Continue: _continue,
    core.Return: _return,
    core.Raise: _raise,
    core.Try: _try,
    core.With: _with,
    core.Yield: _yield,
    core.Await: _await_operation,
    core.Comprehension: _comprehension,
}


def run_module(code: Code, namespace: dict[str, Any]) -> None:
    """Run the code of a module in its namespace."""
    # Python puts it there, and functions in C look for it.
    namespace.setdefault("__builtins__", builtins)
    if code.docstring is not None:
        namespace["__doc__"] = code.docstring
    if code.annotates:
        namespace.setdefault("__annotations__", {})
    Frame(code, namespace, {}).finished(code.body)
