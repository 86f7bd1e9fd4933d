"""Each option of a job's command line, with real functions in real processes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from eflows2smk.runtime.literals import encode, encode_skeleton

from .conftest import Folder

Program = Callable[[str], Folder]

ECHO = """
    from eflows2smk import task

    @task(returns=1)
    def echo(*args, **kwargs):
        return args, kwargs

    @task(returns=1)
    def one(value):
        return value
    """


def returned(folder: Folder, *words: str, function: str = "main:one") -> object:
    done = folder.job(function, *words, "--result", "objects/r.obj")
    assert done.returncode == 0, done.stderr
    return folder.load("objects/r.obj")


@pytest.mark.parametrize(
    "text", ["", " ", "--", "--text", "it's", 'a "b"', "$HOME", "{x}", "a\nb", ";*&", "é", "\\", "-"]
)
def test_a_text_arrives_as_it_is(program: Program, text: str) -> None:
    assert returned(program(ECHO), "--text", "value", text) == text


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -3,
        10**30,
        1.5,
        float("inf"),
        float("-inf"),
        -0.0,
        2 - 3j,
        complex(float("inf"), -0.0),
        b"\x00\xff",
        "it's",
        [1, [2, (3,)], {}],
        {"a": {1: None}},
        set(),
        {1, 2},
        frozenset({"x"}),
        (),
        (1,),
        Path("a/b"),
        range(3),
        slice(1, None),
        [...],
    ],
    ids=repr,
)
def test_a_value_arrives_as_it_is(program: Program, value: object) -> None:
    found = returned(program(ECHO), "--value", "value", encode(value))
    assert found == value
    assert repr(found) == repr(value)


def test_dates_decimals_and_arrays_are_values_too(program: Program) -> None:
    import datetime
    from decimal import Decimal

    values = [datetime.date(2026, 1, 2), datetime.timedelta(hours=1), Decimal("1.10"), np.float64(0.1)]
    assert returned(program(ECHO), "--value", "value", encode(values)) == values


def test_a_small_array_is_a_value(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import task

        @task(returns=1)
        def shape(array):
            return array.dtype.str, array.shape, array.tolist()
        """
    )
    array = np.arange(6, dtype="<i2").reshape(2, 3)
    assert returned(folder, "--value", "array", encode(array), function="main:shape") == ("<i2", (2, 3), array.tolist())


def test_nan_is_a_value(program: Program) -> None:
    found = returned(program(ECHO), "--value", "value", encode(float("nan")))
    assert isinstance(found, float)
    assert found != found


def test_an_object_of_a_class_of_the_program_is_rebuilt_without_its_init(program: Program) -> None:
    from eflows2smk.workflow.model import Constant

    folder = program(
        """
        from dataclasses import dataclass
        from eflows2smk import task

        @dataclass(frozen=True)
        class Rod:
            length: float
            def __post_init__(self):
                raise RuntimeError("built")

        @task(returns=1)
        def describe(rod, function):
            return rod.length, function(2)

        def double(x):
            return 2 * x
        """
    )
    rod = encode(Constant("main:Rod", {"length": 1.5}))
    double = encode(Constant("main:double", how="reference"))
    words = ("--value", "rod", rod, "--value", "function", double)
    assert returned(folder, *words, function="main:describe") == (1.5, 4)


def test_paths_are_texts(program: Program) -> None:
    folder = program(ECHO)
    assert returned(folder, "--path", "value", "a b/c") == "a b/c"
    assert returned(folder, "--paths", "value", "a", "b c") == ["a", "b c"]
    assert returned(folder, "--nested-paths", "value", "[[...], [..., ...]]", "a", "b", "c") == [["a"], ["b", "c"]]


def test_objects_are_loaded(program: Program) -> None:
    folder = program(ECHO)
    first, second = folder.store("objects/1.obj", [1]), folder.store("objects/2.obj", {"two": 2})
    assert returned(folder, "--object", "value", first) == [1]
    assert returned(folder, "--objects", "value", first, second) == [[1], {"two": 2}]
    skeleton = encode_skeleton([[first], {"k": second}, ("x", ...)], lambda item: item in (first, second))
    assert returned(folder, "--nested", "value", skeleton, first, second) == [[[1]], {"k": {"two": 2}}, ("x", ...)]


def test_long_lists_of_files_come_from_a_manifest(program: Program) -> None:
    folder = program(ECHO)
    files = [folder.store(f"objects/{i}.obj", i) for i in range(5)]
    folder.write("manifest.txt", "\n".join(files) + "\n")
    assert returned(folder, "--objects", "value", "--from", "manifest.txt") == [0, 1, 2, 3, 4]
    assert returned(folder, "--paths", "value", "--from", "manifest.txt") == files


