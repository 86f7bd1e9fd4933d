"""Attributes of static values."""

from __future__ import annotations

import argparse
import collections
import datetime
import enum
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest

from eflows2smk.frontend.trusted import interface as trusted
from eflows2smk.frontend.trusted.functions import MISSING

Use = Callable[..., Any]


class Colour(enum.Enum):
    RED = 1


Point = collections.namedtuple("Point", "x y")  # noqa: PYI024


@pytest.mark.parametrize(
    ("value", "name", "args", "result"),
    [
        ("a b", "split", (), ["a", "b"]),
        ("a", "zfill", (3,), "00a"),
        (["b", "a"], "index", ("a",), 1),
        ({"a": 1}, "get", ("a",), 1),
        ({1}, "union", ({2},), {1, 2}),
        (5, "bit_length", (), 3),
        (0.5, "is_integer", (), False),
        (collections.deque([1, 2]), "popleft", (), 1),
        (collections.Counter("aab"), "most_common", (1,), [("a", 2)]),
        (datetime.date(2024, 1, 31), "isoformat", (), "2024-01-31"),
        (re.compile("a(.)"), "sub", ("x", "ab"), "x"),
        (re.match("a(.)", "ab"), "group", (1,), "b"),
        (Point(1, 2), "_replace", (3,), None),
        (numpy.arange(6), "reshape", (2, 3), [[0, 1, 2], [3, 4, 5]]),
        (numpy.float64(0.5), "item", (), 0.5),
        (random.Random(1), "randint", (1, 1), 1),
        (str, "upper", ("a",), "A"),
        (dict, "fromkeys", ("a",), {"a": None}),
        (datetime.datetime, "strptime", ("2024", "%Y"), datetime.datetime(2024, 1, 1)),
        (trusted.TracedPath("a/b.txt"), "with_suffix", (".c",), Path("a/b.c")),
    ],
)
def test_methods_work(ask: Use, value: Any, name: str, args: tuple[Any, ...], result: Any) -> None:
    if name == "_replace":
        assert ask(value, name, x=3) == Point(3, 2)
        return
    made = ask(value, name, *args)
    assert (made.tolist() if isinstance(made, numpy.ndarray) else made) == result


@pytest.mark.parametrize(
    ("value", "name", "result"),
    [
        (numpy.zeros((2, 3)), "shape", (2, 3)),
        (datetime.date(2024, 5, 1), "month", 5),
        (Point(1, 2), "y", 2),
        (Colour.RED, "value", 1),
        (Colour, "RED", Colour.RED),
        (trusted.TracedPath("a/b.txt"), "stem", "b"),
        (argparse.Namespace(n=3), "n", 3),
        (range(1, 5), "stop", 5),
        (str, "__name__", "str"),
        (trusted.TracedPath, "__name__", "PosixPath"),
        (KeyError("k"), "args", ("k",)),
    ],
)
def test_plain_attributes(value: Any, name: str, result: Any) -> None:
    assert trusted.method(value, name) == result


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (trusted.TracedPath("a"), "write_text"),
        (trusted.TracedPath("a"), "unlink"),
        (trusted.TracedPath("a"), "stat"),
        (datetime.datetime, "now"),
        (datetime.date, "today"),
        (datetime.datetime(2024, 1, 1), "timestamp"),
        (numpy.zeros(1), "tofile"),
        (numpy.zeros(1), "dump"),
        (numpy.zeros(1), "ctypes"),
    ],
)
def test_refused_attributes(value: Any, name: str) -> None:
    with pytest.raises(trusted.Untrusted):
        trusted.method(value, name)


def test_what_is_not_there_is_missing() -> None:
    assert trusted.method("a", "foo") is MISSING
    assert trusted.method(argparse.Namespace(), "foo") is MISSING
    assert trusted.method(3, "append") is MISSING


def test_seeds_are_asked_for(use: Use) -> None:
    for module, name in [("random", "Random"), ("numpy.random", "default_rng")]:
        with pytest.raises(trusted.Untrusted, match="seed"):
            use(module, name)


def test_arguments_of_the_program(world: trusted.World, use: Use, ask: Use) -> None:
    parser = use("argparse", "ArgumentParser", description="d")
    ask(parser, "add_argument", "n", type=int)
    ask(parser, "add_argument", "--name", default="x")
    ask(parser, "add_argument", "--out", type=trusted.TracedPath, default=None)
    args = ask(parser, "parse_args")
    assert (trusted.method(args, "n"), trusted.method(args, "name")) == (7, "rod")
    assert ask(parser, "parse_args", ["3", "--out", "a"]).out == Path("a")


def test_wrong_arguments_end_the_program(world: trusted.World, use: Use, ask: Use, capsys: Any) -> None:
    parser = use("argparse", "ArgumentParser")
    ask(parser, "add_argument", "--n", type=int)
    with pytest.raises(trusted.ProgramExit, match="invalid int value") as wrong:
        ask(parser, "parse_args", ["--n", "x"])
    assert wrong.value.status == 2
    with pytest.raises(trusted.ProgramExit, match="usage: main.py") as helped:
        ask(parser, "parse_args", ["--help"])
    assert helped.value.status == 0
    assert capsys.readouterr() == ("", "")


def test_commands_of_a_parser(world: trusted.World, use: Use, ask: Use) -> None:
    parser = use("argparse", "ArgumentParser")
    commands = ask(parser, "add_subparsers", dest="command")
    ask(ask(commands, "add_parser", "run"), "add_argument", "n", type=int)
    assert vars(ask(parser, "parse_args", ["run", "4"])) == {"command": "run", "n": 4}


def test_a_world_function_as_an_argument(world: trusted.World, use: Use, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    exists = trusted.attribute("os.path", "exists")
    assert exists is not None
    assert list(trusted.call(world, map, [exists.value, ["a", "b"]], {})) == [True, False]
    assert trusted.call(world, sorted, [["a", "b"]], {"key": exists.value}) == ["b", "a"]


def test_exit(use: Use) -> None:
    with pytest.raises(trusted.ProgramExit, match="no input") as ended:
        use("sys", "exit", "no input")
    assert ended.value.status == 1
