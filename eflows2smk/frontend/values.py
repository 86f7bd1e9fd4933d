"""The values of the evaluator that are not plain Python values.

Static values are themselves: an ``int`` is an ``int``, a list a list. What follows stands for the rest: values that
only exist at run time, functions and classes of the program, modules, and what could not be evaluated.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

from eflows2smk.diagnostics import Diagnostic
from eflows2smk.frontend.errors import ComputedValue, Poisoned, Refusal
from eflows2smk.frontend.sharing import Sharing, holding, touched
from eflows2smk.workflow.model import Artefact

if TYPE_CHECKING:
    import libcst as cst

    from eflows2smk.frontend.scopes import Frame, Scope
    from eflows2smk.source.modules import SourceModule


def _refuse_with(what: str) -> Callable[..., Any]:
    def operation(self: Any, *_: object) -> Any:
        return self.refuse(what)

    return operation


_OPERATIONS = {
    "a truth value": ("bool",),
    "an iteration": ("iter", "next"),
    "a length": ("len",),
    "a comparison": ("eq", "ne", "lt", "le", "gt", "ge", "contains"),
    "an element": ("getitem", "setitem", "delitem"),
    "arithmetic": (
        *("add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow").split(),
        *("matmul rmatmul neg pos abs invert and rand or ror xor rxor lshift rshift round divmod").split(),
        *("iadd isub imul itruediv ifloordiv imod ipow imatmul iand ior ixor").split(),
    ),
    "a conversion": ("int", "float", "complex", "index", "str", "repr", "format", "fspath", "bytes", "trunc"),
    # Equal values would be one key, but whether they are equal is only known at run time.
    "its use as a key": ("hash",),
    "a context": ("enter", "exit"),
    "a call": ("call",),
}


class Inert:
    """Base of values that can be passed around and nothing else."""

    __slots__ = ()

    def refuse(self, what: str) -> NoReturn:
        raise NotImplementedError


for _what, _names in _OPERATIONS.items():
    for _name in _names:
        setattr(Inert, f"__{_name}__", _refuse_with(_what))


class Future(Inert):
    """A value that an invocation computes. `artefact` is its newest version: INOUT calls replace it, for all names.

    artefact: None while the host segment that gives it still grows. sharing: which others may change with it. stale:
    why its artefact may not be what it is any more, "" if it is.
    """

    __slots__ = ("artefact", "label", "sharing", "stale")

    def __init__(self, artefact: Artefact | None, label: str) -> None:
        self.artefact = artefact
        self.label = label
        self.sharing = Sharing()
        self.stale = ""

    def changes(self, why: str, *, deep: bool, apart: Collection[Future] = ()) -> None:
        """Nobody may go on with what changes with it. deep: whether what hangs below it may have changed too.

        apart: what the script that grows has as objects of their own; the others of its objects do change.
        """
        others = touched(self, deep=deep)
        separate = (others & set(apart)) - holding([self])
        if self not in apart and len(separate) == 1:
            # The only one of which it may be a part.
            separate = set()
        for other in others:
            if other.artefact is not None or other in separate:
                other.stale = f"{other.label} may share parts with {self.label}, which {why}"

    # As a member of what others share only; for the program a future is no key.
    __hash__ = object.__hash__

    def refuse(self, what: str) -> NoReturn:
        raise ComputedValue(what, f"the result of {self.label}")


def known_key(key: Any) -> Any:
    """The key of an entry. Raises Refusal for one that is only known when the workflow runs."""
    for part in key if type(key) is tuple else (key,):
        if type(part) is Future:
            part.refuse("the key of an entry")
    return key


def stale(value: Any) -> None:
    """Raise Refusal for a future that was changed through another name."""
    if type(value) is Future and value.stale:
        raise Refusal(
            "E313",
            f"{value.stale}, so what it is here can't be told",
            help="copy it before the change (copy.deepcopy), or do both in one @task function",
            final=True,
        )


class Unknown(Inert):
    """What could not be evaluated, with the reason; using it raises `Poisoned`."""

    __slots__ = ("reason",)

    def __init__(self, reason: Diagnostic | None) -> None:
        self.reason = reason

    def refuse(self, what: str) -> NoReturn:
        raise Poisoned(self.reason)


@dataclass(slots=True, eq=False)
class Opaque:
    """A module, or a name from a module, that the evaluator knows nothing of: it may be there when the jobs run."""

    name: str


class Dropped:
    """What a call gives that is left out of the workflow (a clock): good for arithmetic among its like only."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def refuse(self, what: str) -> NoReturn:
        raise Refusal(
            "E307",
            f"{what} needs '{self.name}', which is left out of the compiled workflow",
            help="only print such values, or measure them in a @task function",
        )


