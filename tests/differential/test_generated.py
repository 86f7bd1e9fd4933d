"""Generated programs leave the same behind, run as plain Python and compiled.

``pytest tests/differential --long`` draws thousands of programs and shrinks those that fail; a shrunk program then
belongs into ``corpus/``, where it is run by every test.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings

from tests.differential.compare import check, check_compiled
from tests.differential.host_programs import host_programs
from tests.differential.programs import programs
from tests.programs import Failed, Project

HERE = Path(__file__).parent
CORPUS = sorted((HERE / "corpus").glob("*.py"))
# Names that share parts of what changes, changes of what holds results of tasks, computed conditions of invocations,
# exceptions that no job can hand on.
REFUSALS = {"E300", "E302", "E319"}
ALL_IS_WELL = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def written(text: str, scratch: Path) -> Path:
    """The program in a folder of its own."""
    program = scratch / "program"
    program.mkdir()
    (program / "main.py").write_text(text)
    for module in (HERE / "program").glob("*.py"):
        shutil.copy(module, program)
    return program


def leaves_the_same(text: str, scratch: Path) -> None:
    check(written(text, scratch), scratch)


def leaves_the_same_or_is_refused(text: str, scratch: Path) -> None:
    program = written(text, scratch)
    project = Project.copy_of(program, scratch / "compiled")
    if not is_refused(project):
        check_compiled(program, project, scratch)


def is_refused(project: Project) -> bool:
    """Whether the compiler says in so many words that it can't compile the program: never wrong, only not tested."""
    try:
        project.compile()
    except Failed as failure:
        codes = set(re.findall(r"error\[(\w+)\]", str(failure)))
        assert codes and codes <= REFUSALS, failure
        return True
    return False


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=ALL_IS_WELL,
)
@given(text=programs())
def test_generated_program_leaves_the_same(text: str) -> None:
    note(text)
    with tempfile.TemporaryDirectory() as scratch:
        leaves_the_same(text, Path(scratch))


@settings(
    max_examples=7,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=ALL_IS_WELL,
)
@given(text=host_programs())
def test_generated_program_with_host_code_leaves_the_same(text: str) -> None:
    note(text)
    with tempfile.TemporaryDirectory() as scratch:
        leaves_the_same_or_is_refused(text, Path(scratch))


@settings(max_examples=3000, deadline=None, suppress_health_check=ALL_IS_WELL, print_blob=True)
@given(text=host_programs())
def _long_with_host_code(text: str) -> None:
    note(text)
    with tempfile.TemporaryDirectory() as scratch:
        leaves_the_same_or_is_refused(text, Path(scratch))


@settings(max_examples=3000, deadline=None, suppress_health_check=ALL_IS_WELL, print_blob=True)
@given(text=programs())
def _long(text: str) -> None:
    note(text)
    with tempfile.TemporaryDirectory() as scratch:
        leaves_the_same(text, Path(scratch))


def test_thousands_of_generated_programs(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--long"):
        pytest.skip("only with --long")
    _long()


def test_thousands_of_generated_programs_with_host_code(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--long"):
        pytest.skip("only with --long")
    _long_with_host_code()


@pytest.mark.parametrize("program", CORPUS, ids=lambda path: path.stem)
def test_program_that_once_failed_leaves_the_same(program: Path, tmp_path: Path) -> None:
    leaves_the_same(program.read_text(), tmp_path)
