"""Programs of functions in which classes, containers, closures and files share, copy and change what tasks get and
give: drawn from `object_grammar`, over names whose kinds are known, so that all are valid Python.

A program is a pack of functions that have nothing in common, so that one compilation and one run try them all. Each
writes all that its names hold to a file of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests.differential.object_grammar import EXPRESSIONS, LITERALS, OWN, PLACES, STATEMENTS

HEAD = """import collections
import copy
import dataclasses
import functools
import glob
import itertools
import json
import operator
import os
import random
import re
import shutil
from pathlib import Path

from shapes import *
"""
BLOCKS, EXPRESSION = 2, 2
HOLE = re.compile(r"<(?:(#)|([=~]?)(\w+)([.!]?)((?:\+\w+:\w+(?:,\w+:\w+)*)?))>")
Choice = Callable[[Sequence[str]], str]


@dataclass(slots=True)
class Names:
    """Names in reach, by the kind of what they hold, and the depth of the block that they are in."""

    held: dict[str, list[str]] = field(default_factory=dict)
    depth: int = 0

    def inner(self, more: Sequence[tuple[str, str]] = (), deeper: int = 0) -> Names:
        names = Names({kind: [*found] for kind, found in self.held.items()}, self.depth + deeper)
        for name, kind in more:
            names.bind(name, kind)
        return names

    def of(self, kind: str) -> list[str]:
        found = self.held.get(kind, [])
        return [*found, *self.held.get("crate", [])] if kind == "box" else found

    def bind(self, name: str, kind: str) -> None:
        for found in self.held.values():
            if name in found:
                found.remove(name)
        self.held.setdefault(kind, []).append(name)

    def allow(self, template: str) -> bool:
        """Whether there are names for all the holes that need one."""
        needed = {".": self.of, "!": self.places}
        return all(needed[hole[4]](hole[3]) for hole in HOLE.finditer(template) if hole[4])

    def places(self, kind: str) -> list[str]:
        return [*self.of(kind), *(form for form in PLACES.get(kind, []) if self.allow(form))]


class Writer:
    """Draws functions. choose: one of several, as hypothesis or a random generator does."""

    def __init__(self, choose: Choice) -> None:
        self.choose = choose
        self.count = 0
        self.tops: list[str] = []

    def new(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"

    def program(self, functions: int) -> str:
        bodies = [self.function(f"part{number}", alone=functions == 1) for number in range(functions)]
        calls = [f"    part{number}()" for number in range(functions)]
        start = ['if __name__ == "__main__":', '    os.makedirs("made", exist_ok=True)', *calls, ""]
        return "\n\n\n".join([HEAD.rstrip(), *(top.rstrip() for top in self.tops), *bodies, "\n".join(start)])

    def function(self, name: str, *, alone: bool) -> str:
        """alone: it is the only one, and may change attributes of classes and globals, which all jobs have."""
        names, statements = Names(), STATEMENTS
        if alone and self.choose("01") == "0":
            self.count += 1
            top = self.choose([*OWN])
            statements = [*statements, *(form.replace("<#>", str(self.count)) for form in OWN[top] * 3)]
            self.tops.append(top.replace("<#>", str(self.count)))
        lines: list[str] = []
        for kind in ["int", "ints", self.choose([*EXPRESSIONS])]:
            lines += self.bound(kind, names)
        for _ in range(int(self.choose("22334456"))):
            lines += self.statement(statements, names)
        shown = ", ".join(
            f"{name}=sorted({name})" if kind == "nums" else f"{name}={name}"
            for kind, found in names.held.items()
            if kind not in ("fn", "step", "any")
            for name in found
        )
        lines.append(f'out("{name}.txt", {shown})')
        return "\n".join([f"def {name}():", *indented(lines)])

    def bound(self, kind: str, names: Names) -> list[str]:
        if kind == "path":
            kind = "text"
        name, value = self.new(kind), self.expression(kind, names, 0)
        names.bind(name, kind)
        return [f"{name} = {value}"]

    def statement(self, forms: Sequence[str], names: Names) -> list[str]:
        if self.choose("0123") == "0":
            return self.bound(self.choose([*EXPRESSIONS]), names)
        allowed = [form for form in forms if names.allow(form) and (names.depth < BLOCKS or "<block" not in form)]
        return self.lines(self.choose(allowed), names)

    def lines(self, form: str, names: Names) -> list[str]:
        statement = _Statement(self, names)
        lines = [written for line in form.split("\n") for written in statement.line(line)]
        for name, kind in statement.bound:
            names.bind(name, kind)
        return lines

    def block(self, names: Names) -> list[str]:
        lines: list[str] = []
        for _ in range(int(self.choose("112"))):
            lines += self.statement(STATEMENTS, names)
        return lines

    def expression(self, kind: str, names: Names, depth: int) -> str:
        forms = names.of(kind) if names.of(kind) and self.choose("012") != "0" else LITERALS[kind]
        if depth < EXPRESSION:
            composed = [form for form in EXPRESSIONS[kind] if names.allow(form)]
            if composed and self.choose("01234") not in ("0", "1")[: depth + 1]:
                forms = composed
        return HOLE.sub(lambda hole: self.hole(hole, names, depth + 1), self.choose(forms))

    def hole(self, hole: re.Match[str], names: Names, depth: int) -> str:
        kind = hole[3]
        if hole[4] == ".":
            return self.choose(names.of(kind))
        if hole[4] == "!":
            found = self.choose(names.places(kind))
            return HOLE.sub(lambda inside: self.hole(inside, names, EXPRESSION), found)
        return self.expression(kind, names.inner(_variables(hole[5])) if hole[5] else names, depth)


class _Statement:
    """A statement while it is drawn, line by line. bound: the names that it binds, with their kinds."""

    def __init__(self, writer: Writer, names: Names) -> None:
        self.writer = writer
        self.names = names
        self.inner = names.inner(deeper=1)
        self.number = writer.new("")
        self.bound: list[tuple[str, str]] = []

    def line(self, form: str) -> list[str]:
        indent = form[: len(form) - len(form.lstrip())]
        block = HOLE.fullmatch(form.strip())
        if block and block[3] == "block":
            body = self.writer.block(self.inner.inner(_variables(block[5])))
            return [indent + line for line in body]
        named: dict[str, int] = {}
        return [HOLE.sub(lambda hole: self.filled(hole, named, self.inner if indent else self.names), form)]

    def filled(self, hole: re.Match[str], named: dict[str, int], names: Names) -> str:
        """named: how many names of each kind the line has bound so far; a later line means the same ones."""
        kind = hole[3]
        if hole[1]:
            return self.number
        if hole[2] == "~":
            self.inner.bind(name := self.writer.new(kind), kind)
            return name
        if hole[2] == "=":
            place = named[kind] = named.get(kind, 0) + 1
            known = [name for name, each in self.bound if each == kind]
            if place > len(known):
                self.bound.append((name := self.writer.new(kind), kind))
                return name
            return known[place - 1]
        return self.writer.hole(hole, names, 0)


def _variables(text: str) -> list[tuple[str, str]]:
    return [tuple(each.split(":")) for each in text[1:].split(",")] if text else []


def indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


@st.composite
def object_programs(draw: st.DrawFn, functions: int) -> str:
    """The text of a ``main.py``."""
    return Writer(lambda options: draw(st.sampled_from(options))).program(functions)


def parts(text: str) -> list[str]:
    """The names of a program's functions."""
    return re.findall(r"^def (part\d+)\(", text, re.MULTILINE)


def without(text: str, names: Collection[str]) -> str:
    """The program without some of its functions."""
    for name in names:
        text = re.sub(rf"^def {name}\(\):\n(?:(?:    .*)?\n)*?(?=^\S)", "", text, flags=re.MULTILINE)
        text = re.sub(rf"^    {name}\(\)\n", "", text, flags=re.MULTILINE)
    return text
