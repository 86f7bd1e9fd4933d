"""Hypothesis strategies for programs with plain Python between the invocations of the tasks in ``numbers.py``.

While a program is drawn, a `Scope` knows the names of numbers, of lists of numbers, of other things, and of files, so
that all programs are valid Python. Conditions and loops on computed values have no tasks in them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests.differential.programs import indented

DEPTH = 2
HEAD = """import json  # noqa: F401
import os
import random  # noqa: F401
import shutil  # noqa: F401

from eflows2smk import wait_on
from numbers_ import *


class Tally:
    def __init__(self, start):
        self.start = start
        self.seen = []

    def see(self, values):
        self.seen.append(sum(values) + self.start)
        self.start += 1
        return len(self.seen)


def save(path, value):
    with open(path, "w") as out:
        out.write(f"{value}\\n")


def note(path, value):
    with open(path, "a") as out:
        print(value, file=out)


def load(path):
    with open(path) as file:
        return len(file.read())


def push(values, number):
    values.append(number)
    return values


"""


@dataclass(slots=True)
class Scope:
    """Names in reach, by what they hold; static: numbers that are known when compiling."""

    numbers: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    nested: list[str] = field(default_factory=list)
    tallies: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    static: list[str] = field(default_factory=list)
    depth: int = 0
    tasks: bool = True

    def inner(self, *, tasks: bool = True) -> Scope:
        kinds = (self.numbers, self.lists, self.tables, self.nested, self.tallies, self.paths, self.static)
        return Scope(*([*names] for names in kinds), self.depth + 1, self.tasks and tasks)


class HostWriter:
    """Draws a program, statement by statement."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.count = 0
        self.functions: list[str] = []
        self.helpers: list[str] = []

    def new(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"

    def pick(self, choices: list[str]) -> str:
        return self.draw(st.sampled_from(choices))

    # Expressions

    def number(self, scope: Scope) -> str:
        forms = [str(self.draw(st.integers(0, 9))), *scope.numbers, *scope.numbers, *scope.static]
        forms += [f"{name}[0]" for name in scope.lists] + [f"len({name})" for name in scope.lists]
        forms += [f"sum({name}) % 97" for name in scope.lists] + [f"wait_on({name})[-1]" for name in scope.lists]
        forms += [f"{name}['a']" for name in scope.tables] + [f"{name}[0][0]" for name in scope.nested]
        forms += [f"{name}.start" for name in scope.tallies] + [f"{a} * 2 + 1" for a in scope.numbers]
        if scope.tasks and scope.lists:
            forms += [f"total({name})" for name in scope.lists]
            forms = [*forms, *(f"wait_on(total({name}))" for name in scope.lists)]
        return self.pick(forms)

    def values(self, scope: Scope) -> str:
        """A list of numbers, never empty."""
        forms = [f"[{self.number(scope)}, {self.draw(st.integers(0, 9))}]"]
        for name in scope.lists:
            forms += [name, name, f"{name}[::-1]", f"[v + 1 for v in {name}]", f"list({name})", f"sorted({name})"]
            forms += [f"[*{name}, {self.number(scope)}][-4:]"]
        forms += [f"{name}[0]" for name in scope.nested] + [f"{name}['l']" for name in scope.tables]
        forms += [f"{name}[-1]" for name in scope.nested]
        if scope.tasks:
            forms.append(f"numbers({self.pick([*scope.static, '1', '5'])})")
            forms += [f"merged({name}, {self.pick(scope.lists)})" for name in scope.lists]
        return self.pick(forms)

    def path(self, scope: Scope) -> str:
        self.count += 1
        holes = "".join(f"_{{{name}}}" for name in scope.static if self.draw(st.booleans()))
        return f'f"out/{self.count}{holes}.txt"'

    # Statements

    def block(self, scope: Scope, most: int, least: int = 1) -> list[str]:
        lines: list[str] = []
        for _ in range(self.draw(st.integers(least, most))):
            lines += self.statement(scope)
        return lines

    def statement(self, scope: Scope) -> list[str]:
        kinds = [self.bind_number, self.bind_list, self.bind_list, self.save, self.table, self.nest, self.tally]
        if scope.lists:
            kinds += [self.change, self.change, self.change, self.alias, self.call_push, self.unpack]
            if scope.tasks:
                kinds += [self.scale, self.scale, self.ends]
        if scope.numbers:
            kinds += [self.count_up, self.divide]
        if scope.tables:
            kinds += [self.change_table]
        if scope.nested:
            kinds += [self.change_nested]
        if scope.tallies:
            kinds += [self.see]
        if scope.paths:
            kinds += [self.append, self.append, self.rewrite, self.read, self.duplicate, self.look]
            if scope.tasks:
                kinds += [self.task_file, self.task_file]
        if scope.depth < DEPTH:
            kinds += [self.branch, self.each]
            if scope.tasks:
                kinds += [self.loop, self.loop]
        if self.helpers and scope.tasks:
            kinds += [self.call_helper]
        return self.draw(st.sampled_from(kinds))(scope)

    def bind_number(self, scope: Scope) -> list[str]:
        name = self.pick([*scope.numbers, self.new("n")])
        line = f"{name} = {self.number(scope)}"
        if name not in scope.numbers:
            scope.numbers.append(name)
        return [line]

    def bind_list(self, scope: Scope) -> list[str]:
        name = self.pick([*scope.lists, self.new("xs")])
        line = f"{name} = {self.values(scope)}"
        if name not in scope.lists:
            scope.lists.append(name)
        return [line]

    def alias(self, scope: Scope) -> list[str]:
        name, source = self.new("same"), self.pick(scope.lists)
        scope.lists.append(name)
        return [f"{name} = {source}"]

    def unpack(self, scope: Scope) -> list[str]:
        first, second = self.pick(scope.lists), self.pick(scope.lists)
        return self.draw(
            st.sampled_from(
                [[f"{first}, {second} = {second}, {first}"], [f"{first}[0], {second}[-1] = {second}[-1], 3"]]
            )
        )

    def change(self, scope: Scope) -> list[str]:
        name, number = self.pick(scope.lists), self.number(scope)
        forms = [f"{name}.append({number})", f"{name}[0] = {number}", f"{name} += [{number}]", f"{name}.reverse()"]
        forms += [f"{name}.extend({self.values(scope)})", f"{name}[-1] += {number}", f"{name}.sort()"]
        forms += [f"{name}.insert(0, {number})", f"random.Random(3).shuffle({name})"]
        return [self.pick(forms)]

    def call_push(self, scope: Scope) -> list[str]:
        name, number = self.pick(scope.lists), self.number(scope)
        made = self.new("xs")
        forms = [[f"push({name}, {number})"], [f"{made} = push({name}, {number})"]]
        chosen = self.draw(st.sampled_from(forms))
        if chosen[0].startswith(made):
            scope.lists.append(made)
        return chosen

    def scale(self, scope: Scope) -> list[str]:
        targets = [*scope.lists, *(f"{name}[0]" for name in scope.nested), *(f"{name}['l']" for name in scope.tables)]
        return [f"scale({self.pick(targets)}, {self.number(scope)})"]

    def ends(self, scope: Scope) -> list[str]:
        first, rest = self.new("n"), self.new("xs")
        line = f"{first}, {rest} = ends({self.values(scope)})"
        scope.numbers.append(first)
        scope.lists.append(rest)
        return [line]

    def count_up(self, scope: Scope) -> list[str]:
        name = self.pick(scope.numbers)
        return [f"{name} {self.pick(['+=', '-=', '*='])} {self.number(scope)}"]

    def divide(self, scope: Scope) -> list[str]:
        name, by = self.pick(scope.numbers), self.number(scope)
        return ["try:", f"    {name} = 100 // (({by}) % 3)", "except ZeroDivisionError:", f"    {name} = 7"]

    def table(self, scope: Scope) -> list[str]:
        name = self.new("t")
        number, values = self.number(scope), self.values(scope)
        scope.tables.append(name)
        return [f"{name} = {{'a': {number}, 'l': {values}}}"]

    def change_table(self, scope: Scope) -> list[str]:
        name, number, values = self.pick(scope.tables), self.number(scope), self.values(scope)
        forms = [f"{name}['a'] = {number}", f"{name}['a'] += {number}", f"{name}['l'].append({number})"]
        forms += [f"{name}['l'] = {values}", f"{name}.update(a={number})", f"{name}[str({number})] = {number}"]
        return [self.pick(forms)]

    def nest(self, scope: Scope) -> list[str]:
        name = self.new("zs")
        forms = [f"[{self.values(scope)}, {self.values(scope)}]", f"[list(v) for v in [{self.values(scope)}]]"]
        line = f"{name} = {self.pick(forms)}"
        scope.nested.append(name)
        return [line]

    def change_nested(self, scope: Scope) -> list[str]:
        name, number, values = self.pick(scope.nested), self.number(scope), self.values(scope)
        forms = [f"{name}[0].append({number})", f"{name}.append({values})", f"{name}[-1] = {values}"]
        forms += [f"for v in {name}: v.append({number})", f"{name}[0][0] = {number}", f"{name}.reverse()"]
        return [self.pick(forms)]

    def tally(self, scope: Scope) -> list[str]:
        name = self.new("tally")
        line = f"{name} = Tally({self.number(scope)})"
        scope.tallies.append(name)
        return [line]

    def see(self, scope: Scope) -> list[str]:
        name, number = self.pick(scope.tallies), self.new("n")
        forms = [[f"{name}.see({self.values(scope)})"], [f"{number} = {name}.see({self.values(scope)})"]]
        forms += [[f"{name}.start = {self.number(scope)}"], [f"{name}.seen.append({self.number(scope)})"]]
        chosen = self.draw(st.sampled_from(forms))
        if chosen[0].startswith(number):
            scope.numbers.append(number)
        return chosen

    # Files

    def save(self, scope: Scope) -> list[str]:
        path, known = self.path(scope), scope.inner(tasks=False)
        saved, value = self.number(scope), self.pick([self.number(known), self.values(known)])
        scope.paths.append(path)
        forms = [[f"save({path}, {saved})"], [f'with open({path}, "w") as out:', f"    out.write(str({value}))"]]
        forms += [[f'with open({path}, "w") as out:', f"    json.dump({value}, out)"]]
        return self.draw(st.sampled_from(forms))

    def append(self, scope: Scope) -> list[str]:
        path, known = self.pick(scope.paths), scope.inner(tasks=False)
        noted, value = self.number(scope), self.pick([self.number(known), self.values(known)])
        forms = [[f"note({path}, {noted})"], [f'with open({path}, "a") as out:', f"    out.write(str({value}))"]]
        return self.draw(st.sampled_from(forms))

    def rewrite(self, scope: Scope) -> list[str]:
        path, value = self.pick(scope.paths), self.number(scope.inner(tasks=False))
        number = self.number(scope.inner(tasks=False))
        return self.draw(
            st.sampled_from([[f"save({path}, {value})"], [f"if {number} % 2:", f"    save({path}, {value})"]])
        )

    def read(self, scope: Scope) -> list[str]:
        name, path = self.new("n"), self.pick(scope.paths)
        scope.numbers.append(name)
        return self.draw(
            st.sampled_from(
                [[f"{name} = load({path})"], [f"with open({path}) as file:", f"    {name} = len(file.read())"]]
            )
        )

    def duplicate(self, scope: Scope) -> list[str]:
        source, path = self.pick(scope.paths), self.path(scope)
        scope.paths.append(path)
        return [f"shutil.copy({source}, {path})"]

    def look(self, scope: Scope) -> list[str]:
        name, path = self.new("n"), self.pick(scope.paths)
        scope.numbers.append(name)
        return [f"{name} = int(os.path.exists({path})) + os.path.getsize({path})"]

    def task_file(self, scope: Scope) -> list[str]:
        path, new = self.pick(scope.paths), self.path(scope)
        name = self.new("n")
        forms = [[f"add({self.number(scope)}, {path})"], [f"write({self.number(scope)}, {path})"]]
        forms += [[f"copy({path}, {new})"], [f"{name} = size({path})"]]
        chosen = self.draw(st.sampled_from(forms))
        if chosen[0].startswith("copy"):
            scope.paths.append(new)
        if chosen[0].startswith(name):
            scope.numbers.append(name)
        return chosen

    # Control flow

    def branch(self, scope: Scope) -> list[str]:
        condition = f"{self.number(scope.inner(tasks=False))} % 2"
        yes = self.block(scope.inner(tasks=False), 2)
        no = self.block(scope.inner(tasks=False), 2)
        return [f"if {condition}:", *indented(yes), "else:", *indented(no)]

    def each(self, scope: Scope) -> list[str]:
        """A loop over a computed list; the list that is iterated over is a copy, since it may grow."""
        variable = self.new("v")
        inner = scope.inner(tasks=False)
        source = self.values(inner)
        inner.numbers.append(variable)
        return [f"for {variable} in list({source})[:3]:", *indented(self.block(inner, 2))]

    def loop(self, scope: Scope) -> list[str]:
        variable = self.new("i")
        inner = scope.inner()
        inner.static.append(variable)
        return [f"for {variable} in range({self.draw(st.integers(1, 3))}):", *indented(self.block(inner, 3))]

    def helper(self) -> None:
        name = self.new("helper")
        scope = Scope(lists=["given"], numbers=["number"], depth=1)
        body = self.block(scope, 3)
        self.functions += [
            f"def {name}(given, number=7):",
            *indented([*body, f"return {self.pick(scope.lists)}"]),
            "",
            "",
        ]
        self.helpers.append(name)

    def call_helper(self, scope: Scope) -> list[str]:
        name = self.new("xs")
        line = f"{name} = {self.pick(self.helpers)}({self.values(scope)}, {self.number(scope)})"
        scope.lists.append(name)
        return [line]

    def program(self) -> str:
        for _ in range(self.draw(st.integers(0, 1))):
            self.helper()
        scope = Scope()
        body = ['os.makedirs("out", exist_ok=True)', *self.block(scope, 10, least=4)]
        for name in scope.tallies:
            body.append(f"end_{name} = [{name}.start, {name}.seen]")
        names = [*scope.numbers, *scope.lists, *scope.tables, *scope.nested, *(f"end_{n}" for n in scope.tallies)]
        body += ['with open("out/end.txt", "w") as out:']
        body += [f'    out.write(f"{name} {{wait_on({name})}}\\n")' for name in names] or ["    pass"]
        start = ["", "", 'if __name__ == "__main__":', "    main()", ""]
        return HEAD + "\n".join([*self.functions, "def main():", *indented(body), *start])


@st.composite
def host_programs(draw: st.DrawFn) -> str:
    """The text of a ``main.py``."""
    return HostWriter(draw).program()
