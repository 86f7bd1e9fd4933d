"""Options and fixtures that all tests share."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.programs import Project, environment


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write the expected files of tests/cases anew")
    parser.addoption("--long", action="store_true", help="thousands of generated programs instead of a few")


@pytest.fixture(scope="session", autouse=True)
def _interruptible() -> None:
    """Shells let what they start in the background ignore Ctrl-C, and so would all that tests start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _tools_on_path() -> None:
    """Commands of this environment (eflows2smk, snakemake, mpiexec) are found first, also by child processes."""
    os.environ.update(environment())


@pytest.fixture
def update_goldens(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-goldens"))


@pytest.fixture
def compile_and_run(tmp_path: Path) -> Callable[[Path], Path]:
    """A function that compiles a copy of a program's folder, runs it with Snakemake, and gives the copy."""

    def run(folder: Path) -> Path:
        project = Project.copy_of(folder, tmp_path / "compiled")
        project.compile()
        project.snakemake()
        return project.folder

    return run
