"""Facts: what can be reached, what is certain, and what it costs to know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eflows2smk.frontend.core.access import blocks
from eflows2smk.frontend.core.facts import Facts
from eflows2smk.frontend.core.lowering.lowering import lower
from eflows2smk.frontend.core.modules import lower_program
from eflows2smk.frontend.core.operations import Block, Code, For
from eflows2smk.frontend.core.variables import Variable
from eflows2smk.source.modules import SourceModule


def lowered(text: str, folder: Path) -> Code:
    path = folder / "main.py"
    path.write_text(text)
    return lower(SourceModule(path, "main.py", "main"))


def is_task(variable: Variable) -> bool:
    return variable.name == "task"


def function(facts: Facts, name: str) -> Code:
    (found,) = (code for code in facts.bindings.codes if code.name == name)
    return found


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
    "a loop over functions": "def f():\n    for g in [task, print]: h(g)",
    "a decorated function": "@decorator\ndef g(): task()\ndef f(): g()",
    "a function made by another": "def make():\n    def inner(): task()\n    return inner\nmade = make()\ndef f(): made()",  # noqa: E501
    "a method": "class C:\n    def m(self): task()\ndef f(x): x.m()",
    "a property": "class C:\n    @property\n    def p(self): return task()\ndef f(x): return x.p",
    "an operator": "class C:\n    def __add__(self, other): return task()\ndef f(x, y): return x + y",
    "a context": "class C:\n    def __enter__(self): task()\ndef f(x):\n    with x: pass",
    "a constructor": "class C:\n    def __init__(self): task()\ndef f(): C()",
    "an attribute": "def g(x): x.run = task\ndef f(x): x.run()",
    "a class body": "def f():\n    class C:\n        x = task()",
    "a default": "def f(g=None):\n    def inner(h=task): h()",
}
NOT_REACHING = {
    "nothing": "def f(): g()",
    "another function": "def g(): task()\ndef f(): h()",
    "another attribute": "class C:\n    def m(self): task()\ndef f(x): x.n()",
    "another operator": "class C:\n    def __add__(self, other): return task()\ndef f(x, y): return x - y",
}


@pytest.mark.parametrize("text", REACHING.values(), ids=REACHING.keys())
def test_task_is_reached(text: str, tmp_path: Path) -> None:
    facts = Facts.of([lowered(text + "\n", tmp_path)])
    assert facts.reaches(function(facts, "f"), is_task)


@pytest.mark.parametrize("text", NOT_REACHING.values(), ids=NOT_REACHING.keys())
def test_task_is_not_reached(text: str, tmp_path: Path) -> None:
    facts = Facts.of([lowered(text + "\n", tmp_path)])
    assert not facts.reaches(function(facts, "f"), is_task)


def test_task_is_reached_through_modules(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("from two import *\nimport two as t\nfrom pack import sub\n")
    (tmp_path / "two.py").write_text("def g(): task()\n")
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "sub.py").write_text("from ..two import g\ndef k(): pass\n")
    (tmp_path / "main.py").write_text(
        "import one\nfrom one import g, t, sub\ndef a(): g()\ndef b(): one.g()\ndef c(): t.g()\ndef d(): sub.k()\n"
    )
    codes = lower_program(Path("main.py"), tmp_path)
    assert [code.module.name for code in codes] == ["main", "one", "two", "pack", "pack.sub"]
    facts = Facts.of(codes)
    reach = facts.reaching(is_task)
    assert [reach.code(function(facts, name)) for name in "abcd"] == [True, True, True, False]
    (call,) = facts.code(function(facts, "a")).calls
    assert call.callees == (function(facts, "g"),)


@pytest.mark.parametrize(
    ("text", "is_certain"),
    [
        ("def g(): pass\n", True),
        ("def g(): pass\ndef g(): pass\n", False),
        ("def g(): pass\ng = 1\n", False),
        ("def g(): pass\ndel g\n", False),
        ("def g(): pass\ndef h():\n    global g\n    g = 1\n", False),
        ("def g(): pass\ndef h(m): m.g = 1\n", False),
        ("@d\ndef g(): pass\n", False),
        ("g = lambda: 1\n", True),
        ("from m import g\n", False),
    ],
)
def test_only_what_is_bound_once_is_certain(text: str, is_certain: bool, tmp_path: Path) -> None:
    facts = Facts.of([lowered(text + "def f(): g()\n", tmp_path)])
    (call,) = facts.code(function(facts, "f")).calls
    assert bool(call.callees) == is_certain


def nested(block: Block) -> Iterator[Block]:
    for operation in block.operations():
        for inner in blocks(operation):
            if inner.steps:
                yield inner
                yield from nested(inner)


def test_loops_leave_by_what_is_theirs(tmp_path: Path) -> None:
    code = lowered(
        "def f(x):\n    for a in x:\n        for b in a:\n            if b: break\n            return b\n", tmp_path
    )
    facts = Facts.of([code])
    inner = function(facts, "f")
    loops = [op for b in (inner.body, *nested(inner.body)) for op in b.operations() if isinstance(op, For)]
    assert [facts.block(loop.body).leaves for loop in loops] == [{"return"}, {"break", "return"}]


def test_recursive_functions_bind_what_both_bind(tmp_path: Path) -> None:
    code = lowered(
        "def f():\n    global x\n    x = 1\n    g()\ndef g():\n    global y\n    y = 1\n    f()\ndef h(): f()\n",
        tmp_path,
    )
    facts = Facts.of([code])
    for name in "fgh":
        assert {each.name for each in facts.reached_binds(function(facts, name))} == {"x", "y"}


def test_costs_are_linear_in_nesting_and_calls(tmp_path: Path) -> None:
    def visits(depth: int, functions: int) -> int:
        loops = "".join(f"{'  ' * level}for i{level} in x:\n" for level in range(depth)) + "  " * depth + "task(x)\n"
        calls = "".join(f"def f{i}():\n  f{i + 1}()\n  f{i - 1}()\n" for i in range(1, functions + 1))
        code = lowered(f"def f0(): task()\n{calls}def f{functions + 1}(): pass\n{loops}", tmp_path)
        facts = Facts.of([code])
        reach = facts.reaching(is_task)
        assert all(reach.block(block) for block in nested(code.body))
        assert reach.code(function(facts, f"f{functions}"))
        return facts.visits

    # Each loop has four operations, each function six, and two with its definition.
    assert visits(18, 10) - visits(9, 10) == 9 * 4
    assert visits(5, 2000) - visits(5, 1000) == 1000 * (6 - 0)