for _what, _names in _OPERATIONS.items():
    for _name in _names:
        _keep = _what == "arithmetic" or _name in ("call", "enter")
        setattr(Dropped, f"__{_name}__", (lambda self, *_, **__: self) if _keep else _refuse_with(_what))
setattr(Dropped, "__exit__", lambda self, *_: None)  # noqa: B010


@dataclass(slots=True, eq=False)
class LibraryModule:
    """A module of which the table of trusted functions knows something."""

    name: str


@dataclass(slots=True, eq=False)
class UserModule:
    """A module of the program; its names are in `names`."""

    source: SourceModule
    names: dict[str, Any]


@dataclass(slots=True, eq=False)
class ApiModule:
    """``eflows2smk``, ``pycompss``, ``pycompss.api`` or a module below it."""

    name: str


@dataclass(slots=True, frozen=True)
class Signature:
    """Parameters in order. defaults: name -> value (evaluated at the definition)."""

    positional: tuple[str, ...]
    keyword_only: tuple[str, ...] = ()
    variadic: str = ""
    keywords: str = ""
    defaults: Mapping[str, Any] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        return (
            *self.positional,
            *((self.variadic,) if self.variadic else ()),
            *self.keyword_only,
            *((self.keywords,) if self.keywords else ()),
        )


class Function:
    """A function, method or lambda of the program; calling it evaluates its body."""

    __slots__ = ("name", "qualname", "module", "signature", "run", "closure", "node", "scope", "call", "altered")
    is_method = True

    def __init__(
        self,
        name: str,
        qualname: str,
        module: SourceModule,
        signature: Signature,
        run: Callable[[Frame], Any],
        closure: Frame,
        node: cst.FunctionDef | cst.Lambda,
        scope: Scope,
        call: Callable[..., Any],
    ) -> None:
        self.name = name
        self.qualname = qualname
        self.module = module
        self.signature = signature
        self.run = run
        self.closure = closure
        self.node = node
        self.scope = scope
        self.call = call
        # Whether a decorator of a library made something else of it, of which nothing is known.
        self.altered = False

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.call(self, args, kwargs)


class Bound:
    """A function or a task taken from an instance; the instance comes first among the arguments."""

    __slots__ = ("function", "instance")

    def __init__(self, function: Any, instance: Any) -> None:
        self.function = function
        self.instance = instance

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(self.instance, *args, **kwargs)


@dataclass(slots=True, eq=False)
class Descriptor:
    """A function wrapped by ``staticmethod``, ``classmethod`` or ``property``."""

    kind: str
    function: Any
    setter: Any = None


def _linear(bases: list[UserClass]) -> list[UserClass]:
    """The classes above one, merged as Python does (C3); raises TypeError where it would."""
    waiting = [list(base.order) for base in bases] + [list(bases)]
    merged: list[UserClass] = []
    while waiting := [line for line in waiting if line]:
        later = {id(cls) for line in waiting for cls in line[1:]}
        chosen = next((line[0] for line in waiting if id(line[0]) not in later), None)
        if chosen is None:
            raise TypeError("Cannot create a consistent method resolution order (MRO)")
        merged.append(chosen)
        waiting = [line[1:] if line[0] is chosen else line for line in waiting]
    return merged


class UserClass:
    """A class of the program."""

    __slots__ = (
        *("name", "qualname", "module", "bases", "names", "fields", "instantiate", "is_exception", "order", "altered"),
    )

    def __init__(
        self, name: str, qualname: str, module: SourceModule, bases: tuple[Any, ...], names: dict[str, Any]
    ) -> None:
        self.name = name
        self.qualname = qualname
        self.module = module
        self.bases = bases
        self.names = names
        self.fields: tuple[str, ...] | None = None
        # Whether a metaclass or a decorator of a library made something else of it, of which nothing is known.
        self.altered = False
        self.instantiate: Callable[..., Any] | None = None
        self.order: tuple[UserClass, ...] = (self, *_linear([b for b in bases if isinstance(b, UserClass)]))
        self.is_exception: bool = any(
            (isinstance(base, UserClass) and base.is_exception)
            or (isinstance(base, type) and issubclass(base, BaseException))
            for base in bases
        )

    def lookup(self, name: str) -> Any:
        """The attribute found along the bases, in Python's own order, or `MISSING`."""
        for cls in self.order:
            found = cls.names.get(name, MISSING)
            if found is not MISSING:
                return found
        return MISSING

    def certainly_lacks(self, name: str) -> bool:
        """Whether neither the class nor its instances have more than is known under this name."""
        if any(self.lookup(each) is not MISSING for each in ("__getattr__", "__getattribute__", name)):
            return False
        bases = [base for cls in self.order for base in cls.bases if not isinstance(base, UserClass)]
        known = all(isinstance(base, type) and not hasattr(base, name) for base in (object, type, *bases))
        return known and not any(cls.altered for cls in self.order)

    def derives(self, other: UserClass) -> bool:
        return self is other or any(isinstance(base, UserClass) and base.derives(other) for base in self.bases)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        assert self.instantiate is not None
        return self.instantiate(self, args, kwargs)

    def __repr__(self) -> str:
        return f"<class '{self.module.name}.{self.qualname}'>"


