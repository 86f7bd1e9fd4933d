"""From which pieces of a program a task can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eflows2smk.frontend.core.blocks import inner_blocks, inner_code
from eflows2smk.frontend.core.lowering.lowering import lower
from eflows2smk.frontend.core.modules import lower_program
from eflows2smk.frontend.core.operations import Block, Code
from eflows2smk.frontend.core.reach import Reach
from eflows2smk.source.modules import SourceModule

TASK = "def task(*_): pass\n"


def lowered(text: str, folder: Path) -> Code:
    path = folder / "main.py"
    path.write_text(TASK + text + "\n")
    return lower(SourceModule(path, "main.py", "main"))


def inside(code: Code) -> Iterator[Code]:
    yield code
    waiting = [code.body]
    while waiting:
        for operation in waiting.pop().operations():
            waiting += inner_blocks(operation)
            inner = inner_code(operation)
            if inner is not None:
                yield from inside(inner)


def function(codes: list[Code], name: str) -> Code:
    (found,) = (each for code in codes for each in inside(code) if each.name == name)
    return found


def reach_of(codes: list[Code]) -> Reach:
    """The last one is the main module."""
    reach = Reach()
    for code in codes:
        reach.add(code, is_main=code is codes[-1])
    reach.add_task(function(codes, "task"))
    return reach


CLASS = "class C:\n    def {}: task()\n"
REACHING = {
    "a call": "def f(): task()",
    "a call in a comprehension": "def f(): return [task(x) for x in y]",
    "a call in a lambda": "def f(): return (lambda: task())()",
    "a function that calls": "def g(): task()\ndef f(): g()",
    "recursion": "def g(): f()\ndef h(): task()\ndef f():\n    g()\n    h()",
    "handed on": "def f(): return map(task, x)",
    "a function handed on": "def g(): task()\ndef f(): return map(g, x)",
    "another name": "other = task\ndef f(): other()",
    "one of two": "def g(): task()\nother = g if x else y\ndef f(): other()",
    "a partial": "import functools\nother = functools.partial(task, 1)\ndef f(): other()",
    "a table": "table = {'a': task}\ndef f(): table['a']()",
    "a table that is filled": "table = {}\ntable['a'] = task\ndef f(): g = table.get('a'); g()",
    "a list that is filled": "steps = []\nsteps.append(task)\ndef f():\n    for i, step in enumerate(steps): step()",
    "a loop over functions": "def f():\n    for g in [task, print]: h(g)",
    "a decorated function": "@decorator\ndef g(): task()\ndef f(): g()",
    "a function made by another": (
        "def make():\n    def inner(): task()\n    return inner\nmade = make()\ndef f(): made()"
    ),
    "an argument": "def f(g, x): g(x)\nf(task, 3)",
    "an argument by name": "def f(x, *, g): g(x)\nf(3, g=task)",
    "an argument of many": "def f(*gs): gs[0]()\nf(1, task)",
    "an argument handed on": "def f(g): g()\ndef h(k): f(k)\nh(task)",
    "an argument of a function that is handed on": "def f(g): g()\ndef h(k): k(task)\nh(f)",
    "an argument that is handed on beside": "def f(g): g(3)\nprint(list(map(f, [task])))",
    "an argument of a method": "class C:\n    def f(self, g): g()\nC().f(task)",
    "a default of a parameter": "def f(x, g=task): g(x)",
    "a method": CLASS.format("m(self)") + "def f(x): x.m()",
    "a property": "class C:\n    @property\n    def p(self): return task()\ndef f(x): return x.p",
    "an operator": CLASS.format("__add__(self, other)") + "def f(x, y): return x + y\nf(C(), 3)",
    "an operator of a base": CLASS.format("__add__(self, other)") + "class D(C): pass\ndef f(x): return x + 3\nf(D())",
    "a context": CLASS.format("__enter__(self)") + "def f(x):\n    with x: pass\nf(C())",
    "an instance that is called": CLASS.format("__call__(self)") + "c = C()\ndef f(): c()",
    "a constructor": CLASS.format("__init__(self)") + "def f(): C()",
    "a constructor of a base": CLASS.format("__init__(self)") + "class D(C): pass\ndef f(): D()",
    "an attribute": "def g(x): x.run = task\ndef f(x): x.run()",
    "a field": "class C:\n    run: object\nC(task)\ndef f(c): c.run()",
    "a class body": "def f():\n    class C:\n        x = task()",
    "a default": "def f(g=None):\n    def inner(h=task): h()",
    "an unpacked pair": "g, h = task, 3\ndef f(): g()",
}
NOT_REACHING = {
    "nothing": "def f(): g()",
    "another function": "def g(): task()\ndef f(): h()",
    "another attribute": CLASS.format("m(self)") + "def f(x): x.n()",
    "another operator": CLASS.format("__add__(self, other)") + "def f(x, y): return x - y\nf(1, 2)",
    "a variable of the same name": "def g():\n    a = task\n    a()\ndef f(a): return a > 3",
    "a variable of the main module, as an attribute": "x = task\ndef f(p): return p.x > 3",
    "a parameter of the same name": "def g(a): a()\ng(task)\ndef f(a): return a > 3",
    "another parameter": "def f(g, x):\n    return x > 3\ndef h(x, g): g(x)\nh(3, task)\nf(1, 2)",
    "what a task gives": "a = task(3)\ndef f(): return a > 3",
    "what tasks give": "found = [task(i) for i in range(3)]\ndef f(): return found[0] > 3",
    "a list that others fill": "one, two = [], []\none.append(task)\ndef f(): two.append(3)",
}


@pytest.mark.parametrize("text", REACHING.values(), ids=REACHING.keys())
def test_task_is_reached(text: str, tmp_path: Path) -> None:
    code = lowered(text, tmp_path)
    assert reach_of([code]).reaches(function([code], "f").body)


@pytest.mark.parametrize("text", NOT_REACHING.values(), ids=NOT_REACHING.keys())
def test_task_is_not_reached(text: str, tmp_path: Path) -> None:
    code = lowered(text, tmp_path)
    assert not reach_of([code]).reaches(function([code], "f").body)


def test_task_is_reached_through_modules(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("from two import *\nimport two as t\nfrom pack import sub\n")
    (tmp_path / "two.py").write_text(f"{TASK}def g(): task()\n")
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "sub.py").write_text("from ..two import g\ndef k(): pass\n")
    (tmp_path / "main.py").write_text(
        "import one\nfrom one import *\nfrom one import t, sub\ndef a(): g()\ndef b(): one.g()\ndef c(): t.g()\n"
        "def d(): sub.k()\n"
    )
    codes = lower_program(Path("main.py"), tmp_path)[::-1]
    reach = reach_of(codes)
    assert [reach.reaches(function(codes, name).body) for name in "abcd"] == [True, True, True, False]


def test_what_is_added_later_counts_from_then_on(tmp_path: Path) -> None:
    (tmp_path / "two.py").write_text("from main import task\ndef g(): task()\n")
    main = lowered("def f(x): x.g()\ndef h(): task()", tmp_path)
    other = lower(SourceModule(tmp_path / "two.py", "two.py", "two"))
    reach, codes = Reach(), [main, other]

    def reaching() -> list[str]:
        return [name for name in "fh" if reach.reaches(function(codes, name).body)]

    reach.add(main)
    assert reaching() == []
    reach.add_task(function(codes, "task"))
    assert reaching() == ["h"]
    reach.add(other)
    assert reaching() == ["f", "h"]


def nested(block: Block) -> Iterator[Block]:
    for operation in block.operations():
        for inner in inner_blocks(operation):
            if inner.steps:
                yield inner
                yield from nested(inner)


def test_loops_and_calls_may_be_many(tmp_path: Path) -> None:
    loops = "".join(f"{'  ' * level}for i{level} in x:\n" for level in range(19)) + "  " * 19 + "task(x)\n"
    calls = "".join(f"def f{i}():\n  f{i + 1}()\n  f{i - 1}()\n" for i in range(1, 1000))
    code = lowered(f"def f0(): task()\n{calls}def f1000(): pass\n{loops}", tmp_path)
    reach = reach_of([code])
    assert all(map(reach.reaches, nested(code.body)))
    assert reach.reaches(function([code], "f999").body) and not reach.reaches(function([code], "f1000").body)
