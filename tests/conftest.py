"""Options and fixtures that all tests share."""

from __future__ import annotations

import compileall
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import forking, scheduling
from tests.programs import REPOSITORY, Project, environment

TESTS = Path(__file__).parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write the expected files of tests/cases anew")
    parser.addoption("--long", action="store_true", help="thousands of generated programs instead of a few")


def pytest_configure(config: pytest.Config) -> None:
    """Thousands of processes import eflows2smk and, see `tests.programs.environment`, write no bytecode."""
    if not hasattr(config, "workerinput"):
        for folder in ("eflows2smk", "codegen", "rules"):
            compileall.compile_dir(REPOSITORY / folder, quiet=2)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """The programs in these folders are many, and none is a test."""
    inside = collection_path.parent in (TESTS / "cases", TESTS / "scoreboard")
    return True if inside and collection_path.is_dir() else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = scheduling.first_to_last(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return scheduling.scheduling(config, log)


@pytest.fixture(scope="session", autouse=True)
def _interruptible() -> None:
    """Shells let what they start in the background ignore Ctrl-C, and so would all that tests start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _tools_on_path() -> None:
    """Commands of this environment (eflows2smk, snakemake, mpiexec) are found first, also by child processes."""
    os.environ.update(environment())


@pytest.fixture(scope="session", autouse=True)
def _servers() -> Iterator[None]:
    """What was started to fork commands ends with the tests."""
    yield
    forking.SERVERS.close()


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
