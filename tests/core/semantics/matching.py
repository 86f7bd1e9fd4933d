"""match."""

import collections
from dataclasses import dataclass


@dataclass
class P:
    x: int
    y: int


class K:
    A = 1
    B = "b"


class Loud:
    def __eq__(self, other):
        print("eq", other)
        return False


def m(v):
    match v:
        case 0:
            return "zero"
        case -1 | 2j | 1 + 2j:
            return "number"
        case "a" | b"a":
            return "text"
        case "concat":
            return "joined"
        case None | True | False:
            return f"singleton {v}"
        case K.A:
            return "never: 1 == True"
        case K.B:
            return "K.B"
        case int(n) if n > 100:
            return f"big {n}"
        case int() | float():
            return f"num {v}"
        case str(s):
            return f"str {s}"
        case []:
            return "empty"
        case [x]:
            return f"one {x}"
        case [1, *rest]:
            return f"1 and {rest}"
        case [_, _, *_]:
            match v:
                case (*_, 9):
                    return "ends in 9"
                case [2, *_, z]:
                    return f"2..{z}"
                case [*front, 8, _]:
                    return f"front {front}"
                case (a, b) | (a, b, _):
                    return f"ab {a} {b}"
                case [[a, b], {"k": c}, *d]:
                    return f"deep {a, b, c, d}"
            return "long"
        case {"k": 1, **rest}:
            return f"k1 {rest}"
        case {"a": [x, y], "b": {"c": z}}:
            return f"nested {x, y, z}"
        case {K.B: value}:
            return f"dotted key {value}"
        case {}:
            return f"mapping {len(v)}"
        case P(0, y=0):
            return "origin"
        case P(x, y) if x == y:
            return f"diagonal {x}"
        case P(x=xx) as p:
            return f"{xx} {p}"
        case (K() | Loud()) as thing:
            return type(thing).__name__
        case _:
            return "other"


values = [
    0, -1, 2j, 1 + 2j, "a", b"a", "concat", None, True, False, 1, "b", 101, 5, 1.5, "s", [], [7], (1, 2, 3), [3, 9],
    [2, 5, 6], [7, 8, 5], (4, 5), [4, 5, 6], [[1, 2], {"k": 3}, 4, 5], [5, 5, 5, 5], range(3), collections.deque([1, 0]),
    {"k": 1, "z": 2}, {"a": [1, 2], "b": {"c": 3}}, {"b": 5}, {}, {"q": 1}, collections.Counter("aab"), P(0, 0),
    P(3, 3), P(1, 2), K(), set(), object, b"zz", "concat"[0:0],
]  # fmt: skip
for v in values:
    print(repr(v) if type(v) is not K else "K", "->", m(v))
print(m(Loud()))


def t(x):
    print("eval", x)
    return x


match t(5), t(6):
    case a, 7 if t("guard"):
        print("no")
    case a, b if not t(a):
        print("no")
    case (a, 6 | 7 as c):
        print("yes", a, b, c)
match t([1, 2]):
    case [x, 3]:
        pass
    case [x, y] if (z := x + y) > 5:
        pass
print(x, y, z)


class Seq(collections.abc.Sequence):
    def __init__(self, items):
        self.items = items

    def __len__(self):
        print("len")
        return len(self.items)

    def __getitem__(self, i):
        print("item", i)
        return self.items[i]


match Seq([1, 2, 3]):
    case [a, *_, b]:
        print(a, b)
match Seq([1, 2, 3]):
    case [a, b, c]:
        print(a, b, c)
match Seq([1, 2, 3]):
    case [_, _, _]:
        print("three")
match Seq([1, 2]):
    case [*_]:
        print("any")


class Map(collections.abc.Mapping):
    def __getitem__(self, k):
        print("getitem", k)
        if k == "missing":
            raise KeyError(k)
        return k * 2

    def __iter__(self):
        return iter(["a", "b"])

    def __len__(self):
        return 2

    def get(self, k, d=None):
        print("get", k)
        return d if k == "missing" else k * 2


match Map():
    case {"missing": _}:
        print("no")
    case {"a": x, **rest}:
        print(x, rest)
match 5:
    case int(real=r, imag=0):
        print("attributes", r)
match "s":
    case str(a, b=1):
        print("no")
    case _ if False:
        pass
    case s:
        print("capture", s)
try:
    match P(1, 2):
        case P(1, 2, 3):
            pass
except TypeError as error:
    print(error)
match 3:
    case 1:
        print("nothing matches")
for i in range(4):
    match i:
        case 0:
            continue
        case 2:
            break
        case _:
            print("loop", i)


def returns(x):
    match x:
        case [*xs] if xs:
            return [returns(y) for y in xs]
        case {"op": "+" | "-" as op, "l": l, "r": r}:
            return f"({returns(l)} {op} {returns(r)})"
        case x:
            return x


print(returns({"op": "+", "l": 1, "r": {"op": "-", "l": [2, 3], "r": 4}}))
match = {"match": 1}
case = match["match"]
print(match, case)
