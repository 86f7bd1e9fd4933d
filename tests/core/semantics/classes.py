"""Features of classes."""

import abc
import dataclasses
import enum
import functools
import typing


class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print("prepare", name, bases, kw)
        return {"injected": 1}

    def __new__(mcs, name, bases, ns, **kw):
        print("new", sorted(k for k in ns if not k.startswith("__")), kw)
        return super().__new__(mcs, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        print("init", name)
        super().__init__(name, bases, ns)

    def __call__(cls, *args):
        print("call", cls.__name__, args)
        return super().__call__(*args)

    def __instancecheck__(cls, obj):
        return obj == 5

    def __getitem__(cls, key):
        return f"{cls.__name__}[{key}]"


class A(metaclass=Meta, flag=True):
    seen = injected + 1

    def __init__(self, x):
        self.x = x


print(A(3).x, A.seen, isinstance(5, A), A["k"])


class B(A):
    def __init__(self, *args):
        super().__init__(*args)
        self.y = 1


print(B(4).x, B.__mro__)


class Plugin:
    registry = {}

    def __init_subclass__(cls, /, key=None, **kw):
        super().__init_subclass__(**kw)
        cls.registry[key] = cls.__name__

    def __class_getitem__(cls, item):
        return (cls.__name__, item)


class P1(Plugin, key="one"):
    pass


class P2(P1, key="two"):
    pass


print(Plugin.registry, P1[int])


class Descriptor:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = "_" + name

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return getattr(obj, self.name, "unset")

    def __set__(self, obj, value):
        print("set", value)
        setattr(obj, self.name, value)

    def __delete__(self, obj):
        print("delete")
        delattr(obj, self.name)


class Uses:
    d = Descriptor()
    __slots__ = ("_d", "other")

    @property
    def p(self):
        """The doc of p."""
        return self.d

    @p.setter
    def p(self, value):
        self.d = value + 1

    @p.deleter
    def p(self):
        del self.d

    @classmethod
    def c(cls, x=1):
        return cls.__name__, x

    @staticmethod
    def s(x):
        return x * 2

    @functools.cached_property
    def nope(self):
        return 1


u = Uses()
print(u.p)
u.p = 3
print(u.p, u.d, Uses.c(), u.c(2), u.s(4), Uses.s(5), Uses.p.__doc__)
u.p += 1
print(u.d)
del u.p
print(u.p)
try:
    u.nothing = 1
except AttributeError as error:
    print("slots")


@dataclasses.dataclass(order=True, frozen=True)
class Point:
    x: int
    y: int = 2
    tags: list = dataclasses.field(default_factory=list, compare=False)
    kind: typing.ClassVar[str] = "point"

    def __post_init__(self):
        print("post", self.x)


print(Point(1), Point(1) < Point(2), dataclasses.replace(Point(3), y=9), Point.__match_args__)


class Colour(enum.Enum):
    RED = 1
    GREEN = enum.auto()

    @property
    def shown(self):
        return self.name.lower()


print(Colour.RED, Colour(2), Colour.GREEN.shown, list(Colour))


class Flags(enum.IntFlag):
    A = enum.auto()
    B = enum.auto()


print(Flags.A | Flags.B)


class Abstract(abc.ABC):
    @abc.abstractmethod
    def f(self): ...


try:
    Abstract()
except TypeError as error:
    print("abstract")


class Named(typing.NamedTuple):
    """Named doc."""

    a: int
    b: str = "b"

    def both(self):
        return self.a, self.b


print(Named(1), Named(1).both(), Named._fields, Named.__doc__)
T = typing.TypeVar("T")


class Box(typing.Generic[T]):
    def __init__(self, item: T) -> None:
        self.item = item


print(Box[int](5).item, Box.__orig_bases__)


class Td(typing.TypedDict, total=False):
    a: int


print(Td(a=1), Td.__annotations__)


class Proto(typing.Protocol):
    def f(self) -> int: ...


class Dunder:
    def __init__(self, v):
        self.v = v

    def __add__(self, o):
        return Dunder((self.v, o))

    def __radd__(self, o):
        return Dunder((o, self.v))

    def __iadd__(self, o):
        self.v = [self.v, o]
        return self

    def __matmul__(self, o):
        return "@"

    def __eq__(self, o):
        return "eq"

    def __getattr__(self, n):
        return "attr " + n

    def __getitem__(self, k):
        return k

    def __call__(self, *a, **k):
        return a, k

    def __bool__(self):
        return False

    def __enter__(self):
        return self

    def __exit__(self, *a):
        return True

    def __repr__(self):
        return f"D({self.v!r})"

    def __contains__(self, x):
        return x == self.v

    def __len__(self):
        return 7

    def __neg__(self):
        return "neg"

    def __del__(self):
        pass


d = Dunder(1)
print(d + 2, 3 + d, d @ 1, d == 1, d != 1, d.foo, d[1:2, ...], d(1, k=2), not d, -d, 1 in d, len(d))
d += 5
print(d)
with d:
    raise ValueError
alias = d
alias += 6
print(d is alias)


class L:
    a = 1

    def __init__(self):
        self.a += 1
        L.a += 10


l = L()
print(l.a, L.a)


class Diamond1:
    def f(self):
        return ["D1"]


class Diamond2(Diamond1):
    def f(self):
        return ["D2", *super().f()]


class Diamond3(Diamond1):
    def f(self):
        return ["D3", *super(Diamond3, self).f()]


class Diamond(Diamond2, Diamond3):
    def f(self):
        sup = super()
        return ["D", *sup.f()]


print(Diamond().f())


class Body:
    """Doc."""

    for i in range(3):
        pass
    if i == 2:

        def late(self):
            return "late"

    locals()["dynamic"] = 5
    names = sorted(n for n in locals() if not n.startswith("__"))
    del i


print(Body.names, Body().late(), Body.dynamic, hasattr(Body, "i"), Body.__doc__, Body.__module__ == __name__)


def make(base):
    class Made(base):
        def f(self):
            return super().f() + [base.__name__]

    return Made


print(make(Diamond)().f(), make(Diamond1).__qualname__)


class Entries:
    def __mro_entries__(self, bases):
        return (Diamond1,)


class FromEntries(Entries()):
    pass


print(FromEntries.__bases__, type(FromEntries.__orig_bases__[0]).__name__)


@functools.total_ordering
class Ordered:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        return self.v == o.v

    def __lt__(self, o):
        return self.v < o.v


print(Ordered(1) >= Ordered(0), sorted([Ordered(2), Ordered(1)])[0].v)


@functools.singledispatch
def kind(x):
    return "object"


@kind.register
def _(x: int):
    return "int"


@kind.register(str)
def _(x):
    return "str"


print(kind(1), kind("s"), kind(1.0))


@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(50), fib.cache_info().hits)


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        print("call", function.__name__)
        return function(*args, **kwargs)

    return wrapper


@logged
def documented(a, b=1):
    """Documented."""
    return a + b


import inspect

print(documented(1), documented.__doc__, inspect.signature(documented), documented.__wrapped__.__name__)
import copy, pickle

print(copy.deepcopy(Point(1, tags=[1])), [pickle.loads(pickle.dumps(each)) for each in (Named(1), Colour.RED)])
o = object.__new__(type("Dyn", (), {"f": lambda self: self.__class__.__name__}))
print(o.f())
