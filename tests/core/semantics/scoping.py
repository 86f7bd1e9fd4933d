"""Where names live."""

x = "global"


def outer():
    x = "outer"

    def reads():
        return x

    def writes():
        nonlocal x
        x = "written"

    def other():
        global x
        x = "global written"

        def inner():
            return x

        return inner()

    class C:
        y = x
        x = "class"
        z = x

        def method(self):
            return x

        comp = [x for _ in range(1)]
        lam = lambda self: x

    class D:
        nonlocal x
        x = "from class"

    print(reads(), C.y, C.z, C().method(), C.comp, C().lam(), hasattr(D, "x"))
    writes()
    print(x, reads(), C().method())
    print(other(), x)
    return reads


reads = outer()
print(x, reads(), reads.__qualname__)


class E:
    x = x
    x += "!"
    items = [1, 2]
    pairs = [(a, b) for a in items for b in (3,)]
    try:
        bad = [items for _ in range(1)]
    except NameError as error:
        print(error)


print(E.x, x, E.pairs)


def unbound():
    try:
        print(later)
    except UnboundLocalError as error:
        print(type(error).__name__)
    later = 1
    del later
    try:
        later
    except UnboundLocalError:
        print("deleted")
    try:
        del later
    except UnboundLocalError:
        print("deleted twice")


unbound()


def free():
    def inner():
        return value

    try:
        inner()
    except NameError as error:
        print(type(error).__name__)
    value = 3
    print(inner())
    del value
    try:
        inner()
    except NameError as error:
        print(type(error).__name__)


free()


class Private:
    __a = 1

    def __init__(self, __p=5):
        self.__b = 2
        self.__c__ = 3
        self._d = __p

    def __m(self):
        return self.__a + self.__b

    def call(self, **kw):
        __local = {"x": 1}
        return self.__m(), __local, self.__dict__, kw

    class __Inner:
        __deep = 4

        def get(self):
            return self.__deep

    def keywords(self, __k):
        return __k

    def named(self):
        return self.keywords(__k=7)


p = Private()
print(p.call(), [n for n in dir(Private) if "P" in n or "Inner" in n])
try:
    print(p.named())
except TypeError as error:
    print("TypeError")
print(p._Private__Inner().get(), p._Private__Inner.__qualname__)


class _:
    __x = 3
    print([n for n in locals() if "x" in n])


def walrus():
    total = 0
    partial = [total := total + v for v in range(5)]
    nested = [[(deep := (i, j)) for j in range(2)] for i in range(2)]
    return partial, total, nested, deep


print(walrus())
print([last := v for v in "abc"], last)


def walrus_global():
    global shared
    return [shared := v for v in range(3)]


print(walrus_global(), shared)


def walrus_nonlocal():
    hold = None

    def inner():
        nonlocal hold
        return [hold := v for v in "xy"]

    inner()
    return hold


print(walrus_nonlocal())


def counter():
    count = 0

    def up(by=1):
        nonlocal count
        count += by
        return count

    return up


a, b = counter(), counter()
print(a(), a(5), b(), a())
print([f() for f in [lambda: i for i in range(3)]], [f() for f in [lambda i=i: i for i in range(3)]])


def handler():
    e = "before"
    try:
        raise ValueError("v")
    except ValueError as e:
        kept = e
    try:
        return e, kept
    except UnboundLocalError:
        return "unbound", kept


print(handler())


def handler_return():
    try:
        raise ValueError("v")
    except ValueError as e:
        return [str(e), (lambda: str(e))()]


print(handler_return())


def handler_deletes():
    try:
        raise ValueError
    except ValueError as e:
        del e
    try:
        raise KeyError
    except KeyError as e:
        e = 5
    return "fine"


print(handler_deletes())


class Cell:
    def who(self):
        return __class__.__name__

    @classmethod
    def make(cls):
        return super().__new__(cls)

    @staticmethod
    def static():
        return __class__

    def nested(self):
        return (lambda: __class__)()

    def in_comp(self):
        return [__class__ for _ in range(1)]


class Sub(Cell):
    def who(self):
        return "sub " + super().who()

    def deep(self):
        def inner(self):
            return super().who()

        return inner(self)


s = Sub.make()
print(s.who(), Cell.static(), s.nested(), s.in_comp(), s.deep(), type(s))
for loop in range(3):
    pass
print(loop)


def f(a, b=lambda: x, *, c=[x for x in "ab"]):
    def g():
        return a, b(), c

    a = a * 2
    return g()


print(f(1))


def deleting(a):
    def inner():
        return a

    del a
    try:
        return inner()
    except NameError:
        return "no a"


print(deleting(1))
import os.path as op, collections.abc
from os import path as op2, sep

print(op is op2, sep, collections.abc.Mapping.__name__)


def imports():
    import os.path
    from collections import OrderedDict as OD, deque

    return os.path.join("a", "b"), OD.__name__, deque([1])


print(imports())
try:
    from os import nothing_like_this
except ImportError as error:
    print("ImportError")


def qual():
    class A:
        def m(self):
            return lambda: 0

        class B:
            n = lambda: 0

    global G

    class G:
        def m(self):
            pass

    return (
        A.m.__qualname__,
        A().m().__qualname__,
        A.B.__qualname__,
        A.B.n.__qualname__,
        G.__qualname__,
        G.m.__qualname__,
    )


print(qual())
print((lambda: (yield))().__qualname__, (i for i in ()).__qualname__)
