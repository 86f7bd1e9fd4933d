"""Scopes say of every name what CPython's ``symtable`` says."""

from __future__ import annotations

import symtable
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from eflows2smk.diagnostics import ProgramError
from eflows2smk.frontend.core.operations import CodeKind, Place
from eflows2smk.frontend.core.scopes import CLASS_CELL, Scope, Scopes
from eflows2smk.source.modules import SourceModule
from tests.programs import CASES, EXAMPLES, REPOSITORY

STDLIB = Path(sysconfig.get_paths()["stdlib"])
# With every construct that scoping knows: descriptors, closures, class cells, walruses, private names.
LIBRARY = ["dataclasses", "functools", "enum", "contextlib", "inspect", "argparse", "typing", "traceback", "ast"]
LOCAL, GLOBAL_EXPLICIT, GLOBAL_IMPLICIT, FREE, CELL = 1, 2, 3, 4, 5

PROGRAMS = {
    "closure": "def f(a):\n    b = 1\n    def g(c):\n        nonlocal b\n        b = a + c\n        return h\n    return g\n",  # noqa: E501
    "global in the middle": "def f():\n    x = 1\n    def g():\n        global x\n        def h():\n            return x\n",  # noqa: E501
    "class hides nothing": "x = 1\ndef f():\n    x = 2\n    class C:\n        x = x\n        def m(self):\n            return x\n",  # noqa: E501
    "class takes free": "def f(x):\n    class C:\n        y = x\n        z = [x for _ in y]\n",
    "class with nonlocal": "def f(x):\n    class C:\n        nonlocal x\n        x = 2\n    return x\n",
    "class with global": "class C:\n    global x\n    x = 2\n    y = x\n",
    "super": "class A:\n    def f(self):\n        return super().f()\n    def g(self):\n        return __class__\n",
    "super in a closure": "class A:\n    def f(self):\n        return [super(A, self).g(x) for x in ()]\n",
    "super outside": "def f():\n    return super\n",
    "private": "class _C:\n    __x = 1\n    def f(self, __y):\n        global __z\n        __z = __y\n        import __a\n"  # noqa: E501
    "        def __g(): return self.__x\n        return __g\n    class __D:\n        def f(self): return __q, ___r, __s__\n",  # noqa: E501
    "only underscores": "class __:\n    def f(self): return __x\n",
    "walrus in a comprehension": "def f(xs):\n    return [y := x for x in xs], y\n",
    "walrus in nested comprehensions": "def f(xs):\n    return [[(y := x) for x in z] for z in xs], y\n",
    "walrus in a module": "ys = [(y := x) for x in range(3)]\n",
    "walrus of a global": "def f():\n    global y\n    return [(y := x) for x in range(3)]\n",
    "walrus of a nonlocal": "def f():\n    y = 1\n    def g():\n        nonlocal y\n        return [(y := x) for x in ()]\n",  # noqa: E501
    "walrus in a lambda": "f = lambda xs: [(y := x) for x in xs] + [y]\n",
    "handlers": "def f():\n    try: pass\n    except E as e: g = lambda: e\n",
    "group": "def f():\n    try: pass\n    except* E as e: pass\n",
    "match": "def f(x):\n    match x:\n        case [a, *b]: pass\n        case {'k': c, **d}: pass\n"
    "        case P(q, r=s) | P(r=q, s=s): pass\n        case m.n as t if u: pass\n        case _: pass\n",
    "annotations": "def f(a: A, *b: B, c: C = D, **e: E) -> R:\n    x: X = 1\n    y[u]: Y = 2\n    z.w: W\n    v: V\n",
    "annotations of closures": "def f():\n    T = int\n    def g():\n        x: T = 1\n        return x\n",
    "postponed": "from __future__ import annotations\nx: X = 1\ndef f(a: A) -> R:\n    y: Y\n",
    "imports": "def f():\n    import a.b\n    import c.d as e\n    from g import h as i, j\n    from . import k\n",
    "deletion": "def f():\n    del x, y[z], (a, b.c)\n",
    "augmented": "def f():\n    x += 1\n    y[z] += w\n    a.b += c\n",
    "loops": "def f(g):\n    for x, (y, *z) in g: pass\n    with g as (a, b), h as c.d: pass\n",
    "comprehensions": "def f(x):\n    return {a: b for a in x for b in a if c(a) if x}, {d for d in (e for e in d)}\n",
    "defaults": "def f(a=x, *, b=lambda: y):\n    return a\n",
    "lambda": "f = lambda a, *b, c=d, **e: lambda: (a, b, g)\n",
    "decorators": "def f(d):\n    @d\n    @e(d)\n    class C(d, metaclass=m, **k):\n        @d.s\n        def n(self): return C\n",  # noqa: E501
    "f-strings": "def f(a):\n    return lambda: f'{a!r:>{w}} {b=}' 'c' f'{(lambda: d)()}'\n",
    "class cell in a class in a class": "class A:\n    class B:\n        def f(self): return super().f, A\n",
    "comprehension in a class in a function": "def f(n):\n    class C:\n        a = [n for n in range(n)]\n        b = {n}\n",  # noqa: E501
    "generator in a default": "def f(x):\n    def g(y=[x for x in x]): return y\n",
    "async": "async def f(x):\n    async with x as y:\n        async for z in y:\n            await z\n    return [w async for w in x]\n",  # noqa: E501
}  # fmt: skip


def tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from tables(child)


def of_cpython(text: str) -> list[tuple[str, dict[str, int]]]:
    found = []
    for table in tables(symtable.symtable(text, "program", "exec")):
        scopes = {
            symbol.get_name(): symbol._Symbol__scope  # type: ignore[attr-defined]
            for symbol in table.get_symbols()
        }
        found.append((f"{table.get_type()} {table.get_name()}", scopes))
    return found


def as_cpython(scope: Scope) -> tuple[str, dict[str, int]]:
    kind = {CodeKind.MODULE: "module", CodeKind.CLASS: "class"}.get(scope.kind, "function")
    name = "top" if scope.kind is CodeKind.MODULE else scope.name.strip("<>")
    scopes = {each: of_place(scope, each, place) for each, place in scope.places.items()}
    for each in scope.free:
        scopes.setdefault(each, FREE)
    return f"{kind} {name}", scopes


def of_place(scope: Scope, name: str, place: Place) -> int:
    if place in (Place.FREE, Place.CLASS_FREE):
        return FREE
    if place in (Place.LOCAL, Place.CELL):
        return LOCAL if place is Place.LOCAL else CELL
    is_own = scope.kind is CodeKind.MODULE or place is Place.CLASS
    return LOCAL if name in scope.bound and is_own else GLOBAL_IMPLICIT


def module_of(text: str, folder: Path) -> SourceModule:
    path = folder / "program.py"
    path.write_text(text)
    return SourceModule(path, "program.py", "program")


def comparable(found: Iterable[tuple[str, dict[str, int]]]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Whether a global one was stated is no matter of ours, and CPython keeps the class cell apart."""
    return sorted((name, sorted(_stated_or_not(scopes))) for name, scopes in found if name != "module top")


def _stated_or_not(scopes: dict[str, int]) -> Iterator[tuple[str, int]]:
    for name, scope in scopes.items():
        if name != CLASS_CELL:
            yield name, GLOBAL_IMPLICIT if scope == GLOBAL_EXPLICIT else scope


def check(module: SourceModule, text: str) -> None:
    ours, theirs = [as_cpython(scope) for scope in Scopes(module)], of_cpython(text)
    assert comparable(ours) == comparable(theirs)
    (own,) = (scopes for name, scopes in ours if name == "module top")
    (wanted,) = (scopes for name, scopes in theirs if name == "module top")
    # CPython notes in the module what functions state as global, too.
    assert {name for name, scope in wanted.items() if scope == LOCAL} <= own.keys() <= wanted.keys()


@pytest.mark.parametrize("text", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_names_live_where_cpython_says(text: str, tmp_path: Path) -> None:
    check(module_of(text, tmp_path), text)


@pytest.mark.parametrize("name", LIBRARY)
def test_names_of_the_library_live_where_cpython_says(name: str) -> None:
    path = STDLIB / f"{name}.py"
    check(SourceModule(path, path.name, name), path.read_text())


def test_names_of_all_programs_live_where_cpython_says() -> None:
    for folder in (*CASES, *EXAMPLES, REPOSITORY / "tests" / "differential"):
        for path in folder.glob("*.py"):
            check(SourceModule(path, path.name, path.stem), path.read_text())


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    nonlocal x\n",
        "x = 1\ndef f():\n    nonlocal x\n",
        "def f(x):\n    global x\n",
        "def f(x, x): pass\n",
        "def f():\n    from m import *\n",
        "[x := 1 for x in y]\n",
        "class C:\n    [x := 1 for y in z]\n",
    ],
)
def test_what_python_refuses_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(SyntaxError):
        compile(text, "program", "exec")
    with pytest.raises(ProgramError) as caught:
        Scopes(module_of(text, tmp_path))
    assert [each.code for each in caught.value.diagnostics] == ["E100"]


def test_class_cell_is_that_of_the_nearest_class(tmp_path: Path) -> None:
    module = module_of("class A:\n    class B:\n        def f(self):\n            return lambda: super()\n", tmp_path)
    places = {scope.name: scope for scope in Scopes(module)}
    assert places["B"].variables()[CLASS_CELL] is Place.CELL
    assert CLASS_CELL not in places["A"].variables()
    assert places["f"].free == places["<lambda>"].free == (CLASS_CELL,)
