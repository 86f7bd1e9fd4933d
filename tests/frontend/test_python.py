"""Plain Python means to the evaluator what it means to Python: each program asserts, and both must agree."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from eflows2smk.diagnostics import Severity
from eflows2smk.frontend.compiling import evaluate

PROGRAMS = {
    "arrays": """
        import numpy as np
        a = np.array([1, 0, 2])
        assert a[a != 0].tolist() == [1, 2] and (a == a).tolist() == [True, True, True]
        assert (a == np.array([1, 2, 2])).tolist() == [True, False, True] and int((0 != a).sum()) == 2
        assert (np.array([5]) == 5).tolist() == [True] and (a == None).tolist() == [False, False, False]
        assert str(a) == "%s" % a == f"{a}" == "[1 0 2]" and str([a]) == "[array([1, 0, 2])]"
        assert str(a == [1, 0, 3]) == "[ True  True False]"
    """,
    "arithmetic": """
        assert 7 // 2 == 3 and 7 % 4 == 3 and -7 // 2 == -4 and 2 ** 10 == 1024 and 7 / 2 == 3.5
        assert 1 < 2 < 3 and not 1 < 3 < 2 and (1, 2) < (1, 3)
        x = 5
        x += 2; x *= 3; x -= 1; x //= 4; x **= 2; x %= 7; x <<= 2; x |= 1; x ^= 3; x &= 15
        assert x == 2
        assert round(2.567, 1) == 2.6 and abs(-3) == 3 and divmod(7, 2) == (3, 1) and int("12") + float("0.5") == 12.5
        assert 3 + 2j == complex(3, 2) and 0x1F == 31 and 1_000 == 1000
        assert (1 if x else 2) == 1 and (0 or "a") == "a" and (1 and 2) == 2 and (not 0) is True
    """,
    "strings": """
        name, i = "rod", 7
        assert f"{name}_{i:03d}.txt" == "rod_007.txt" and f"{name!r:>7}" == "  'rod'" and f"{i=}" == "i=7"
        assert f"{name:>{i}}" == "    rod" and f"{{{i}}}" == "{7}" and f"{i/2:.2f}" == "3.50"
        assert "%s-%03d%%" % (name, i) == "rod-007%" and "%(a)s" % {"a": 1} == "1" and "%5.2f|" % 3.14159 == " 3.14|"
        assert "{0}/{x}".format(1, x=2) == "1/2" and "a" "b" == "ab" and "a" + "b" * 2 == "abb"
        assert name[0] == "r" and name[::-1] == "dor" and name[-2:] == "od" and "o" in name and len(name) == 3
        assert "a,b,,c".split(",") == ["a", "b", "", "c"] and "-".join(["a", "b"]) == "a-b" and " x ".strip() == "x"
        assert "out/a.gro".rsplit(".", 1) == ["out/a", "gro"] and "A".lower() == "a" and "ab".startswith(("x", "a"))
        assert b"ab"[0] == 97 and "é".encode() == b"\\xc3\\xa9" and r"\\n" != "\\n" and ord("a") == 97
        assert "tab\\there" == "tab" + chr(9) + "here" and '''a
b''' == "a\\nb"
        assert str(1.0) == "1.0" and repr("a") == "'a'" and str([1, "a"]) == "[1, 'a']" and str(None) == "None"
    """,
    "containers": """
        xs = [3, 1, 2]
        xs.append(4); xs.extend([5]); xs.insert(0, 0); xs[1:3] = [9]
        assert xs == [0, 9, 2, 4, 5] and sorted(xs) == [0, 2, 4, 5, 9] and xs.index(4) == 3
        del xs[0]; assert xs.pop() == 5 and xs == [9, 2, 4]
        ys = xs; ys += [1]; assert xs is ys and xs[-1] == 1
        zs = xs[:]; zs *= 2; assert len(zs) == 8 and len(xs) == 4
        d = {"a": 1, **{"b": 2}}
        d["c"] = d.get("x", 0) + 3; d.setdefault("l", []).append(1); d["a"] += 1
        assert d == {"a": 2, "b": 2, "c": 3, "l": [1]} and list(d) == ["a", "b", "c", "l"] and "a" in d
        del d["l"]; assert d.pop("c") == 3 and list(d.items()) == [("a", 2), ("b", 2)]
        assert d | {"z": 1} == {"a": 2, "b": 2, "z": 1}
        assert {1, 2} | {3} == {1, 2, 3} and {1, 2} - {2} == {1} and set("aab") == {"a", "b"}
        a, (b, *c), *e = 1, (2, 3, 4), 5, 6
        assert (a, b, c, e) == (1, 2, [3, 4], [5, 6])
        a, b = b, a; assert (a, b) == (2, 1)
        m = [[0] * 2 for _ in range(2)]; m[0][1] = 5; assert m == [[0, 5], [0, 0]]
        assert (*xs, 0) == (9, 2, 4, 1, 0) and [*"ab"] == ["a", "b"] and tuple([1]) == (1,) and () == tuple()
        assert [1, 2, 3][1:] == [2, 3] and (1, 2, 3)[-1] == 3 and list(range(10, 0, -3)) == [10, 7, 4, 1]
    """,
    "comprehensions": """
        assert [i * j for i in range(3) for j in range(i) if (i + j) % 2] == [0, 2]
        assert {k: v for k, v in zip("ab", [1, 2])} == {"a": 1, "b": 2} and {x % 2 for x in range(4)} == {0, 1}
        assert sum(x for x in range(4)) == 6 and list(x for x in "ab") == ["a", "b"] and any(x > 2 for x in range(4))
        i = "kept"; assert [i for i in range(2)] == [0, 1] and i == "kept"
        rows = [[1, 2], [3, 4]]
        assert [list(c) for c in zip(*rows)] == [[1, 3], [2, 4]] and [y for x in rows for y in x] == [1, 2, 3, 4]
        assert (n := 3) == 3 and n == 3 and [m := x for x in range(3)][-1] == m == 2
        assert [(lambda y: y + x)(1) for x in range(2)] == [1, 2]
    """,
    "functions": """
        def f(a, b=2, *rest, c, d=4, **more): return a, b, rest, c, d, more
        assert f(1, c=3) == (1, 2, (), 3, 4, {}) and f(1, 5, 6, 7, c=0, z=9) == (1, 5, (6, 7), 0, 4, {"z": 9})
        args, kwargs = (1,), {"c": 3}
        assert f(*args, **kwargs) == (1, 2, (), 3, 4, {})
        def outer():
            n = 0
            def inner():
                nonlocal n
                n += 1
                return n
            inner(); return inner()
        assert outer() == 2
        total = 0
        def add(x):
            global total
            total += x
        for x in range(4): add(x)
        assert total == 6
        def fact(n): return 1 if n < 2 else n * fact(n - 1)
        assert fact(10) == 3628800
        def early(x):
            for i in range(10):
                if i == x: return "found"
            else: return "else"
        assert early(3) == "found" and early(30) == "else"
        def mutable(x=[]):
            x.append(1); return len(x)
        mutable(); assert mutable() == 2
        twice = lambda g: lambda x: g(g(x))
        assert twice(lambda x: x + 3)(1) == 7 and list(map(lambda x: x * 2, [1, 2])) == [2, 4]
        assert sorted(["bb", "a"], key=len) == ["a", "bb"] and max([1, -5], key=abs) == -5
        assert list(filter(None, [0, 1])) == [1] and list(filter(lambda x: x > 1, [1, 2])) == [2]
        def nothing(): pass
        assert nothing() is None
    """,
    "control": """
        seen = []
        for i in range(5):
            if i == 1: continue
            if i == 4: break
            seen.append(i)
        else: seen.append("else")
        assert seen == [0, 2, 3]
        while True:
            i -= 1
            if i < 2: break
        assert i == 1
        for i, (a, b) in enumerate([(1, 2), (3, 4)], start=1): pass
        assert (i, a, b) == (2, 3, 4)
        try:
            {}["x"]
        except (ValueError, KeyError) as error:
            caught = error.args[0]
        else: caught = None
        finally: done = True
        assert caught == "x" and done
        try:
            try: raise ValueError("inner")
            except ValueError as e: raise RuntimeError("outer") from e
        except RuntimeError as e: assert str(e) == "outer"
        class Own(Exception): pass
        try: raise Own("mine")
        except Own as e: assert e.args == ("mine",)
        match {"kind": "a", "n": [1, 2, 3]}:
            case {"kind": "b"}: assert False
            case {"kind": str(k), "n": [first, *others]} if first == 1: assert (k, others) == ("a", [2, 3])
            case _: assert False
        match 5:
            case 1 | 5 as x: assert x == 5
        x = None
        assert x is None and not (x is not None)
    """,
    "classes": """
        from dataclasses import dataclass, field
        from collections import namedtuple
        from enum import Enum
        from typing import NamedTuple
        class Base:
            kind = "base"
            def __init__(self, n): self.n = n
            def twice(self): return 2 * self.n
            @property
            def size(self): return self.n + 1
            @staticmethod
            def make(): return Base(5)
            @classmethod
            def zero(cls): return cls(0)
            def __repr__(self): return f"Base({self.n})"
            def __add__(self, other): return Base(self.n + other.n)
            def __len__(self): return self.n
            def __getitem__(self, i): return i * self.n
            def __eq__(self, other): return self.n == other.n
            def __call__(self, x): return x + self.n
        class Derived(Base):
            kind = "derived"
            def __init__(self, n, m):
                super().__init__(n)
                self.m = m
            def twice(self): return super().twice() + self.m
        d = Derived(3, 1)
        assert d.twice() == 7 and d.size == 4 and d.kind == "derived" and isinstance(d, Base) and Base.make().n == 5
        assert Base.zero().n == 0 and str(Base(2)) == "Base(2)" and (Base(1) + Base(2)).n == 3 and len(Base(4)) == 4
        assert Base(3)[2] == 6 and Base(1) == Base(1) and Base(1)(2) == 3
        assert hasattr(d, "m") and getattr(d, "q", 9) == 9
        d.n += 1; assert d.n == 4 and type(d) is Derived and type(d).__name__ == "Derived"
        @dataclass
        class Case:
            name: str
            steps: int = 3
            tags: list = field(default_factory=list)
            def path(self): return f"out/{self.name}"
        c = Case("a", tags=[1])
        assert c.path() == "out/a" and c.steps == 3 and Case("a") == Case("a") and Case("b").tags == []
        Point = namedtuple("Point", "x y")
        p = Point(1, y=2); assert p.x + p[1] == 3 and p._replace(x=5).x == 5
        class Row(NamedTuple):
            a: int
            b: str = "z"
        assert Row(1).b == "z" and Row(1, "q")[1] == "q"
        class Colour(Enum):
            RED = "r"
            BLUE = "b"
        assert Colour.RED.value == "r" and Colour("b") is Colour.BLUE
        assert [c.name for c in Colour] == ["RED", "BLUE"]
    """,
    "library": """
        import os, sys, math, json, re, copy
        import itertools, functools, operator, collections, datetime, random, string, glob
        import os.path as osp
        from pathlib import Path
        from itertools import product, chain, combinations
        from functools import partial, reduce, lru_cache
        from collections import defaultdict, Counter, OrderedDict, deque
        assert os.path.join("a", "b", "/c") == "/c" and osp.splitext("a/b.txt") == ("a/b", ".txt") and os.sep == "/"
        assert math.ceil(math.sqrt(10)) == 4 and math.pi > 3.14 and math.prod([2, 3]) == 6
        assert json.loads(json.dumps({"a": [1, None, True]})) == {"a": [1, None, True]}
        assert re.sub(r"(\\d+)", lambda m: str(int(m.group(1)) + 1), "a7") == "a8" and re.match("a(b)", "ab")[1] == "b"
        assert list(product([1, 2], "a")) == [(1, "a"), (2, "a")] and list(chain([1], [2])) == [1, 2]
        assert list(combinations("abc", 2))[-1] == ("b", "c") and reduce(operator.add, [1, 2, 3]) == 6
        assert reduce(lambda a, b: a * b, [1, 2, 3]) == 6 and partial(pow, 2)(5) == 32
        @lru_cache(maxsize=None)
        def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
        assert fib(30) == 832040
        groups = defaultdict(list)
        for word in ["ab", "ac", "b"]: groups[word[0]].append(word)
        assert groups == {"a": ["ab", "ac"], "b": ["b"]} and Counter("aab").most_common(1) == [("a", 2)]
        q = deque([1, 2, 3]); q.rotate(1); assert q.popleft() == 3 and list(q) == [1, 2]
        day = datetime.date(2024, 2, 28) + datetime.timedelta(days=2)
        assert day.isoformat() == "2024-03-01" and day.strftime("%Y%m%d") == "20240301" and f"{day:%d}" == "01"
        rng = random.Random(3); first = rng.random(); assert random.Random(3).random() == first
        p = Path("out") / "a.txt"
        assert str(p.with_suffix(".png")) == "out/a.png"
        assert p.name == "a.txt" and p.parent == Path("out") and p.stem == "a"
        assert os.fspath(p) == "out/a.txt" and f"{p}" == "out/a.txt" and isinstance(p, Path)
        assert p.parts == ("out", "a.txt")
        a = [[1]]; b = copy.deepcopy(a); b[0].append(2); assert a == [[1]] and copy.copy(a)[0] is a[0]
        assert string.ascii_lowercase[:3] == "abc" and sys.version_info >= (3, 11) and len(sys.argv) == 1
        assert not os.path.exists("nowhere") and glob.glob("*.nothing") == [] and "main.py" in os.listdir(".")
        assert os.environ.get("SURELY_NOT_SET", "4") == "4" and os.getenv("SURELY_NOT_SET") is None
        assert os.path.basename(__file__) == "main.py" and __name__ == "__main__"
        assert list(map(os.path.basename, ["a/b"])) == ["b"] and sorted(["b", "A"], key=str.lower) == ["A", "b"]
        assert dict(zip("ab", itertools.count(1))) == {"a": 1, "b": 2}
        assert next(iter([7])) == 7 and next(iter([]), 0) == 0
        assert list(itertools.accumulate([1, 2, 3])) == [1, 3, 6] and isinstance(1, (int, str)) and callable(len)
        assert [k for k, g in itertools.groupby("aab")] == ["a", "b"] and list(reversed([1, 2])) == [2, 1]
        assert operator.itemgetter(1)([5, 6]) == 6 and min(3, 1) == 1 and list(enumerate("a")) == [(0, "a")]
    """,
    "files": """
        import csv, json
        with open("rows.csv") as handle:
            rows = list(csv.DictReader(handle))
        assert rows == [{"name": "a", "n": "1"}, {"name": "b", "n": "2"}]
        names = [line.strip().split(",")[0] for line in open("rows.csv")]
        assert names == ["name", "a", "b"]
        with open("rows.csv", newline="") as handle:
            header = next(handle); rest = handle.read()
        assert header == "name,n\\n" and rest.splitlines() == ["a,1", "b,2"]
        try: open("nowhere")
        except FileNotFoundError as error: missing = error.filename
        assert missing == "nowhere"
    """,
    "numpy": """
        import numpy as np
        xs = np.linspace(0, 1, 5)
        assert xs.tolist() == [0.0, 0.25, 0.5, 0.75, 1.0] and xs.shape == (5,) and float(xs[1]) == 0.25
        assert [f"{x:.2f}" for x in np.arange(0, 0.3, 0.1)] == ["0.00", "0.10", "0.20"]
        assert (xs * 2 + 1)[2] == 2.0 and np.array([[1, 2], [3, 4]]).T.tolist() == [[1, 3], [2, 4]]
        assert [int(n) for n in np.logspace(0, 2, 3)] == [1, 10, 100] and np.pi > 3 and len(xs[xs > 0.3]) == 3
        a, b = np.meshgrid([1, 2], [3, 4]); assert a.ravel().tolist() == [1, 2, 1, 2]
        assert np.random.default_rng(1).integers(10) == np.random.default_rng(1).integers(10)
    """,
    "closures and scopes": """
        functions = [lambda: i for i in range(3)]
        assert [f() for f in functions] == [2, 2, 2]
        functions = [lambda i=i: i for i in range(3)]
        assert [f() for f in functions] == [0, 1, 2]
        x = "module"
        def show(): return x
        def shadow():
            x = "local"
            return show(), x
        assert shadow() == ("module", "local")
        def wrap(prefix):
            def decorate(f):
                def inner(*args, **kwargs): return prefix + f(*args, **kwargs)
                return inner
            return decorate
        @wrap("a")
        @wrap("b")
        def plain(c, *, d="d"): return c + d
        assert plain("c") == "abcd" and plain("c", d="e") == "abce"
        try:
            def unbound():
                if False: y = 1
                return y
            unbound()
            assert False
        except UnboundLocalError: pass
        try: undefined
        except NameError as e: assert "undefined" in str(e)
        del x
        def counter():
            state = {"n": 0}
            def step(by=1):
                state["n"] += by
                return state["n"]
            return step
        a, b = counter(), counter(); a(); a(5)
        assert a() == 7 and b() == 1
    """,
    "finally and else": """
        log = []
        def f(x):
            try:
                log.append("try")
                if x == 1: return "one"
                if x == 2: raise ValueError("two")
                for i in range(3):
                    try:
                        if i == 1: break
                        continue
                    finally: log.append(i)
            except ValueError as e: return str(e)
            else: log.append("else")
            finally: log.append("finally")
            return "end"
        assert [f(x) for x in (1, 2, 3)] == ["one", "two", "end"]
        assert log == ["try", "finally", "try", "finally", "try", 0, 1, "else", "finally"]
        n = 0
        while n < 3: n += 1
        else: n = "done"
        assert n == "done"
        for _ in []: pass
        else: empty = True
        assert empty
        class Manager:
            def __enter__(self): log.append("in"); return self
            def __exit__(self, *error): log.append("out")
        with Manager() as m, Manager(): log.append("body")
        assert log[-5:] == ["in", "in", "body", "out", "out"]
        try: int("x")
        except Exception as e: assert type(e).__name__ == "ValueError"
        try: [][1]
        except LookupError: pass
        try: assert 1 == 2, "message"
        except AssertionError as e: assert str(e) == "message"
    """,
    "assignment": """
        a = b = []
        a.append(1); assert b == [1]
        class Box: pass
        box = Box(); box.items = {}; box.items["k"] = [0, 0]; box.items["k"][1] += 4; box.n = 1; box.n *= 5
        assert box.items == {"k": [0, 4]} and box.n == 5
        grid = [[0, 0], [0, 0]]
        i, grid[i] = 1, "x"
        assert grid == [[0, 0], "x"]
        (a, b), c = [1, 2], 3; [d, e] = "xy"
        assert (a, b, c, d, e) == (1, 2, 3, "x", "y")
        first, *_, last = range(5); assert first + last == 4
        xs = list(range(6)); xs[::2] = "abc"; del xs[1:3]
        assert xs == ["a", 3, "c", 5]
        n: int = 3; m: "str"
        assert n == 3
        t = (1, 2); t += (3,); s = "a"; s += "b"
        assert t == (1, 2, 3) and s == "ab"
        d = {}; d["x"], d["y"] = 1, 2; d |= {"z": 3}
        assert d == {"x": 1, "y": 2, "z": 3}
        try: a, b = [1, 2, 3]
        except ValueError as error: assert "too many" in str(error)
        if (k := len(xs)) > 3: assert k == 4
    """,
    "inheritance": """
        class A:
            registry = []
            def who(self): return "A"
            def call(self): return self.who()
        class B(A):
            def who(self): return "B" + super().who()
        class C(A):
            def who(self): return "C" + super().who()
        class D(B, C): pass
        assert B().call() == "BA" and isinstance(D(), C) and issubclass(D, A)
        A.registry.append(1)
        assert B.registry == [1]
        B.registry = [2]
        assert A.registry == [1] and D.registry == [2]
        class Sized:
            def __init__(self): self._n = 1
            @property
            def n(self): return self._n
            @n.setter
            def n(self, value): self._n = value * 2
            def __bool__(self): return self._n > 2
            def __iter__(self): return iter([self._n, self._n])
            def __contains__(self, x): return x == self._n
            def __lt__(self, other): return self._n < other._n
            def __hash__(self): return 7
        s = Sized()
        assert not s
        s.n = 2
        assert s.n == 4 and s and list(s) == [4, 4] and 4 in s
        t = Sized()
        assert sorted([s, t])[0] is t and len({s: 1, t: 2}) == 2
    """,
    "f-strings": """
        d, x, w = {"k": "v"}, 3.14159, 8
        assert f"{d['k']}" == "v" and f"{x:.{2}f}|{x:>{w}.2f}" == "3.14|    3.14" and f"{x!s:.4}" == "3.14"
        assert (f"a{1}"
                "b{2}"
                f"{{c}}") == "a1b{2}{c}"
        assert f"{1000000:,}" == "1,000,000" and f"{255:#x} {5:08b} {0.5:%}" == "0xff 00000101 50.000000%"
        assert f"{'nested ' + f'{1 + 1}'}" == "nested 2" and f"{[i for i in range(2)]}" == "[0, 1]"
        assert f"{(lambda: 5)()}" == "5" and f"{x=:.1f}" == "x=3.1" and f"{d!r}" == "{'k': 'v'}"
        assert rf"\\d{w}" == "\\\\d8" and f"\\t{w}" == "\\t8"
        assert f"{w:>4}{w:<4}|" == "   88   |" and f"{True}{None}" == "TrueNone"
        assert f'''{
            w
        }''' == "8"
    """,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_evaluator_agrees_with_python(name: str, tmp_path: Path) -> None:
    lines = PROGRAMS[name].split("\n")
    main = tmp_path / "main.py"
    main.write_text("\n".join(line.removeprefix("        ") for line in lines))
    (tmp_path / "rows.csv").write_text("name,n\na,1\nb,2\n")
    real = subprocess.run([sys.executable, "main.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert real.returncode == 0, real.stderr
    workflow, diagnostics = evaluate(main, (), tmp_path)
    assert [f"{d.span}: {d.message}" for d in diagnostics if d.severity is Severity.ERROR] == []
    assert workflow is not None