def test_numbers_are_positions_and_variadics_come_as_one_list(program: Program) -> None:
    folder = program(ECHO)
    assert returned(folder, "--text", "0", "a", "--text", "1", "b", "--value", "k", "1", function="main:echo") == (
        ("a", "b"),
        {"k": 1},
    )
    assert returned(folder, "--value", "args", "[1, 2]", "--text", "k", "v", function="main:echo") == (
        (1, 2),
        {"k": "v"},
    )


def test_one_object_passed_twice_is_one_object(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import task

        @task(returns=1)
        def same(a, b):
            return a is b
        """
    )
    file = folder.store("objects/a.obj", [1])
    assert returned(folder, "--object", "a", file, "--object", "b", file, function="main:same") is True


INOUT = """
    from eflows2smk import COLLECTION_INOUT, COLLECTION_OUT, INOUT, task

    @task(values=INOUT)
    def add(values, item):
        values.append(item)

    @task(values=COLLECTION_INOUT)
    def double(values):
        for i, value in enumerate(values):
            if isinstance(value, list):
                double.__wrapped__(value)
            else:
                values[i] = 2 * value

    @task(values=COLLECTION_OUT)
    def fill(values):
        for i in range(len(values)):
            values[i] = i

    @task(values=COLLECTION_INOUT)
    def shrink(values):
        values.clear()
    """


def test_in_out_objects_are_stored_as_new_ones(program: Program) -> None:
    folder = program(INOUT)
    old = folder.store("objects/old.obj", [1])
    assert folder.job("main:add", "--update", "values", old, "objects/new.obj", "--text", "item", "x").returncode == 0
    assert folder.load("objects/old.obj") == [1]
    assert folder.load("objects/new.obj") == [1, "x"]
    assert folder.job("main:add", "--update-value", "values", "[]", "n.obj", "--value", "item", "3").returncode == 0
    assert folder.load("n.obj") == [3]


def test_in_out_collections_are_stored_member_by_member(program: Program) -> None:
    folder = program(INOUT)
    old = [folder.store(f"objects/{i}.obj", i) for i in (1, 2)]
    assert folder.job("main:double", "--updates", "values", *old, "a.obj", "b.obj").returncode == 0
    assert [folder.load("a.obj"), folder.load("b.obj")] == [2, 4]
    nested = folder.job(
        "main:double", "--nested-updates", "values", "[[...], 7, [...]]", *old, "a.obj", "b.obj", "c.obj"
    )
    assert nested.returncode == 0, nested.stderr
    assert [folder.load(f"{name}.obj") for name in "abc"] == [2, 14, 4]


def test_out_collections_start_empty(program: Program) -> None:
    folder = program(INOUT)
    assert folder.job("main:fill", "--outs", "values", "a.obj", "b.obj").returncode == 0
    assert [folder.load("a.obj"), folder.load("b.obj")] == [0, 1]


def test_a_collection_that_lost_a_member_is_an_error(program: Program) -> None:
    folder = program(INOUT)
    old = folder.store("objects/1.obj", 1)
    done = folder.job("main:shrink", "--updates", "values", old, "a.obj")
    assert done.returncode == 1
    assert "left no member [0] in 'values'" in done.stderr


RESULTS = """
    from eflows2smk import task

    @task(returns=2)
    def pair(count):
        return list(range(count))
    """


def test_several_results_are_stored_one_by_one(program: Program) -> None:
    folder = program(RESULTS)
    assert folder.job("main:pair", "--value", "count", "2", "--results", "a.obj", "b.obj").returncode == 0
    assert [folder.load("a.obj"), folder.load("b.obj")] == [0, 1]


def test_another_number_of_results_than_declared_is_an_error(program: Program) -> None:
    folder = program(RESULTS)
    done = folder.job("main:pair", "--value", "count", "3", "--results", "a.obj", "b.obj", *folder.site("main.py:9"))
    assert done.returncode == 1
    assert "'pair' is declared to return 2 values, but returned 3" in done.stderr
    assert "main.py:9" in done.stderr
    assert not (folder.path / "a.obj").exists()


def test_the_programs_own_arguments_and_folder_are_there(program: Program) -> None:
    folder = program(ECHO)
    folder.write("sub/helper.py", "WORD = 'helped'\n")
    folder.write(
        "sub/app.py",
        """
        import os
        import sys
        from eflows2smk import task
        from helper import WORD

        @task(returns=1)
        def who():
            return WORD, sys.argv, os.path.basename(sys.path[0]), __name__
        """,
    )
    done = folder.job("app:who", "--result", "r.obj", "--", "a b", "--result", program="sub/app.py")
    assert done.returncode == 0, done.stderr
    assert folder.load("r.obj") == ("helped", ["sub/app.py", "a b", "--result"], "sub", "app")


@pytest.mark.parametrize("words", [(), ("main:one", "--nonsense"), ("main:one", "--text", "value")])
def test_words_that_make_no_sense_are_told(program: Program, words: tuple[str, ...]) -> None:
    done = program(ECHO).job(*words)
    assert done.returncode == 2
    assert done.stderr.startswith("eflows2smk: ")
