r"""Literals and f-strings."""

import datetime

name, width, value = "wörld", 10, 3.14159
print(f"a{name}b", f"{name!r}", f"{name!s:>{width}}", f"{name!a}", f"{value:.{2}f}", f"{value:{width}.{3}}")
print(f"{{}} {{{name}}} {name}}}", f"{'nested'}", f"{f'{name}'}", f"{name[0]}{name.upper()}")
print(f"{value=}", f"{value = }", f"{value=:.2f}", f"{name=!s}", f"{ 1 + 1 = }", f"{value = !r:>12}")
print(f"{width:#x} {width:08b} {datetime.date(2020, 1, 2):%Y-%m-%d}")
print(f"a{name}bc{1}{2}", f"", f"plain", "xyz")
print(rf"\n{name}\d", rf"\{name}", f"\n\t\x41\u00e9\N{GREEK SMALL LETTER ALPHA}\101\\", f"\{name}" if False else "")
print(f"""multi
line {name} \
end""")
print(f"{lambda_}" if (lambda_ := "l") else "", f"{(lambda x: x * 2)(3)}", f"{ {'a': 1}['a'] }", f"{ {1} }")
print(f"{name:{'>'}{width}}|", f"{[x for x in range(3)]}", f"{1 if name else 2}", f"{name!r:^{width}}|")
print(f"{3:{ {} }>5}" if False else "", f"{'ab'}", f"{name}{value}")
print(
    "\a\b\f\v\0\x00\ud7ff\U0001f600"[-1],
    "\
continued",
    "'\"",
    "\"'",
    """a'b"c""",
    r"\'",
    b"\x00\xffa",
    rb"\x00",
    Rb"\n",
    "u",
)
print(0xFF, 0o17, 0b11, 1_000, 1e3, 1_0.5e-1_0, 1j, 1.5j, 0_0, 0.5, 5.0, 10**30, 0xDEAD_BEEF)
print(..., None, True, not None, -5, --5, +-~5, 2**-1, -(2**2), not not 1)
print(1 < 2 == True, 1 < 3 < 2, 1 in [1] == True, (1 < 2) == True, None is not None, 1 is not 2, 3 not in [])
print(5 // 2, -5 // 2, 5 % -3, 7 / 2, 2 @ M() if (M := type("M", (), {"__rmatmul__": lambda s, o: o})) else 0)
print(1 << 3 | 1 & 3 ^ 2, 6 >> 1)
print(1, end=""), print(2)
x = (1,)
print(x, (1), (1,), (), [], {}, {1}, {1: 2}, *[1, 2], sep="|")
print([*range(3), *"ab"], {**{"a": 1}, "a": 2, **{"b": 3}}, (*"ab",), {*[1], 2})
print("abc"[1], "abcdef"[1:5:2], "abc"[::-1], "abc"[-1:], [1, 2, 3][:2])
s = slice(1, 2)
print("abc"[s], {(1, 2): 3}[1, 2])
a = b = c = []
a += [1]
b = b + [2]
print(a, b, c, a is c)
(d, e), [f, *g], h = (1, 2), "xyz", 3
print(d, e, f, g, h)
*i, j = 1, 2, 3
print(i, j)
[k], (l,) = [1], (2,)
print(k, l)
i = [1, 2, 3]
n = 0
n, i[n] = 1, 9
print(n, i)
i[0], i[1] = i[1], i[0]
print(i)
for q, (r, *s) in [(1, (2, 3, 4))]:
    print(q, r, s)
try:
    u, v = 1, 2, 3
except ValueError as error:
    print(error)
try:
    u, v = (1,)
except ValueError as error:
    print(error)
try:
    u, *v, w = (1,)
except ValueError as error:
    print(error)
try:
    u, v = 5
except TypeError as error:
    print(error)
print(__debug__, __name__ == "program" or __name__, type(__doc__))
t = ([1], 2)
try:
    t[0] += [3]
except TypeError as error:
    print(error, t)
m = {"a": 1}
m["a"] += 1
m["a"] -= 5
m["a"] *= 2
m["a"] //= 3
m["a"] **= 2
m["a"] %= 7
m["a"] |= 8
m["a"] &= 12
m["a"] ^= 1
m["a"] <<= 2
m["a"] >>= 1
m["a"] /= 4
print(m)
if True:
    print("one line")
    print("two")
print((yield_ := 3), (lambda *a, k=1, **kw: (a, k, kw))(1, 2, k=3, z=4), (lambda: None)())
print([(x, y) for x in range(3) if x % 2 == 0 for y in "ab" if y != "a" or x], {x % 2 for x in range(4)})
print({k: v for k, v in zip("ab", range(2))}, [[y for y in range(x)] for x in range(3)], [x for (x,) in [(1,)]])
print(sum(x for x in range(4)), any(x > 2 for x in range(4)), sorted((3, 1, 2), key=lambda v: -v))


def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


print(f(1, d=4), f(1, 2, 3, 4, 5, d=6, z=7), f(*[1, 2], **{"d": 3}), f(1, d=1, **{"a": 2}))
for bad in (lambda: f(), lambda: f(1), lambda: f(1, d=1, c=2, e=3, q=4, **{"q": 5})):
    try:
        print(bad())
    except TypeError as error:
        print("TypeError")
global_ = 5


def changing():
    global global_, made_here
    global_ += 1
    made_here = "here"


changing()
print(global_, made_here)
del global_
try:
    global_
except NameError as error:
    print(error)
print((lambda x: (y := x + 1) + y)(2), eval("x"), [eval("1 + 1")])
exec("made_by_exec = 5")
print(made_by_exec)
print(*(f"{n}" for n in range(2)), *[], **{"sep": "-"})
pass
...
"only a text"
