"""All programs that the project has leave and print the same, run by CPython and lowered and interpreted.

Tasks run for real in both. Processes that software starts, as those of MPI, import the program's modules by
themselves: in them CPython runs the functions both times.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings

from tests.differential.compare import differences
from tests.differential.computed_programs import computed_programs
from tests.differential.host_programs import host_programs
from tests.differential.programs import programs
from tests.programs import CASES, EXAMPLES, REPOSITORY, Project, environment, small

DIFFERENTIAL = REPOSITORY / "tests" / "differential"
CORPUS = sorted((DIFFERENTIAL / "corpus").glob("*.py"))
DRAWN = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Worker:
    """A process that runs programs, one after the other."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.core.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=REPOSITORY,
            env=environment(),
        )

    def run(self, folder: Path, words: tuple[str, ...], by: str) -> dict[str, Any]:
        assert self.process.stdin is not None and self.process.stdout is not None
        job = {"folder": str(folder), "words": ["main.py", *words], "by": by}
        print(json.dumps(job), file=self.process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    started = Worker()
    yield started
    assert started.process.stdin is not None
    started.process.stdin.close()
    assert started.process.wait(60) == 0


def comparable(out: str) -> str:
    """What is printed, without the folder and the seconds that something took."""
    return re.sub(r"took \S+", "took some", out.replace("/core/", "/cpython/"))


def check(worker: Worker, program: Path, scratch: Path) -> None:
    # The same name for both: some programs print where they are.
    first, second = (Project.copy_of(program, scratch / by / "program") for by in ("cpython", "core"))
    expected = worker.run(first.folder, first.arguments, "cpython")
    got = worker.run(second.folder, second.arguments, "core")
    shown = f"--- cpython\n{expected['err']}\n--- core\n{got['err']}"
    assert got["code"] == expected["code"], shown
    assert comparable(got["out"]) == comparable(expected["out"]), shown
    assert differences(first.folder, second.folder) == [], shown


def check_text(worker: Worker, text: str) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        program = Path(scratch) / "drawn"
        program.mkdir()
        (program / "main.py").write_text(text)
        for module in (DIFFERENTIAL / "program").glob("*.py"):
            shutil.copy(module, program)
        check(worker, program, Path(scratch))


@pytest.mark.parametrize("program", [*CASES, *EXAMPLES], ids=lambda path: path.name)
def test_program_leaves_the_same(program: Path, worker: Worker, tmp_path: Path) -> None:
    check(worker, small(program, tmp_path / "source") if program in EXAMPLES else program, tmp_path)


@pytest.mark.parametrize("program", CORPUS, ids=lambda path: path.stem)
def test_program_that_once_failed_leaves_the_same(program: Path, worker: Worker) -> None:
    check_text(worker, program.read_text())


@DRAWN
@given(text=programs())
def test_drawn_program_leaves_the_same(worker: Worker, text: str) -> None:
    note(text)
    check_text(worker, text)


@DRAWN
@given(text=host_programs())
def test_drawn_program_with_plain_python_leaves_the_same(worker: Worker, text: str) -> None:
    note(text)
    check_text(worker, text)


@DRAWN
@given(text=computed_programs())
def test_drawn_program_with_computed_control_flow_leaves_the_same(worker: Worker, text: str) -> None:
    note(text)
    check_text(worker, text)
