"""Whole programs in the shapes that real ones have: all of them compile, and leave the same as plain Python.

Each folder is a program by itself, with its input and, in ``arguments.txt``, its command line. Some are run each time,
with ``--long`` all of them are. ``python -m tests.scoreboard.table FOLDER`` prints what each of them becomes.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from eflows2smk.commands.phases import compile_program
from eflows2smk.commands.reporting import has_errors
from tests.differential.compare import check
from tests.programs import Project

PROGRAMS = tuple(sorted(path.parent for path in Path(__file__).parent.glob("*/main.py")))
# Of each kind one: tools in a chain, blocks in a library, folders, wrappers, undeclared files, decisions, objects.
OFTEN = frozenset(
    "protein_in_water reduced_order training_loop patients sort_records weather_members word_count life".split()
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "program" in metafunc.fixturenames:
        is_run = metafunc.function is test_program_leaves_the_same and not metafunc.config.getoption("--long")
        chosen = [path for path in PROGRAMS if path.name in OFTEN] if is_run else PROGRAMS
        metafunc.parametrize("program", chosen, ids=lambda path: path.name)


def test_there_are_many_programs() -> None:
    assert len(PROGRAMS) >= 60
    assert {path.name for path in PROGRAMS} >= OFTEN


def test_program_compiles(program: Path, tmp_path: Path) -> None:
    project = Project.copy_of(program, tmp_path / "program")
    with contextlib.chdir(project.folder):
        compiled = compile_program(Path("main.py"), project.arguments, Path())
    assert compiled.workflow is not None
    assert compiled.workflow.invocations
    assert not has_errors(compiled.diagnostics)


def test_program_leaves_the_same(program: Path, tmp_path: Path) -> None:
    check(program, tmp_path)
