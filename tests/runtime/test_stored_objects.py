"""Objects between jobs: arrays, pickles, and what can go wrong with their files."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from .conftest import Folder

Program = Callable[[str], Folder]

PROGRAM = """
    import sys
    import threading
    from eflows2smk import task

    class Point:
        def __init__(self, x):
            self.x = x

    @task(returns=1)
    def point(x):
        return Point(x)

    @task(returns=1)
    def x_of(point):
        return point.x

    @task(returns=1)
    def array(size):
        import numpy
        return numpy.arange(size, dtype=float)

    @task(returns=1)
    def doubled(array):
        kind = type(array).__name__
        array *= 2
        return kind, float(array.sum())

    @task(returns=1)
    def same(value):
        return value

    @task(returns=1)
    def adder(n):
        return lambda x: x + n

    @task(returns=1)
    def call(function):
        return function(1)

    @task(returns=1)
    def lock():
        return threading.Lock()

    @task(returns=1)
    def no_numpy():
        return "numpy" in sys.modules
    """


def test_instances_of_the_main_programs_classes_travel(program: Program) -> None:
    folder = program(PROGRAM)
    assert folder.job("main:point", "--value", "x", "3", "--result", "p.obj").returncode == 0
    assert folder.job("main:x_of", "--object", "point", "p.obj", "--result", "x.obj").returncode == 0
    assert folder.load("x.obj") == 3


@pytest.mark.parametrize("size", [3, 300_000])
def test_arrays_are_npy_files_and_changing_one_changes_no_other(program: Program, size: int) -> None:
    folder = program(PROGRAM)
    assert folder.job("main:array", "--value", "size", str(size), "--result", "a.obj").returncode == 0
    assert np.load(folder.path / "a.obj", mmap_mode="r").shape == (size,)
    before = (folder.path / "a.obj").read_bytes()
    done = folder.job("main:doubled", "--object", "array", "a.obj", "--result", "d.obj")
    assert done.returncode == 0, done.stderr
    assert folder.load("d.obj") == ("ndarray", float(size * (size - 1)))
    assert (folder.path / "a.obj").read_bytes() == before


def test_a_mapped_array_can_be_stored_again(program: Program) -> None:
    folder = program(PROGRAM)
    array = np.asfortranarray(np.random.default_rng(1).random((400, 500)))
    np.save(folder.path / "a.npy", array)
    assert folder.job("main:same", "--object", "value", "a.npy", "--result", "b.obj").returncode == 0
    again = np.load(folder.path / "b.obj")
    assert (again == array).all()
    assert again.flags.f_contiguous


@pytest.mark.parametrize(
    "array", [np.array(3.5), np.zeros((0, 4)), np.array(["a", "bc"]), np.array([(1, 2.0)], dtype="i4,f8")], ids=repr
)
def test_all_plain_arrays_keep_type_and_shape(program: Program, array: np.ndarray) -> None:
    folder = program(PROGRAM)
    np.save(folder.path / "a.npy", array)
    assert folder.job("main:same", "--object", "value", "a.npy", "--result", "b.obj").returncode == 0
    again = np.load(folder.path / "b.obj")
    assert (again.dtype, again.shape, again.tolist()) == (array.dtype, array.shape, array.tolist())


def test_arrays_of_objects_are_pickled(program: Program) -> None:
    folder = program(PROGRAM)
    file = folder.store("a.obj", np.array([{1: 2}, None], dtype=object))
    assert folder.job("main:same", "--object", "value", file, "--result", "b.obj").returncode == 0
    assert list(folder.load("b.obj")) == [{1: 2}, None]  # type: ignore[call-overload]


def test_a_job_without_arrays_does_not_import_numpy(program: Program) -> None:
    folder = program(PROGRAM)
    assert folder.job("main:no_numpy", "--result", "r.obj").returncode == 0
    assert folder.load("r.obj") is False


def test_functions_made_in_a_task_travel_through_cloudpickle(program: Program) -> None:
    folder = program(PROGRAM)
    assert folder.job("main:adder", "--value", "n", "41", "--result", "f.obj").returncode == 0
    assert folder.job("main:call", "--object", "function", "f.obj", "--result", "r.obj").returncode == 0
    assert folder.load("r.obj") == 42


def test_what_cannot_be_stored_is_told_and_leaves_nothing(program: Program) -> None:
    folder = program(PROGRAM)
    folder.store("r.obj", "previous")
    done = folder.job("main:lock", "--result", "r.obj", *folder.site("main.py:50"))
    assert done.returncode == 1
    assert "the value returned by 'lock', of type 'lock', can't be stored" in done.stderr
    assert "called at main.py:50" in done.stderr
    assert "Traceback" not in done.stderr
    assert folder.load("r.obj") == "previous"
    assert folder.names() == ["main.py", "places.json", "r.obj"]


@pytest.mark.parametrize("damage", [b"", b"\x80\x05", b"not a pickle", b"\x93NUMPY\x01\x00", b"\x93NUMPY garbage"])
def test_a_damaged_object_is_told_with_the_way_out(program: Program, damage: bytes) -> None:
    folder = program(PROGRAM)
    (folder.path / "bad.obj").write_bytes(damage)
    done = folder.job("main:same", "--object", "value", "bad.obj", "--result", "r.obj", *folder.site("main.py:50"))
    assert done.returncode == 1
    assert "the object 'bad.obj' for 'value' is damaged or incomplete" in done.stderr
    assert "delete it and run snakemake again" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_truncated_array_is_told(program: Program) -> None:
    folder = program(PROGRAM)
    np.save(folder.path / "a.npy", np.zeros(300_000))
    data = (folder.path / "a.npy").read_bytes()
    for size in (len(data) - 8, 1000):
        (folder.path / "a.npy").write_bytes(data[:size])
        done = folder.job("main:same", "--object", "value", "a.npy", "--result", "r.obj")
        assert done.returncode == 1
        assert "'a.npy' for 'value' is damaged or incomplete" in done.stderr


def test_a_missing_object_is_told(program: Program) -> None:
    done = program(PROGRAM).job("main:same", "--object", "value", "none.obj", "--result", "r.obj")
    assert done.returncode == 1
    assert "there is no object 'none.obj' for 'value'" in done.stderr


def test_values_that_were_known_when_compiling_are_texts(program: Program) -> None:
    folder = program(PROGRAM)
    folder.write("x.txt", "# The value of 'x'.\n[1.5, ('a\\n', None)]\n")
    assert folder.job("main:same", "--object", "value", "x.txt", "--result", "r.obj").returncode == 0
    assert folder.load("r.obj") == [1.5, ("a\n", None)]
    folder.write("bad.txt", "# The value of 'x'.\n[1.5,\n")
    done = folder.job("main:same", "--object", "value", "bad.txt", "--result", "r.obj")
    assert done.returncode == 1
    assert "the object 'bad.txt' for 'value' is damaged or incomplete (SyntaxError" in done.stderr
