"""Hypothesis strategies for whole programs that call the tasks of ``steps.py``.

A program is a list of statements; while it is drawn, a `Scope` knows which names hold what at this point, so that all
programs are valid Python. All that a program computes ends in a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

# Parts of file names, and whole arguments of programs.
NAMES = ["a", "b1", "with space", "it's", "50%", "ü", "a.b", "$HOME", "#1", "a&b", '"q"', "x=1", "[y]"]
TEXTS = [
    *NAMES,
    "",
    "*",
    "{x}",
    "two\nlines",
    "\\n",
    "%s",
    "-n",
    "~",
    "$(date)",
    "`id`",
    "{{text}}",
    "{input}",
    "!",
    "\t",
]
VALUES = ["0", "-1", "2.5", "1e-30", "True", "None", "float('inf')", "(1, 'a')", "[1, [2, None]]", "()"]
VALUES += ["{'k': [1.0, 'v']}", "b'bytes'", "{1, 2}", "3 + 4j"]
LARGEST = 3
DEPTH = 2


@dataclass(slots=True)
class Scope:
    """What the names in reach hold, and the loop variables around."""

    objects: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    depth: int = 0

    def inner(self) -> Scope:
        """A block in this scope: what it makes is not known outside, since a branch may not be taken."""
        return Scope([*self.objects], [*self.lists], [*self.numbers], [*self.strings], [*self.paths], self.depth + 1)


class Writer:
    """Draws a program, statement by statement."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.count = 0
        self.helpers: list[str] = []
        self.functions: list[str] = []

    def new(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"

    def pick(self, choices: list[str]) -> str:
        return self.draw(st.sampled_from(choices))

    def chance(self, one_in: int) -> bool:
        return self.draw(st.integers(1, one_in)) == one_in

    # Expressions

    def static(self, scope: Scope) -> str:
        """An expression that is known when the program is compiled."""
        forms = [self.pick(VALUES), repr(self.pick(TEXTS))]
        for name in scope.numbers:
            forms += [name, f"{name} * 2 + 1", f"{name} % 2 == 0", f"[{name}, {{'n': {name}}}]"]
        for name in scope.strings:
            forms += [name, f"{name}.upper()", f"({name}, len({name}))"]
        return self.pick(forms)

    def text(self, scope: Scope) -> str:
        forms = [repr(self.pick(TEXTS))]
        forms += [f'f"{name:s}={{{name}:03d}}"' for name in scope.numbers]
        forms += [f'{name} + " and more"' for name in scope.strings] + scope.strings
        return self.pick(forms)

    def held(self, scope: Scope) -> str:
        """An object that a task made, or a static value."""
        forms = [*scope.objects, *scope.objects, *(f"{name}[0]" for name in scope.lists)]
        forms += [f"{name}[-1]" for name in scope.lists]
        return self.pick([*forms, self.static(scope)]) if forms else self.static(scope)

    def path(self, scope: Scope, ending: str = ".txt") -> str:
        """A new path; without the loop variables in it, it is written once in each iteration."""
        holes = [f"{{{name}}}" for name in [*scope.numbers, *scope.strings] if not self.chance(5)]
        stem = self.pick(["-", "/", "_", " "]).join(holes) if holes else self.pick(["x", "a file", "it's"])
        self.count += 1
        return f'f"out/{self.count}/{stem}{ending}"'

    # Statements

    def block(self, scope: Scope, most: int, least: int = 1) -> list[str]:
        lines: list[str] = []
        for _ in range(self.draw(st.integers(least, most))):
            lines += self.statement(scope)
        return lines

    def statement(self, scope: Scope) -> list[str]:
        kinds = [self.make, self.join, self.halves, self.write, self.write, self.show, self.comprehension]
        if scope.objects:
            kinds += [self.grow, self.grow, self.alias]
        if scope.lists:
            kinds += [self.collect, self.add_to_list, self.table]
        if scope.paths:
            kinds += [self.copy, self.append, self.rewrite, self.gather, self.load, self.scatter]
        if scope.depth < DEPTH:
            kinds += [self.loop, self.loop, self.branch, self.while_, self.directory]
        if self.helpers:
            kinds += [self.call]
        return self.draw(st.sampled_from(kinds))(scope)

    def make(self, scope: Scope) -> list[str]:
        value = self.static(scope)
        name = self.new("x")
        scope.objects.append(name)
        return [f"{name} = make({value})"]

    def join(self, scope: Scope) -> list[str]:
        first, second = self.held(scope), self.held(scope)
        name = self.pick([*scope.objects, self.new("x")])
        if name not in scope.objects:
            scope.objects.append(name)
        return [f"{name} = join({first}, {second})"]

    def halves(self, scope: Scope) -> list[str]:
        value = self.held(scope)
        left, right = self.new("l"), self.new("r")
        scope.objects += [left, right]
        return [f"{left}, {right} = halves({value})"]

    def alias(self, scope: Scope) -> list[str]:
        """Two names for one object: a change through one is seen through the other."""
        name = self.new("same")
        source = self.pick(scope.objects)
        scope.objects.append(name)
        return [f"{name} = {source}"]

    def grow(self, scope: Scope) -> list[str]:
        return [f"grow({self.pick(scope.objects)}, {self.held(scope)})"]

    def collect(self, scope: Scope) -> list[str]:
        values = self.pick([*scope.lists, f"[{self.held(scope)}, {self.held(scope)}]", f"{scope.lists[-1]}[::-1]"])
        name = self.new("c")
        scope.objects.append(name)
        return [f"{name} = collect({values})"]

    def comprehension(self, scope: Scope) -> list[str]:
        variable = self.new("k")
        inner = scope.inner()
        inner.numbers.append(variable)
        value = self.static(inner)
        condition = f" if {variable} != 1" if self.chance(3) else ""
        name = self.new("xs")
        scope.lists.append(name)
        return [f"{name} = [make({value}) for {variable} in range({self.draw(st.integers(1, LARGEST))}){condition}]"]

    def add_to_list(self, scope: Scope) -> list[str]:
        name = self.pick(scope.lists)
        return self.draw(
            st.sampled_from(
                [
                    [f"{name}.append(join({self.held(scope)}, {self.held(scope)}))"],
                    [f"{name}[0] = join({name}[0], {name}[-1])"],
                ]
            )
        )

    def table(self, scope: Scope) -> list[str]:
        """A dictionary of futures, by awkward keys."""
        table, name, source = self.new("table"), self.new("v"), self.pick(scope.lists)
        key = repr(self.pick(NAMES))
        scope.objects.append(name)
        return [
            f"{table} = {{{key}: {source}[0], 'n': {self.static(scope)}}}",
            f"{name} = join(**{{'first': {table}[{key}], 'second': {table}['n']}})",
        ]

    def write(self, scope: Scope) -> list[str]:
        value, path = self.held(scope), self.path(scope)
        scope.paths.append(path)
        return [f"write({value}, {path})"]

    def rewrite(self, scope: Scope) -> list[str]:
        return [f"write({self.held(scope)}, {self.pick(scope.paths)})"]

    def show(self, scope: Scope) -> list[str]:
        text, path = self.text(scope), self.path(scope)
        scope.paths.append(path)
        return [f"show({text}, {path})"]

    def copy(self, scope: Scope) -> list[str]:
        source, path = self.pick(scope.paths), self.path(scope)
        scope.paths.append(path)
        return [f"{self.pick(['copy', 'reverse'])}({source}, {path})"]

    def append(self, scope: Scope) -> list[str]:
        return [f"append({self.held(scope)}, path={self.pick(scope.paths)})"]

    def gather(self, scope: Scope) -> list[str]:
        sources = [self.pick(scope.paths) for _ in range(self.draw(st.integers(1, LARGEST)))]
        path = self.path(scope)
        scope.paths.append(path)
        return [f"gather([{', '.join(sources)}], {path})"]

    def scatter(self, scope: Scope) -> list[str]:
        source, path = self.pick(scope.paths), self.path(scope)
        name = self.new("parts")
        scope.paths += [f"{name}[0]", f"{name}[-1]"]
        return [f'{name} = [{path} + f".{{part}}" for part in range({self.draw(st.integers(1, LARGEST))})]',
                f"scatter({source}, {name})"]  # fmt: skip

    def load(self, scope: Scope) -> list[str]:
        source, tag = self.pick(scope.paths), self.static(scope)
        name = self.new("x")
        scope.objects.append(name)
        return [f"{name} = load({source}, {tag})"]

    def directory(self, scope: Scope) -> list[str]:
        value, folder, path = self.held(scope), self.path(scope, ".d"), self.path(scope)
        scope.paths.append(path)
        reader = self.pick([f"unfold({folder}, {path})", f'copy(os.path.join({folder}, "value.txt"), {path})'])
        return [f"fill({value}, {folder})", reader]

    def loop(self, scope: Scope) -> list[str]:
        inner = scope.inner()
        number, string = self.new("i"), self.new("name")
        names = repr(self.draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=LARGEST, unique=True)))
        stop = self.pick([str(self.draw(st.integers(1, LARGEST))), *(f"{outer} + 1" for outer in scope.numbers)])
        head = self.draw(
            st.sampled_from(
                [
                    f"for {number} in range({stop}):",
                    f"for {string} in {names}:",
                    f"for {number}, {string} in enumerate({names}):",
                ]  # fmt: skip
            )
        )
        if number in head:
            inner.numbers.append(number)
        if string in head:
            inner.strings.append(string)
        return [head, *indented(self.block(inner, 3))]

    def while_(self, scope: Scope) -> list[str]:
        inner = scope.inner()
        number = self.new("n")
        inner.numbers.append(number)
        start = self.draw(st.integers(1, LARGEST))
        return [f"{number} = {start}", f"while {number} > 0:", *indented(self.block(inner, 2)), f"    {number} -= 1"]

    def branch(self, scope: Scope) -> list[str]:
        conditions = ["1 < 2", *(f"{name} % 2" for name in scope.numbers)]
        condition = self.pick([*conditions, *(f"len({name}) > 2" for name in scope.strings)])
        yes, no = self.block(scope.inner(), 2), self.block(scope.inner(), 2)
        return [f"if {condition}:", *indented(yes), "else:", *indented(no)]

    def helper(self) -> None:
        """A function of the program, with a default and a result."""
        name = self.new("helper")
        scope = Scope(objects=["given"], numbers=["number"], depth=1)
        body = self.block(scope, 3)
        result = self.pick(scope.objects)
        self.functions += [f"def {name}(given, number=7):", *indented([*body, f"return {result}"]), "", ""]
        self.helpers.append(name)

    def call(self, scope: Scope) -> list[str]:
        argument = self.pick([*scope.objects, "make('given')"])
        number = f", {self.pick(scope.numbers)}" if scope.numbers and self.chance(2) else ""
        name = self.new("x")
        helper = self.pick(self.helpers)
        scope.objects.append(name)
        return [f"{name} = {helper}({argument}{number})"]

    def program(self) -> str:
        for _ in range(self.draw(st.integers(0, 2))):
            self.helper()
        scope = Scope()
        body = self.block(scope, 12, least=4)
        ends = [*scope.objects, *(f"{name}[0]" for name in scope.lists)]
        body.append(f'write(collect([{", ".join([*ends, "0"])}]), "out/end.txt")')
        guarded = self.draw(st.booleans())
        head = ["import os  # noqa: F401", "", "from steps import *", "", ""]
        if not guarded:
            return "\n".join([*head, *self.functions, *body, ""])
        start = ["", "", 'if __name__ == "__main__":', "    main()", ""]
        return "\n".join([*head, *self.functions, "def main():", *indented(body), *start])


def indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


@st.composite
def programs(draw: st.DrawFn) -> str:
    """The text of a ``main.py``."""
    return Writer(draw).program()
