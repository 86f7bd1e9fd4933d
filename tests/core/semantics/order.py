"""Evaluation order: everything says when it is evaluated."""


def t(name, value=None):
    print("eval", name)
    return name if value is None else value


class Noisy:
    def __init__(self, name, value=0):
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "value", value)

    def __getattr__(self, key):
        print(f"{self.name}.{key}")
        return Noisy(f"{self.name}.{key}")

    def __setattr__(self, key, value):
        print(f"{self.name}.{key} = {value!r}")

    def __delattr__(self, key):
        print(f"del {self.name}.{key}")

    def __getitem__(self, key):
        print(f"{self.name}[{key!r}]")
        return Noisy(f"{self.name}[{key!r}]")

    def __setitem__(self, key, value):
        print(f"{self.name}[{key!r}] = {value!r}")

    def __delitem__(self, key):
        print(f"del {self.name}[{key!r}]")

    def __iadd__(self, other):
        print(f"{self.name} += {other!r}")
        return self

    def __add__(self, other):
        print(f"{self.name} + {other!r}")
        return self

    def __radd__(self, other):
        print(f"{other!r} + {self.name}")
        return self

    def __bool__(self):
        print(f"bool {self.name}")
        return bool(self.value)

    def __lt__(self, other):
        print(f"{self.name} < {other!r}")
        return Noisy(f"({self.name}<)", self.value)

    def __eq__(self, other):
        print(f"{self.name} == {other!r}")
        return Noisy(f"({self.name}==)", self.value)

    __hash__ = object.__hash__

    def __contains__(self, other):
        print(f"{other!r} in {self.name}")
        return Noisy("in", self.value)

    def __iter__(self):
        print(f"iter {self.name}")
        for place in range(2):
            print(f"next {self.name} {place}")
            yield place

    def __call__(self, *args, **kwargs):
        print(f"{self.name}({args!r}, {kwargs!r})")
        return self

    def keys(self):
        print(f"keys {self.name}")
        return [self.name + "k"]

    def __repr__(self):
        return f"<{self.name}>"

    def __format__(self, spec):
        print(f"format {self.name} {spec!r}")
        return self.name

    def __index__(self):
        print(f"index {self.name}")
        return self.value


def n(name, value=0):
    print("make", name)
    return Noisy(name, value)


n("a")[t("k")] = n("b").c = t("v")
n("a").b += t("v")
n("a")[t("k")] += t("v")
n("a")[t("i") : t("j")] += t("v")
n("a")[t("i") :: t("j"), t("l"), ...] = t("v")
n("a")[*n("b"), t("c")]
n("a")[t("x"),]
x, n("q").y, (z, *n("r").w) = t("tuple", (1, 2, (3, 4, 5)))
print(x, z)
[n("m")[0], *rest] = t("list", [6, 7])
del n("a").b, n("c")[t("d")], (n("e").f, n("g")[t("h") :])
print([t("a"), *n("s"), t("b"), *n("u")])
print((*n("s"), t("b")))
print(len({t("a"), *n("s"), t("b")}))
print({t("a"): t("b"), **n("m1", 1), t("c"): t("d")} if False else {t("a"): t("b"), t("c"): t("d")})
print(list({**n("m1"), t("c"): t("d")}))


def f(*args, **kwargs):
    print("f", args, kwargs)
    return f


f(t("a"), *n("b"), t("c"), k=t("d"), **n("e"), l=t("f"))
f(*n("b"), k=t("d"))
f(k=t("d"), *n("b"))
f(k=t("d"), *n("b"), *n("c"))
f(t("a"), *n("b"), k=t("d"))
f(**n("e"), k=t("d"))
f(t("1"))(t("2"))(t("3"))
t("fn", f)(t("arg"), *[t("s")], **{t("k"): t("v")})
n("a") < n("b") < t("c")
n("a", 1) < n("b", 1) < n("c")
print(n("a", 1) < n("b", 1) < n("c", 1) < n("d"))
if n("a", 1) < n("b", 1) < n("c", 1):
    print("yes")
if not n("a", 1) < n("b") < n("c", 1):
    print("no")
print(n("a") and n("b"), n("a") or n("b"), n("a", 1) and n("b") or n("c"))
print((n("a") and n("b")) or n("c"), n("a", 1) and (n("b") or n("c")) and n("d"))
print(n("a") and n("b") and n("c"), n("a", 1) or n("b") or n("c"))
print(not (n("a") and n("b")))
if n("a") and n("b") or not (n("c") or n("d")):
    print("branch")
if (n("a", 1) if n("b") else n("c", 1)) and n("d"):
    print("then")
print(n("a") if n("b", 1) and n("e") else n("c") if not n("d") else n("f"))
while n("w") or n("x"):
    pass
else:
    print("else")
assert n("a", 1) and n("b", 1), t("never")
try:
    assert n("a") or n("b"), t("message")
except AssertionError as error:
    print(repr(error))
try:
    assert n("a")
except AssertionError as error:
    print(repr(error), error.args)
print(t("x") in n("b", 1), t("x") not in n("b", 1))
print(f"{n('a')!r:>{t('5', '5')}}{n('b'):{n('c')}}{t('d')}")
print((y := t("walrus")), y)
for n("loop").item in t("iterable", [1]):
    pass
for n("loop")[t("key")], i in t("iterable", [(1, 2)]):
    pass


def decorator(name):
    print("decorator", name)

    def apply(function):
        print("apply", name, function.__name__)
        return function

    return apply


@decorator(t("d1"))
@decorator(t("d2"))
def g(
    a: t("A", int),
    b: t("B", int) = t("b"),
    /,
    c: t("C", int) = t("c"),
    *args: t("D", int),
    d: t("E", int),
    e=t("e"),
    **kw: t("F", int),
) -> t("R", int):
    pass


print(list(g.__annotations__))


def base(name):
    print("base", name)
    return type(name, (), {"__init_subclass__": classmethod(lambda cls, **k: print("sub", k))})


@decorator(t("c1"))
@decorator(t("c2"))
class C(base("P"), base("Q"), k=t("kw"), **{"l": t("kw2")}):
    print("body")
    x: t("ann", int) = t("value")
    w: t("ann3", int)
    n("o").attr: t("ann4", int) = t("value4")
    n("p").attr: t("ann5", int)
    n("p")[t("k6")]: t("ann6", int)


print(C.__annotations__)


def local():
    x: t("never", int) = t("local value")
    n("o").attr: t("never", int)
    n("o")[t("sub")]: t("never", int) = t("v")
    return x


print(local())
lam = lambda a=t("default"), *, b=t("kwdefault"): t("lambda body")
print(lam())
with n("cm").__class__("x") if False else __import__("contextlib").nullcontext(n("v")) as n("target").attr:
    print("with body")
print([t(i) for i in n("outer") if t(f"if {i}") if t(f"if2 {i}") for j in n("inner")])
print({t(f"k{i}"): t(f"v{i}") for i in n("dict")})
print(-n("neg").__class__("q", 3).value, +t("p", 1), ~t("i", 1))
print(t("l", 2) ** t("m", 3) ** t("r", 2), t("a", 1) - t("b", 2) - t("c", 3))
print(1 if t("yes", True) else t("no"))
raised = None
try:
    raise t("exc", ValueError)(t("arg")) from t("cause", KeyError)(1)
except t("type", (TypeError, ValueError)) as caught:
    print(repr(caught), repr(caught.__cause__))
try:
    f(**{"a": 1}, a=t("again"))
except TypeError as error:
    print("TypeError")
