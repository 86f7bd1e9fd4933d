"""Only what plain Python raises too is called an error of the program.

Each program below is run by plain Python as well, so that none is listed that does raise something.
"""

from __future__ import annotations

import subprocess
import textwrap

import pytest

from tests import installation
from tests.frontend.conftest import API, Run

WELL = {
    "isinstance with the type of functions": """
        import types
        def choose(call):
            if not isinstance(call, types.FunctionType):
                raise TypeError("a function is needed")
            return call(1)
        choose(lambda x: g(x))
        """,
    "isinstance with the types of classes, methods and modules": """
        import types
        class Box:
            def open(self): return 1
        assert isinstance(Box, type) and isinstance(Box().open, types.MethodType)
        assert isinstance(types, types.ModuleType)
        assert isinstance(Box.open, (types.FunctionType, int)) and not isinstance(Box, int | str)
        g(1)
        """,
    "type of a function": """
        def plain(): pass
        assert type(plain).__name__ == "function" and type(plain) is not type(3)
        g(type(plain).__name__)
        """,
    "comparisons by the method of the other operand": """
        class Box:
            def __init__(self, n): self.n = n
            def __lt__(self, other): return self.n < other.n
        assert max([Box(1), Box(3), Box(2)]).n == 3 and Box(2) > Box(1)
        g(1)
        """,
    "a loop that compares a result, beside a class that compares": """
        class Box:
            def __init__(self, n): self.n = n
            def __eq__(self, other): return self.n == other.n
        n = g(3)
        while wait_on(n) != 3:
            n = g(n)
        """,
    "asdict of a record with a result": """
        from dataclasses import asdict, dataclass, field
        @dataclass
        class Job:
            n: int
            found: object = None
            tags: list = field(default_factory=list)
        job = Job(1)
        job.found = g(2)
        assert asdict(Job(2)) == {"n": 2, "found": None, "tags": []}
        print(asdict(job)["found"])
        """,
    "map with wait_on": """
        print(list(map(wait_on, [g(i) for i in range(3)])))
        """,
    "map with a method of a class": """
        class Scale:
            def __init__(self, by): self.by = by
            def __call__(self, x): return g(x * self.by)
            def plain(self, x): return x * self.by
        found = list(map(Scale(2), [1, 2]))
        print(wait_on(found), list(map(Scale(3).plain, [1, 2])))
        """,
    "filter over results": """
        print(list(filter(None, [wait_on(g(i)) for i in range(3)])))
        """,
    "sorted results": """
        print(sorted([wait_on(g(i)) for i in (2, 1)], key=lambda x: -x), max(wait_on([g(1), g(2)])))
        """,
    "sorted objects of a class": """
        import functools
        @functools.total_ordering
        class Size:
            def __init__(self, n): self.n = n
            def __eq__(self, other): return self.n == other.n
            def __lt__(self, other): return self.n < other.n
        print([size.n for size in sorted([Size(2), Size(1)])], Size(1) >= Size(0))
        g(1)
        """,
    "sum and join of results": """
        print(sum(wait_on([g(1), g(2)])), "-".join(map(str, wait_on([g(1)]))))
        """,
    "super with two arguments": """
        class Base:
            def __init__(self, n=1): self.n = n
            @classmethod
            def make(cls): return cls()
        class Child(Base):
            def __init__(self):
                super(Child, self).__init__(2)
            @classmethod
            def make(cls): return super(Child, cls).make()
        g(Child.make().n)
        """,
    "attributes of namespaces": """
        import argparse, types
        args = argparse.ArgumentParser().parse_args([])
        args.out = "x"
        setattr(args, "more", 1)
        space = types.SimpleNamespace(a=1)
        space.b = args.out
        g([args.out, args.more, space.b])
        """,
    "a result in a namespace": """
        import argparse
        args = argparse.Namespace(n=1)
        args.value = wait_on(g(args.n))
        print(args.value + 1)
        """,
    "attributes of functions": """
        def counted():
            counted.calls += 1
            return counted.calls
        counted.calls = 0
        g(counted())
        """,
    "attributes of results": """
        import types
        @task(returns=1)
        def box(n): return types.SimpleNamespace(n=n)
        found = wait_on(box(1))
        found.n = 2
        print(found.n)
        """,
    "texts of objects": """
        class Plain: pass
        class Named:
            def __repr__(self): return "named"
        one = Plain()
        assert "Plain object" in repr(one) and str(one) == repr(one) and f"{Named()!r}" == "named"
        assert "%s" % Named() == "named" and "{}".format([Named()]) == "[named]"
        g(1)
        """,
    "iterators of a class": """
        class Steps:
            def __init__(self, n): self.n = n
            def __iter__(self): return self
            def __next__(self):
                if not self.n: raise StopIteration
                self.n -= 1
                return self.n
        for step in Steps(2): g(step)
        print(list(Steps(3)), sum(Steps(3)), max(Steps(2)))
        """,
    "objects with elements only": """
        class Row:
            def __getitem__(self, i):
                if i > 2: raise IndexError(i)
                return i
        for item in Row(): g(item)
        assert list(Row()) == [0, 1, 2] and 2 in Row()
        a, *b = Row()
        """,
    "more operators of a class": """
        class Vector:
            def __init__(self, n): self.n = n
            def __lshift__(self, other): return Vector(self.n + other)
            def __rmatmul__(self, other): return self.n
            def __invert__(self): return -self.n
            def __int__(self): return self.n
            def __float__(self): return 0.5
            def __index__(self): return 1
            def __reversed__(self): return iter([3])
            def __round__(self, digits=0): return 7
            def __iadd__(self, other): self.n += other; return self
            def __delitem__(self, key): self.n = 0
            def __abs__(self): return 1
        v = Vector(1) << 2
        v += 1
        print(~v, int(v), float(v), [4, 5][v], list(reversed(v)), round(v), abs(v), 3 @ v)
        del v[1]
        g(v.n)
        """,
    "subclasses of built-in classes": """
        class Table(dict):
            def total(self): return sum(self.values())
        table = Table(a=1)
        table["b"] = 2
        print(len(table), sorted(table.items()), table.total())
        g(table.total())
        """,
    "generic classes": """
        from typing import Generic, TypeVar
        T = TypeVar("T")
        class Holder(Generic[T]):
            def __init__(self, value): self.value = value
        held = Holder[int](3)
        g(held.value)
        """,
    "attributes that __getattr__ gives": """
        class Lazy:
            def __getattr__(self, name): return len(name)
        g(Lazy().four)
        """,
    "attributes that every object has": """
        class Thing: "A thing."
        thing = Thing()
        assert thing.__module__ and Thing.__doc__ == "A thing." and Thing.__mro__[-1] is object
        g(thing.__sizeof__() > 0)
        """,
    "functools.partial": """
        import functools
        twice = functools.partial(g, 2)
        def add(a, b, *, c=0): return a + b + c
        more = functools.partial(add, 1, c=3)
        print(wait_on(twice()), more(2), more.func(1, 2), more.args, more.keywords)
        """,
    "functools.reduce and the like": """
        import functools
        @functools.lru_cache(maxsize=None)
        def slow(n): return n if n < 2 else slow(n - 1) + slow(n - 2)
        @functools.singledispatch
        def show(x): return "any"
        @show.register
        def _(x: int): return "int"
        print(slow(10), slow.cache_info().hits >= 0, show(1), show("x"))
        print(wait_on(functools.reduce(lambda a, b: g(b), [1, 2, 3])))
        """,
    "functions of operator": """
        import operator
        class Point:
            def __init__(self, x): self.x = x
            def scaled(self, by): return self.x * by
        point = Point(2)
        print(operator.attrgetter("x")(point), operator.methodcaller("scaled", 3)(point), operator.itemgetter(0)([1]))
        print(operator.add(wait_on(g(1)), 2), sorted([Point(2), Point(1)], key=operator.attrgetter("x"))[0].x)
        """,
    "records as JSON": """
        import dataclasses, json
        @dataclasses.dataclass
        class Case:
            name: str
            sizes: list = dataclasses.field(default_factory=list)
        case = Case("a", [1])
        print(json.dumps(dataclasses.asdict(case)), json.dumps(case, default=lambda o: o.__dict__))
        print(json.dumps({"n": wait_on(g(1))}), json.dumps(vars(case)))
        """,
    "fields of many kinds": """
        from dataclasses import InitVar, dataclass, field, fields
        @dataclass(order=True)
        class Grid:
            n: int
            cells: int = field(init=False, default=0)
            seed: InitVar[int] = 3
            def __post_init__(self, seed): self.cells = self.n * seed
        grid = Grid(2)
        print(grid.cells, [f.name for f in fields(grid)], Grid(1) < Grid(2))
        g(grid.cells)
        """,
    "text with regular expressions": """
        import re
        print(re.sub("a", lambda found: found.group().upper(), "banana"), re.sub("1", "2", str(wait_on(g(1)))))
        """,
    "arguments in keywords": """
        print(pow(2, 3, mod=5), sum([1], start=2), int("11", base=2), sorted([2, 1], reverse=True), str(object=3))
        print(list(enumerate("ab", start=1)), round(number=2.5), max([], default=None), "a".encode(encoding="ascii"))
        g(1)
        """,
    "tasks in tables": """
        actions = {"g": g, "f": f}
        for name, action in sorted(actions.items()): action(1)
        print([callable(action) for action in actions.values()], g.__name__)
        """,
    "a folder that the program makes": """
        import os
        os.makedirs("made", exist_ok=True)
        print(wait_on(g(len(os.listdir("made")))))
        """,
    "a file that the program writes": """
        with open("notes.txt", "w") as file: file.write("3")
        n = int(open("notes.txt").read())
        g(n)
        """,
    "a folder with a slash at its end": """
        import os
        os.mkdir("made/")
        g(1)
        """,
    "lists that plain Python fills": """
        import os
        def fill(): blocks.append(os.urandom(2))
        blocks = []
        fill()
        print(wait_on(g(len(blocks[0]))))
        """,
    "functions that call each other deep": """
        import sys
        sys.setrecursionlimit(5000)
        def deep(n): return 0 if n == 0 else 1 + deep(n - 1)
        g(deep(1500))
        """,
    "names made at run time": """
        globals()["made"] = 1
        print(made)
        g(1)
        """,
    "names of the module": """
        print(__spec__ is None, bool(__builtins__), __debug__)
        g(1)
        """,
    "exceptions that are expected": """
        class Box: pass
        try:
            Box().missing
        except AttributeError:
            g(1)
        try:
            len(Box())
        except TypeError:
            g(2)
        try:
            {}["x"]
        except KeyError as error:
            g(str(error))
        """,
    "what a decorator of a library changes": """
        import contextlib
        @contextlib.contextmanager
        def around(n):
            yield n
        with around(2) as n: g(n)
        """,
    "metaclasses": """
        class Registry(type):
            def __call__(cls, *args): return super().__call__()
        class Part(metaclass=Registry): n = 1
        g(Part(1, 2, 3).n)
        """,
    "a number of results at the call": """
        print(len(wait_on([g(1), g(2)])), wait_on(two(1))[0])
        """,
    "elements of arrays": """
        numpy = __import__("numpy") if False else __import__("array")
        g(numpy.array("i", [1, 2])[1])
        """,
}