class _Missing:
    __slots__ = ()


MISSING = _Missing()


class Record:
    """An instance of a class of the program. Operators look for the program's own methods.

    future: set once an INOUT invocation changed the instance; its attributes then only exist at run time.
    """

    __slots__ = ("cls", "state", "future")

    def __init__(self, cls: UserClass) -> None:
        self.cls = cls
        self.state: dict[str, Any] = {}
        self.future: Future | None = None

    def special(self, name: str, *args: Any) -> Any:
        if self.future is not None:
            self.future.refuse(f"'{name}'")
        method = self.cls.lookup(name)
        if method is MISSING:
            return NotImplemented
        return method(self, *args)

    def required(self, name: str, *args: Any) -> Any:
        if self.cls.lookup(name) is MISSING:
            raise TypeError(f"'{self.cls.name}' object does not support {name}")
        return self.special(name, *args)

    def __eq__(self, other: object) -> Any:
        if self.cls.lookup("__eq__") is MISSING:
            if self.cls.fields is not None and isinstance(other, Record) and other.cls is self.cls:
                for each in (self, other):
                    if each.future is not None:
                        each.future.refuse("a comparison")
                return self.state == other.state
            return NotImplemented
        return self.special("__eq__", other)

    def __hash__(self) -> int:
        if self.cls.lookup("__hash__") is MISSING:
            return id(self)
        return int(self.special("__hash__"))

    def __str__(self) -> str:
        if self.cls.lookup("__str__") is MISSING:
            if self.cls.is_exception:
                args = self.state.get("args", ())
                return str(args[0]) if len(args) == 1 else str(args) if args else ""
            return repr(self)
        return str(self.special("__str__"))

    def __repr__(self) -> str:
        if self.cls.lookup("__repr__") is not MISSING:
            return str(self.special("__repr__"))
        if self.cls.fields is not None:
            inside = ", ".join(f"{name}={self.state[name]!r}" for name in self.cls.fields)
            return f"{self.cls.name}({inside})"
        raise TypeError(f"the text of a '{self.cls.name}' object is its address in memory")

    def __bool__(self) -> bool:
        if self.cls.lookup("__bool__") is not MISSING:
            return bool(self.special("__bool__"))
        if self.cls.lookup("__len__") is not MISSING:
            return bool(self.special("__len__"))
        if self.future is not None:
            self.future.refuse("a truth value")
        return True

    def __len__(self) -> int:
        return int(self.required("__len__"))

    def __iter__(self) -> Iterator[Any]:
        return iter(self.required("__iter__"))

    def __next__(self) -> Any:
        return self.required("__next__")

    def __getitem__(self, key: Any) -> Any:
        return self.required("__getitem__", key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self.required("__setitem__", key, value)

    def __contains__(self, key: Any) -> bool:
        if self.cls.lookup("__contains__") is MISSING:
            return any(key is item or key == item for item in self)
        return bool(self.special("__contains__", key))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        method = self.cls.lookup("__call__")
        if method is MISSING:
            raise TypeError(f"'{self.cls.name}' object is not callable")
        return method(self, *args, **kwargs)


def _delegate(name: str) -> Callable[..., Any]:
    def operation(self: Record, *args: Any) -> Any:
        return self.special(name, *args)

    return operation


for _name in (
    "lt le gt ge add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow matmul neg and or xor"
).split():
    setattr(Record, f"__{_name}__", _delegate(f"__{_name}__"))


def below(value: Any) -> list[Any]:
    """Everything that hangs below an object of the program, as far as it is known."""
    found: list[Any] = []
    pending = [value]
    seen: set[int] = set()
    while pending:
        current = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        match current:
            case list() | tuple() | set() | deque():
                inside = list(current)
            case dict():
                inside = list(current.values())
            case Record():
                inside = list(current.state.values())
            case _:
                inside = []
        found += [item for item in inside if not isinstance(item, str | int | float)]
        pending += inside
    return found
