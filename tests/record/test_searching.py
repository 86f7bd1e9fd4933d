"""Modules that lie elsewhere than the main file: they are followed as far as they can reach a task."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.record.conftest import Run

STEPS = """
from pycompss.api.task import task
from pycompss.api.parameter import FILE_OUT

@task(path=FILE_OUT)
def write(path, number):
    open(path, "w").write(str(number))
"""
CALLS = """
for i in range(2):
    write(f"out_{i}.txt", i)
"""


@pytest.mark.parametrize(
    "change",
    [
        'sys.path.append("lib")',
        'sys.path.insert(0, "lib")',
        'sys.path += ["lib"]',
        'sys.path = ["lib", *sys.path]',
        'sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))',
        'sys.path[:0] = [str(Path(__file__).resolve().parent / "lib")]',
        'if "lib" not in sys.path: sys.path.extend(["lib"])',
        'import site; site.addsitedir("lib")',
    ],
)
def test_a_folder_that_the_program_adds(run: Run, change: str) -> None:
    program = f"import os, sys\nfrom pathlib import Path\n{change}\nfrom steps import write\n{CALLS}"
    done = run(program, files={"lib/steps.py": STEPS})
    assert done.names == ["write", "write"]
    assert done.workflow is not None
    search = done.workflow.search
    assert [*search.first, *search.last] == ["lib"]
    assert done.workflow.modules == ("lib/steps.py", "main.py")


def test_folders_keep_their_order(run: Run) -> None:
    program = 'import sys\nsys.path.insert(0, "a")\nsys.path.append("b")\nsys.path.append(".")\n'
    done = run(program + "from steps import write\n" + CALLS, files={"a/steps.py": STEPS, "b/other.py": ""})
    assert done.workflow is not None
    assert (done.workflow.search.first, done.workflow.search.last) == (("a",), ("b",))


@pytest.mark.parametrize("imported", ['importlib.import_module("steps")', '__import__("steps")'])
def test_imports_by_a_call(run: Run, imported: str) -> None:
    program = f"import importlib\nsteps = {imported}\nfor i in range(2):\n    steps.write(f'out_{{i}}.txt', i)"
    assert run(program, files={"steps.py": STEPS}).names == ["write", "write"]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the search path of Python, as PYTHONPATH puts one there, that is not the program's."""
    folder = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    monkeypatch.syspath_prepend("first")
    return folder


def test_a_package_with_tasks_on_the_path(run: Run, elsewhere: Path) -> None:
    (elsewhere / "lab_steps.py").write_text(STEPS)
    done = run("from lab_steps import write\n" + CALLS)
    assert done.names == ["write", "write"]
    assert done.workflow is not None
    assert (done.workflow.search.first, done.workflow.search.last) == ((), ())


def test_a_package_that_reaches_tasks_of_another(run: Run, elsewhere: Path) -> None:
    (elsewhere / "lab_steps.py").write_text(STEPS)
    package = elsewhere / "lab_flows"
    package.mkdir()
    (package / "__init__.py").write_text("from .sweeps import sweep\n")
    (package / "sweeps.py").write_text(
        "import lab_steps\ndef sweep(n):\n    for i in range(n):\n        lab_steps.write(f'out_{i}.txt', i)\n"
    )
    assert run("from lab_flows import sweep\nsweep(3)").names == ["write"] * 3


def test_a_library_without_tasks_stays_one(run: Run, elsewhere: Path) -> None:
    (elsewhere / "lab_plain.py").write_text("SIZE = 3\ndef width(n):\n    return n * SIZE\n")
    done = run("import lab_plain\nprint(wait_on(g(lab_plain.width(2))))")
    assert done.workflow is not None
    assert done.workflow.modules == ("main.py",)
    assert done.names[0] != "g", "what a library gives is for a script"


def test_a_name_that_two_folders_have_is_the_first(run: Run, elsewhere: Path) -> None:
    (elsewhere / "steps.py").write_text(STEPS.replace("write", "wrong"))
    assert run("from steps import write\n" + CALLS, files={"steps.py": STEPS}).names == ["write", "write"]


def test_a_folder_without_init_is_no_package_where_there_is_another(run: Run, elsewhere: Path) -> None:
    package = elsewhere / "lab_both"
    package.mkdir()
    (package / "__init__.py").write_text(STEPS)
    done = run("from lab_both import write\n" + CALLS, files={"lab_both/other.py": ""})
    assert done.names == ["write", "write"]