WRONG = {
    "a key that is missing": ("rates = {'low': 1}\ng(rates['high'])", "KeyError"),
    "a sum of text and number": ("g('a' + 1)", "TypeError"),
    "a number that is none": ("g(int('x'))", "ValueError"),
    "a name that is missing": ("g(nothing)", "NameError"),
    "an element of an empty list inside of others": ("cases = [[1], []]\ng([case[0] for case in cases])", "IndexError"),
    "what the program raises": ("class Bad(Exception): pass\nraise Bad('no')", "Bad"),
    "an assertion": ("g(1)\nassert [] , 'empty'", "AssertionError"),
    "an argument that is missing": ("def h(a, b): return g(a)\nh(1)", "TypeError"),
    "an argument of a task that is missing": ("g()", "TypeError"),
    "an attribute of an own class": ("class Box: pass\ng(Box().size)", "AttributeError"),
    "a file that is missing": ("g(open('nowhere.txt').read())", "FileNotFoundError"),
    "values that can't be unpacked": ("a, b = [1, 2, 3]\ng(a)", "ValueError"),
    "a division": ("g(sum([1, 2]) / len([]))", "ZeroDivisionError"),
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The last line of what plain Python says of each program, "" where it ends well."""
    folder = tmp_path_factory.mktemp("plain")
    programs = {**WELL, **{name: program for name, (program, _) in WRONG.items()}}
    running = {}
    for number, (name, program) in enumerate(programs.items()):
        place = folder / str(number)
        place.mkdir()
        (place / "main.py").write_text(API + textwrap.dedent(program))
        command = [installation.python(), "main.py"]
        running[name] = subprocess.Popen(
            command, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        if number % 4 == 3:
            for process in running.values():
                process.wait()
    return {name: (process.communicate()[1].strip().splitlines() or [""])[-1] for name, process in running.items()}


@pytest.mark.parametrize("name", WELL)
def test_a_program_that_runs_well_raises_no_error(name: str, plain: dict[str, str], run: Run) -> None:
    assert plain[name] == ""
    found = run(WELL[name])
    assert "E306" not in found.codes, [(d.span.line, d.message) for d in found.diagnostics]


@pytest.mark.parametrize("name", WRONG)
def test_what_plain_python_raises_is_said(name: str, plain: dict[str, str], run: Run) -> None:
    program, error = WRONG[name]
    assert error in plain[name]
    found = run(program)
    assert found.codes == ["E306"]
    assert error in found.diagnostics[0].message
